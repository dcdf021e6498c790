// Documents by a one-time link, on an old phone and a poor line: cut in the middle, closed and opened again, without
// scripts, and in the wrong hands.
import { expect, test } from './test.js';
import { readFileSync } from 'node:fs';
import { Desk, Resident, accessible, fits, officeByLink } from './people.js';

/** A document as a file; each `n` is another one. */
function file(name, n = 0) {
  const bytes = readFileSync(new URL(`../../crates/whatsapp_sim/samples/${name}`, import.meta.url));
  const mimeType = name.endsWith('.png') ? 'image/png' : 'image/jpeg';
  return { name, mimeType, buffer: n ? Buffer.concat([bytes, Buffer.from([n])]) : bytes };
}

/** The same with most of a megabyte inside that no reader looks at: a poor line needs a while for it. */
function heavy(png) {
  const chunk = Buffer.concat([Buffer.from('raNc'), Buffer.alloc(900_000, 'x')]);
  const number = (value) => {
    const four = Buffer.alloc(4);
    four.writeUInt32BE(value);
    return four;
  };
  const [picture, end] = [png.buffer.subarray(0, -12), png.buffer.subarray(-12)];
  return { ...png, buffer: Buffer.concat([picture, number(chunk.length - 4), chunk, number(crc(chunk)), end]) };
}

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}

/** Pages that no check finds fault with, and one that it does. */
const card = () => file('ktp-rusak.png');
const letter = () => file('surat-kehilangan.png');
const blurred = (n) => file('kk-buram.jpg', n);

/** A resident with a link, and a browser of theirs that has not opened it. */
async function withLink(browser, info, name, options = {}) {
  const resident = await Resident.at(browser, info, name, officeByLink());
  const link = await resident.asksForLink('KTP-el hilang');
  const context = await browser.newContext({ ...options, ...phone(info) });
  return { resident, link, context, page: await context.newPage() };
}

const phone = (info) => ({ viewport: info.project.use.viewport, hasTouch: info.project.use.hasTouch });

async function shown(page, info, name) {
  await fits(page);
  await accessible(page);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: info.outputPath(`${name}-${colorScheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: null });
}

/** From the link to the documents. */
async function opens(page, resident, link) {
  await page.goto(link);
  await page.getByRole('button', { name: 'Buka formulir' }).click();
  await page.getByLabel('NIK').fill(resident.nik);
  await page.getByLabel('Nama lengkap').fill(resident.name);
  await page.getByRole('button', { name: 'Lanjut ke dokumen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dokumen' })).toBeVisible();
}

const section = (page, document) => page.locator(`#document-${document}`);

async function chooses(page, document, one) {
  await section(page, document).locator('input[type=file]').last().setInputFiles(one);
}

/** The line as it is far from the tower. */
async function line(page, offline = false) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  const set = (cut) => cdp.send('Network.emulateNetworkConditions', {
    offline: cut, latency: 200, downloadThroughput: 60_000, uploadThroughput: 120_000,
  });
  await set(offline);
  return { cut: () => set(true), back: () => set(false) };
}

/** Counts the parts that arrived, by their address. */
function counted(page) {
  const arrived = new Map();
  page.on('response', (response) => {
    if (response.request().method() !== 'PUT' || response.status() !== 204) return;
    arrived.set(response.url(), (arrived.get(response.url()) ?? 0) + 1);
  });
  return arrived;
}

/** How many parts a file has. */
const parts = (one) => Math.ceil(one.buffer.length / 131_072);

const percent = (page, document) => section(page, document).getByRole('progressbar').evaluate((bar) => bar.value);

test('a line that is cut in the middle comes back, and nothing is sent twice', async ({ browser }, info) => {
  const { resident, link, page } = await withLink(browser, info, 'Ujang Contohwati');
  await page.goto(link);
  await shown(page, info, '1-buka');
  await page.getByRole('button', { name: 'Buka formulir' }).click();
  await shown(page, info, '2-data');
  await page.getByLabel('NIK').fill('123');
  await page.getByLabel('Nama lengkap').fill(resident.name);
  await page.getByRole('button', { name: 'Lanjut ke dokumen' }).click();
  await expect(page.getByRole('alert')).toContainText('16 angka');
  await shown(page, info, '3-data-salah');
  await page.getByLabel('NIK').fill(resident.nik);
  await page.getByRole('button', { name: 'Lanjut ke dokumen' }).click();
  await shown(page, info, '4-dokumen');

  const kk = heavy(card());
  const poor = await line(page);
  const arrived = counted(page);
  await chooses(page, 'kk', kk);
  await expect.poll(() => percent(page, 'kk'), { timeout: 30_000 }).toBeGreaterThan(25);
  await poor.cut();
  await expect(section(page, 'kk').getByRole('status')).toContainText('Sambungan terputus');
  await shown(page, info, '5-terputus');
  const before = arrived.size;
  expect(before).toBeGreaterThan(1);
  await poor.back();
  await expect(section(page, 'kk').locator('.chip')).toHaveText('ada', { timeout: 60_000 });
  expect(arrived.size).toBeGreaterThan(before);
  expect([...arrived.values()].every((times) => times === 1), 'each part arrived once').toBe(true);
  await shown(page, info, '6-ada');

  await chooses(page, 'surat_hilang', letter());
  await expect(section(page, 'surat_hilang').locator('.chip')).toHaveText('ada', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Kirim permohonan' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sudah kami terima');
  await shown(page, info, '7-tiket');
  const ticket = (await page.getByRole('status').innerText()).match(/[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];
  await resident.hears(ticket);
});

test('a page that was closed in the middle goes on by itself when it is opened again', async ({ browser }, info) => {
  const { resident, link, context, page } = await withLink(browser, info, 'Darmi Contohwati');
  await opens(page, resident, link);
  const kk = heavy(card());
  await line(page);
  await chooses(page, 'kk', kk);
  await expect.poll(() => percent(page, 'kk'), { timeout: 30_000 }).toBeGreaterThan(25);
  await page.close();
  const again = await context.newPage();
  const arrived = counted(again);
  await again.goto(link);
  await expect(section(again, 'kk').locator('.chip')).toHaveText('ada', { timeout: 60_000 });
  expect(arrived.size, 'only the rest was sent').toBeLessThan(parts(kk));
  expect(arrived.size).toBeGreaterThan(0);
});

test('where the browser kept nothing the same file chosen again goes on where it stopped', async ({ browser }, info) => {
  const { resident, link, context, page } = await withLink(browser, info, 'Yanti Contohwati');
  await opens(page, resident, link);
  const kk = heavy(card());
  await line(page);
  await chooses(page, 'kk', kk);
  await expect.poll(() => percent(page, 'kk'), { timeout: 30_000 }).toBeGreaterThan(25);
  await section(page, 'kk').getByRole('button', { name: 'Batalkan' }).click();
  await expect(section(page, 'kk')).toContainText('Pilih lagi berkas yang sama', { timeout: 30_000 });
  await shown(page, info, 'terhenti');
  await page.close();
  const again = await context.newPage();
  await again.goto(link);
  const arrived = counted(again);
  await chooses(again, 'kk', kk);
  await expect(section(again, 'kk').locator('.chip')).toHaveText('ada', { timeout: 60_000 });
  expect(arrived.size, 'only the rest was sent').toBeLessThan(parts(kk));
});

test('a page that nobody can read is told at once, and after two tries it may be kept', async ({ browser }, info) => {
  const { resident, link, page } = await withLink(browser, info, 'Rahmat Contohwati');
  await opens(page, resident, link);
  const kk = section(page, 'kk');
  await chooses(page, 'kk', file('teks.jpg'));
  await expect(kk).toContainText('bukan foto', { timeout: 30_000 });
  await shown(page, info, 'bukan-foto');
  await chooses(page, 'kk', blurred(1));
  await expect(kk).toContainText('buram', { timeout: 30_000 });
  await expect(kk.getByRole('button', { name: 'Pakai yang ini' })).toHaveCount(0);
  await shown(page, info, 'buram');
  await chooses(page, 'kk', blurred(2));
  await kk.getByRole('button', { name: 'Pakai yang ini' }).click({ timeout: 30_000 });
  await expect(kk.locator('.chip')).toHaveText('ada');
  await kk.getByRole('button', { name: 'Hapus' }).click();
  await expect(kk.locator('.chip')).toHaveText('belum ada');
  await chooses(page, 'kk', card());
  await expect(kk.locator('.chip')).toHaveText('ada', { timeout: 30_000 });
});

test('without scripts, by keys alone, every form works', async ({ browser }, info) => {
  const { resident, link, page } = await withLink(browser, info, 'Budi Contohwati', { javaScriptEnabled: false });
  const reaches = async (place) => {
    for (let pressed = 0; pressed < 60; pressed += 1) {
      if (await place.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${place}`);
  };
  const presses = async (place) => {
    await reaches(place);
    await page.keyboard.press('Enter');
  };
  await page.goto(link);
  await presses(page.getByRole('button', { name: 'Buka formulir' }));
  await reaches(page.getByLabel('NIK'));
  await page.keyboard.type(resident.nik);
  await page.keyboard.press('Tab');
  await page.keyboard.type(resident.name);
  await page.keyboard.press('Enter');
  for (const [document, one] of [['kk', card()], ['surat_hilang', letter()]]) {
    await chooses(page, document, one);
    await presses(section(page, document).getByRole('button', { name: 'Kirim berkas' }));
    await expect(section(page, document).locator('.chip')).toHaveText('ada');
  }
  await fits(page);
  await page.screenshot({ path: info.outputPath('tanpa-skrip.png'), fullPage: true });
  await presses(page.getByRole('button', { name: 'Kirim permohonan' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sudah kami terima');
  await resident.hears('Tiket:');
});

test('in another browser the link is of no use, and the way to a new one is told', async ({ browser }, info) => {
  const { resident, link, page } = await withLink(browser, info, 'Murni Contohwati');
  await opens(page, resident, link);
  const other = await (await browser.newContext(phone(info))).newPage();
  await other.goto(link);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Tautan ini tidak dapat dipakai');
  await shown(other, info, 'tidak-dapat');
  await other.getByRole('button', { name: 'English' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('This link cannot be used');
  await resident.says('tautan');
  await resident.hears('halaman aman');
  const newest = () => resident.last().getByRole('link', { name: 'Kirim berkas' }).getAttribute('href');
  await expect.poll(newest).not.toBe(link);
  await other.goto(await newest());
  await expect(other.getByRole('button', { name: 'Open the form' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tautan ini tidak dapat dipakai');
});

test('of a returned request the page shows the place that the officer marked', async ({ browser }, info) => {
  const { resident, link, page } = await withLink(browser, info, 'Nurlis Contohwati');
  await opens(page, resident, link);
  for (const [document, one] of [['kk', card()], ['surat_hilang', letter()]]) {
    await chooses(page, document, one);
    await expect(section(page, document).locator('.chip')).toHaveText('ada', { timeout: 30_000 });
  }
  await page.getByRole('button', { name: 'Kirim permohonan' }).click();
  await resident.hears('Tiket:');
  const ticket = (await resident.last().innerText()).match(/[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];

  const desk = await Desk.of(browser, 'operator_pelayanan', officeByLink());
  await desk.opens(ticket);
  const form = await desk.chooses('Kembalikan');
  const fault = form.locator('.fault', { hasText: 'Kartu Keluarga' });
  await fault.getByRole('button', { name: 'Tandai tempatnya' }).press('Enter');
  await desk.page.keyboard.press('Enter');
  await fault.getByRole('textbox').fill('NIK tidak terbaca');
  await form.locator('.asked:visible').getByLabel('Alasan').fill('Foto KK perlu diulang');
  await desk.saves(form);

  await resident.hears('NIK tidak terbaca');
  await expect(resident.last().locator('img')).toBeVisible();
  await resident.taps('Kirim perbaikan');
  const again = await resident.last().locator('a[href*="/kirim/"]').getAttribute('href');
  await page.goto(again);
  await page.getByRole('button', { name: 'Buka formulir' }).click();
  const place = section(page, 'kk').getByRole('img', { name: 'bingkai merah' });
  await expect.poll(() => place.evaluate((image) => image.naturalWidth)).toBeGreaterThan(600);
  await expect(section(page, 'surat_hilang')).toHaveCount(0);
  await shown(page, info, 'ditandai');
});
