// The counter at which cards are handed over, its camera, and the links that lead a resident there.
import { chromium } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { office } from './people.js';

/** Frames of a camera before which the pass is held: JPEG after JPEG. */
export async function filmed(page, file) {
  const code = await page.locator('svg.qr').evaluate((svg) => svg.outerHTML);
  const still = await (await page.context().browser().newContext({ viewport: { width: 640, height: 480 } })).newPage();
  await still.setContent(`<body style="margin:0;background:#bbb;display:grid;place-items:center;height:480px"><div style="width:340px">${code}</div>`);
  const frame = await still.screenshot({ type: 'jpeg', quality: 90 });
  await writeFile(file, Buffer.concat(Array(10).fill(frame)));
  await still.context().close();
}

/** The register officer at a counter whose camera sees this film. */
export async function counter(info, film) {
  const camera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
  const { executablePath, args } = info.project.use.launchOptions;
  const browser = await chromium.launch({ executablePath, args: [...args, ...camera] });
  const { viewport, hasTouch, locale } = info.project.use;
  const page = await (await browser.newContext({ viewport, hasTouch, locale, permissions: ['camera'] })).newPage();
  await page.request.post(`${office()}/demo/peran`, { form: { peran: 'petugas_register' }, headers: { origin: office() } });
  return { browser, page };
}

/** The address in the resident's last message that leads there. */
export async function link(resident, to) {
  const words = await resident.last().innerText();
  return `${office()}${words.match(new RegExp(`${to}[0-9a-f]+`))[0]}`;
}
