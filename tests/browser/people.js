// The people of the tests: a resident at their phone (the SIMULATOR's page), and staff at their desks.
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';

export const office = () => process.env.RANCAK_URL;
/** The office whose residents send documents by a link. */
export const officeByLink = () => process.env.RANCAK_LINK_URL;

let count = 0;

/** A resident nobody has been before: the number holds project, worker and count. */
function number(info) {
  count += 1;
  const project = info.project.name === 'phone' ? 1 : 2;
  return `62813${project}${String(info.workerIndex % 1000).padStart(3, '0')}${String(count).padStart(4, '0')}`;
}

/** A NIK of the invented region part 1301, a woman's, unlike the demonstration's own. */
function nik(info) {
  return `13010${1 + (count % 9)}5506${String(70 + (info.workerIndex % 30)).padStart(2, '0')}${String(5000 + count).padStart(4, '0')}`;
}

/** Where the SIMULATOR of this office's demonstration shows telephones. */
const phonesOf = new Map();
async function phones(page, at) {
  if (!phonesOf.has(at)) {
    await page.goto(`${at}/demo`);
    phonesOf.set(at, new URL(await page.locator('iframe.demo-phone').getAttribute('src')).origin);
  }
  return phonesOf.get(at);
}

export class Resident {
  static async at(browser, info, name, at = office()) {
    const page = await (await browser.newContext()).newPage();
    const resident = new Resident(page, name, number(info), nik(info));
    await page.goto(await phones(page, at));
    await page.getByLabel('Nama').fill(name);
    await page.getByLabel('Nomor').fill(resident.number);
    await page.getByRole('button', { name: 'Buat' }).click();
    await expect(page.getByRole('log')).toBeVisible();
    return resident;
  }

  constructor(page, name, number, nik) {
    Object.assign(this, { page, name, number, nik });
  }

  /** The office's last words. */
  last() {
    return this.page.locator('#chat li.theirs').last();
  }

  async hears(words) {
    await expect(this.last()).toContainText(words);
  }

  async says(text) {
    await this.page.locator('#text').fill(text);
    await this.page.locator('form.write button').click();
  }

  async taps(title) {
    const bubble = this.last();
    const list = bubble.locator('details.list > summary');
    if (await list.count()) await list.click();
    await bubble.getByRole('button', { name: title, exact: true }).click();
  }

  /** The titles below the office's last words. */
  async choices() {
    const list = this.last().locator('details.list > summary');
    if (await list.count()) await list.click();
    const titles = await this.last().getByRole('button').allInnerTexts();
    if (await list.count()) await list.click();
    return titles.map((title) => title.trim());
  }

  async sends(...samples) {
    await this.page.locator('details.attach > summary').click();
    for (const sample of samples) await this.page.locator(`input[name=sample][value="${sample}"]`).check();
    await this.page.locator('details.attach button.send').click();
  }

  /** Asks for a card up to the documents. */
  async asks(reason, elements) {
    await this.says('halo');
    await this.hears('Apakah Anda setuju');
    await this.taps('Setuju');
    await this.hears('alasan');
    await this.taps(reason);
    if (elements) {
      await this.hears('Data apa yang berubah');
      await this.says(elements);
    }
    await this.hears('NIK');
    await this.says(this.nik);
    await this.hears('nama lengkap');
    await this.says(this.name);
    await this.hears('Dokumen 1 dari');
  }

  /** Asks for a card up to the link; its address. */
  async asksForLink(reason) {
    await this.says('halo');
    await this.hears('Apakah Anda setuju');
    await this.taps('Setuju');
    await this.hears('alasan');
    await this.taps(reason);
    await this.hears('halaman aman');
    return this.last().getByRole('link', { name: 'Kirim berkas' }).getAttribute('href');
  }

  /** Sends the request; the ticket. */
  async submits() {
    await this.hears('Mohon diperiksa');
    await this.taps('Kirim');
    await this.hears('Tiket:');
    const told = await this.last().innerText();
    return told.match(/[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];
  }
}

/** A page in a browser of its own; signed in as the bearer of a role, where one is given. */
export async function visitor(browser, role, options = {}, at = office()) {
  const page = await (await browser.newContext(options)).newPage();
  if (role) await page.request.post(`${at}/demo/peran`, { form: { peran: role }, headers: { origin: at } });
  return page;
}

/** The desk of a role's bearer in the demonstration. */
export class Desk {
  static async of(browser, role, at = office()) {
    const page = await visitor(browser, role, {}, at);
    await page.goto(`${at}/meja`);
    await expect(page.getByRole('button', { name: 'Keluar' })).toBeVisible();
    return new Desk(page, at);
  }

  constructor(page, at) {
    Object.assign(this, { page, at });
  }

  async opens(ticket) {
    await this.page.goto(`${this.at}/meja/perkara/${ticket}`);
    await expect(this.page.locator('#kepala')).toContainText(ticket);
  }

  /** Chooses an outcome of the step, fills what it asks, and saves. */
  async records(outcome, fields = {}, tick = false) {
    const form = await this.chooses(outcome);
    const asked = form.locator('.asked:visible');
    for (const [label, value] of Object.entries(fields)) await asked.getByLabel(label).fill(value);
    if (tick) await asked.getByRole('checkbox').check();
    await this.saves(form);
  }

  /** One of the blanks in this officer's hands; another than a colleague at the same desk takes. */
  async blank() {
    const held = await this.page.locator('#blangko-di-tangan option').evaluateAll((all) => all.map((one) => one.value));
    return held[Math.floor(Math.random() * held.length)];
  }

  /** Hands the card over at the gate, to a holder who came without a pass; `card` is the serial in hand. */
  async handsOver(ticket, card) {
    await this.opens(ticket);
    await this.page.locator('#langkah').getByRole('link', { name: 'Serahkan kartu' }).click();
    await this.page.getByLabel('Mengapa tanpa kartu ambil').fill('Ponsel tertinggal');
    await this.page.getByLabel('Tidak diperiksa, dengan alasan').check();
    await this.page.getByLabel('Alasan tidak diperiksa').fill('Sidik jari aus');
    await this.page.getByRole('button', { name: 'Catat hasil sidik jari' }).click();
    await expect(this.page.getByRole('status')).toContainText('Hasil sidik jari tercatat');
    for (const box of await this.page.locator('#gerbang').getByRole('checkbox').all()) if (await box.isVisible()) await box.check();
    await this.page.getByLabel('Nomor seri kartu di tangan').first().fill(card);
    await this.page.getByRole('button', { name: 'Serahkan kartu' }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Tanda terima');
  }

  /** Returns the request for one document. */
  async returns(document, fault, why) {
    const form = await this.chooses('Kembalikan');
    await form.getByRole('checkbox', { name: document }).check();
    await form.locator('.fault', { hasText: document }).getByRole('textbox').fill(fault);
    await form.locator('.asked:visible').getByLabel('Alasan').fill(why);
    await this.saves(form);
  }

  async chooses(outcome) {
    const form = this.page.locator('#langkah form[action$="/putuskan"]');
    await form.getByRole('radio', { name: outcome }).check();
    return form;
  }

  async saves(form) {
    await form.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(this.page.getByRole('status').filter({ hasText: 'Tersimpan' })).toBeVisible();
  }
}

/** Nothing runs off the screen. */
export async function fits(page) {
  const [wide, there] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(wide, 'the page is as wide as the window').toBeLessThanOrEqual(there);
}

/** A request that waits for its first check; its ticket. */
export async function request(browser, info, name) {
  const resident = await Resident.at(browser, info, name);
  await resident.asks('KTP-el hilang');
  await resident.sends('kk', 'surat-kehilangan');
  return { resident, ticket: await resident.submits() };
}

/** What is looked for in each light; in the dark what colours can break, the rest being the same. */
const LIGHTS = {
  light: (axe) => axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']),
  dark: (axe) => axe.withRules(['color-contrast', 'link-in-text-block']),
};

/** No violation of WCAG 2.2 A and AA, in light and in dark. What is left out is a page of its own. */
export async function accessible(page, leftOut = []) {
  for (const [colorScheme, rules] of Object.entries(LIGHTS)) {
    await page.emulateMedia({ colorScheme });
    const axe = rules(new AxeBuilder({ page }));
    leftOut.forEach((place) => axe.exclude(place));
    const found = await axe.analyze();
    const told = found.violations.map((v) => `${colorScheme} ${v.id}: ${v.nodes.map((n) => n.target).join(' | ')}`);
    expect(told).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}
