// Looks at answers in a real Chromium: nothing that somebody wrote may become an element, an attribute or an act.
// Reads from standard input {harmless, known: [address], answers: file, load: every n-th, shown: [address]}; prints
// {looked, loaded, findings}.
import { createRequire } from 'node:module';
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

const require = createRequire(new URL('../browser/package.json', import.meta.url));
const { chromium } = require('@playwright/test');

const told = JSON.parse(await new Promise((resolve) => {
  let all = '';
  process.stdin.on('data', (part) => { all += part; });
  process.stdin.on('end', () => resolve(all));
}));
const findings = [];
const found = (what, where, said) => findings.push({ what, where, said: String(said).slice(0, 300) });

/** What a page is made of: each element with the names of its attributes, and addresses that act. */
function made(text) {
  const page = text === null ? document : new DOMParser().parseFromString(text, 'text/html');
  const kinds = new Set();
  for (const element of page.querySelectorAll('*')) {
    kinds.add(`${element.localName}[${element.getAttributeNames().sort().join(' ')}]`);
    for (const name of ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'srcdoc']) {
      const value = element.getAttribute(name) ?? '';
      if (/^[\0-\x20]*(javascript|data|vbscript)\s*:/i.test(value)) kinds.add(`${element.localName} leads to ${value.slice(0, 60)}`);
    }
    for (const name of element.getAttributeNames()) if (/^on/i.test(name)) kinds.add(`${element.localName} acts by ${name}`);
  }
  return [...kinds];
}

const places = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const executablePath = process.env.CHROMIUM ?? places.find(existsSync) ?? places[1];
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

/** A page on which nothing may happen that we did not write. */
async function watched(context, own) {
  const page = await context.newPage();
  page.told = '';
  page.on('dialog', (dialog) => { found('a dialog', page.url(), page.told); dialog.dismiss(); });
  page.on('console', (message) => {
    const stopped = /Content Security Policy|Refused to/i.test(message.text());
    if (stopped) found('stopped by the policy', page.url(), `${message.text()} ${page.told}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== own) found('asked of another', request.url(), page.told);
  });
  await page.addInitScript(() => {
    for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => { window.__hit = name; };
  });
  return page;
}

async function hit(page) {
  const marked = await page.evaluate(() => window.__hit).catch(() => undefined);
  if (marked) found(`ran: ${marked}`, page.url(), page.told);
}

const own = new URL(told.known[0]).origin;
const context = await browser.newContext();
const known = new Set();
const plain = await context.newPage();
await plain.goto('about:blank');
// Other people's pages are looked at through doors of their own, so every origin of theirs is ours.
for (const address of told.known) {
  const page = await watched(context, new URL(address).origin);
  await page.goto(address);
  for (const kind of await page.evaluate(made, null)) known.add(kind);
  await page.close();
}

const answers = [];
for await (const line of createInterface({ input: createReadStream(told.answers) })) answers.push(JSON.parse(line));
for (const answer of answers.filter((a) => a.said === told.harmless)) {
  for (const kind of await plain.evaluate(made, answer.html)) known.add(kind);
}
for (let at = 0; at < answers.length; at += 50) {
  const some = answers.slice(at, at + 50);
  const kinds = await plain.evaluate(
    ([source, texts]) => texts.map((text) => eval(`(${source})`)(text)), // eslint-disable-line no-eval
    [made.toString(), some.map((a) => a.html)],
  );
  some.forEach((answer, n) => {
    for (const kind of kinds[n]) if (!known.has(kind)) found(`a new element ${kind}`, answer.kind, answer.said);
  });
}

/** Works through a list, two at once. */
async function each(list, own_, work) {
  let next = 0;
  await Promise.all([0, 1].map(async () => {
    const page = await watched(context, own_);
    while (next < list.length) await work(page, list[next++]);
    await page.close();
  }));
}

// Without our policy: what is alive would run.
const loaded = answers.filter((_, n) => n % told.load === 0);
await each(loaded, own, async (page, answer) => {
  page.told = answer.said;
  const address = `${own}/dipasang`;
  await page.route(/.*/, (route) => {
    const asked = route.request().url() === address;
    return route.fulfill(asked ? { contentType: 'text/html; charset=utf-8', body: answer.html } : { status: 204 });
  });
  await page.goto(address);
  await hit(page);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

// As they are shown: with our policy and our own scripts.
for (const origin of new Set(told.shown.map((address) => new URL(address).origin))) {
  const addresses = told.shown.filter((address) => new URL(address).origin === origin);
  await each(addresses, origin, async (page, address) => {
    page.told = address;
    const got = await page.goto(address);
    if (got.status() !== 200) found(`status ${got.status()}`, address, '');
    for (const kind of await page.evaluate(made, null)) if (!known.has(kind)) found(`a new element ${kind}`, address, '');
    await hit(page);
  });
}
await browser.close();
console.log(JSON.stringify({ looked: answers.length, loaded: loaded.length, shown: told.shown.length, findings }));
