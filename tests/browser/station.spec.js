// A station beside the printer: paired on a page, a card laid on its SIMULATED reader, bound, refused a second time.
import { expect, test } from './test.js';
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Desk, accessible, fits, office, request } from './people.js';
import { moves } from './stock.js';
import { invites } from './visitors.js';

const program = process.env.RANCAK_PROGRAM ?? fileURLToPath(new URL(`../../${process.env.RANCAK ?? 'target/debug/rancak'}`, import.meta.url));

const running = [];
test.afterEach(() => running.splice(0).forEach((child) => child.kill()));

/** The program of a station; what it has said so far, and how it ends. */
function station(key, ...options) {
  const child = spawn(program, ['--lang', 'id', 'station', '--key-file', key, ...options]);
  running.push(child);
  const told = { words: '' };
  for (const line of [child.stdout, child.stderr]) line.on('data', (part) => (told.words += part));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { told, ended, types: (line) => child.stdin.write(`${line}\n`) };
}

/** An operator of this test's own, so that nobody else sits elsewhere under the same name, with two blanks. */
async function operator(browser, info, name, series) {
  const { guest: page } = await invites(browser, info, 'Operator Cetak KTP-el', name);
  const password = `sandi uji ${series}`;
  await page.locator('#password').fill(password);
  await page.locator('#again').fill(password);
  await page.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByRole('button', { name: 'Keluar' })).toBeVisible();
  const kasi = await Desk.of(browser, 'kasi');
  await moves(kasi, 'Diterima dari pengiriman', `${series}01`, `${series}02`, { note: 'SJ-UJI-CHIP' });
  await moves(kasi, 'Diserahkan kepada operator cetak', `${series}01`, `${series}02`, { to: name });
  await expect(kasi.page.getByRole('status')).toContainText('Tersimpan');
  return new Desk(page, office());
}

/** A card of this applicant's, printed on this blank. */
async function card(browser, info, desk, name, serial) {
  const { ticket } = await request(browser, info, name);
  const reception = await Desk.of(browser, 'operator_pelayanan');
  await reception.opens(ticket);
  await reception.records('Berkas lengkap');
  const kasi = await Desk.of(browser, 'kasi');
  await kasi.opens(ticket);
  await kasi.records('Rekomendasikan');
  await desk.opens(ticket);
  await desk.records('Perintahkan pencetakan');
  await desk.records('Kartu tercetak', { 'Nomor seri blangko': serial });
  return ticket;
}

test('a station is paired, its card is bound once, and a second case with the same card is refused', async ({ browser }, info) => {
  test.setTimeout(180_000);
  const mark = info.project.name === 'phone' ? 'HC' : 'PCC';
  const series = `${mark}${String(Date.now()).slice(-6)}`;
  const place = `Loket ${series}`;
  const uid = `04${Buffer.from(series).toString('hex').slice(-12).toUpperCase()}`;
  const key = join(mkdtempSync(join(tmpdir(), 'station-')), 'station.key');

  const admin = await Desk.of(browser, 'administrator');
  await admin.page.goto(`${office()}/meja/stasiun`);
  await admin.page.getByLabel('Nama stasiun').fill(place);
  await admin.page.getByRole('button', { name: 'Buat kode' }).click();
  await accessible(admin.page);
  await fits(admin.page);
  await admin.page.screenshot({ path: info.outputPath('code.png'), fullPage: true });
  const code = await admin.page.getByLabel('Kode', { exact: true }).inputValue();
  const pairing = station(key, '--server', office(), '--pair', code);
  expect(await pairing.ended, pairing.told.words).toBe(0);
  const reader = station(key, '--simulator');

  const desk = await operator(browser, info, `Operator ${series}`, series);
  const first = await card(browser, info, desk, 'Wulan Seandainya', `${series}01`);
  const panel = desk.page.locator('#chip');
  await panel.getByLabel('Stasiun tempat Anda bekerja').selectOption({ label: place });
  await panel.getByRole('button', { name: 'Saya di sini' }).click();
  await expect(panel).toContainText('Tidak ada kartu di pembaca');
  await expect(panel).toContainText('SIMULATOR');
  await panel.getByLabel('Nomor seri kartu di tangan').fill(`${series}01`);
  // What is typed stays while the page changes by itself.
  reader.types(`card ${uid}`);
  await expect(panel.getByRole('button', { name: `Ikat ke kartu ini (${uid})` })).toBeVisible();
  await expect(panel.getByLabel('Nomor seri kartu di tangan')).toHaveValue(`${series}01`);
  await accessible(desk.page);
  await fits(desk.page);
  await desk.page.screenshot({ path: info.outputPath('lies.png'), fullPage: true });
  reader.types('unplug');
  await expect(panel).toContainText('Pembaca kartu tercabut');
  await accessible(desk.page);
  reader.types(`card ${uid}`);
  await panel.getByRole('button', { name: 'Ikat ke kartu ini' }).click();
  await expect(panel).toContainText(`Chip ${uid} terikat pada kartu ${series}01.`);
  await desk.page.screenshot({ path: info.outputPath('bound.png'), fullPage: true });

  const second = await card(browser, info, desk, 'Intan Umpama', `${series}02`);
  const tries = async (serial) => {
    await panel.getByLabel('Nomor seri kartu di tangan').fill(serial);
    await panel.getByRole('button', { name: 'Ikat ke kartu ini' }).click();
  };
  await tries(`${series}01`);
  await expect(desk.page.getByRole('alert')).toContainText(`Kartu di tangan tercetak untuk permohonan ${first}`);
  await tries(`${series}02`);
  await expect(desk.page.getByRole('alert')).toContainText(`sudah terikat pada permohonan ${first}`);
  await expect(panel.getByLabel('Nomor seri kartu di tangan')).toHaveValue(`${series}02`);
  await accessible(desk.page);
  await fits(desk.page);
  await desk.page.screenshot({ path: info.outputPath('refused.png'), fullPage: true });

  const kasi = await Desk.of(browser, 'kasi');
  await expect(kasi.page.getByRole('link', { name: second })).toContainText('Intan Umpama');
  await accessible(kasi.page);
  await fits(kasi.page);
  await kasi.opens(second);
  await kasi.page.getByLabel('Apa hasil pemeriksaannya?').fill('Tertukar di meja');
  await accessible(kasi.page);
  await kasi.page.screenshot({ path: info.outputPath('raised.png'), fullPage: true });
  await kasi.page.getByRole('button', { name: 'Catat hasil pemeriksaan' }).click();
  await expect(kasi.page.locator('#peringatan-chip')).toHaveCount(0);

  await admin.page.goto(`${office()}/meja/stasiun`);
  const line = admin.page.locator('.lines li', { hasText: place });
  await expect(line).toContainText('terhubung');
  await accessible(admin.page);
  await fits(admin.page);
  await admin.page.screenshot({ path: info.outputPath('stations.png'), fullPage: true });
  await line.locator('summary').click();
  await line.getByRole('button', { name: 'Akhiri stasiun' }).click();
  await expect(admin.page.locator('.lines li', { hasText: place })).toHaveCount(0);
  expect(await reader.ended).toBe(2);
  expect(reader.told.words).toContain('Kantor tidak (lagi) mengenal stasiun ini.');
});
