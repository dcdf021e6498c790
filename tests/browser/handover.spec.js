// The pass on a phone, the counter's camera (a fake one that is shown the pass), the gate, the receipt and the survey.
import { expect, test } from './test.js';
import { counter, filmed, link } from './counter.js';
import { Desk, accessible, fits, office, request } from './people.js';

/** A card printed and told of; its serial. */
async function ready(browser, ticket) {
  const decided = [['operator_pelayanan', 'Berkas lengkap'], ['kasi', 'Rekomendasikan'], ['operator_cetak', 'Perintahkan pencetakan']];
  let desk;
  for (const [role, outcome] of decided) {
    desk = await Desk.of(browser, role);
    await desk.opens(ticket);
    await desk.records(outcome);
  }
  const serial = await desk.blank();
  await desk.records('Kartu tercetak', { 'Nomor seri blangko': serial });
  await desk.records('Kartu aktif');
  const register = await Desk.of(browser, 'petugas_register');
  await register.opens(ticket);
  await register.records('Beri tahu pemohon');
  return serial;
}

test('a pass is scanned by the camera, the card handed over, the receipt given, the survey answered', async ({ browser }, info) => {
  const { resident, ticket } = await request(browser, info, 'Yulia Seandainya');
  const serial = await ready(browser, ticket);
  await resident.hears('Tunjukkan kartu ambil');
  await accessible(resident.page);

  const phone = await (await browser.newContext()).newPage();
  await phone.goto(await link(resident, '/tanda/'));
  await expect(phone.getByRole('img', { name: 'Kode QR kartu ambil' })).toBeVisible();
  await accessible(phone);
  await fits(phone);
  await phone.screenshot({ path: info.outputPath('pass.png'), fullPage: true });
  const film = info.outputPath('pass.mjpeg');
  await filmed(phone, film);

  const { browser: other, page } = await counter(info, film);
  await page.goto(`${office()}/meja/penyerahan`);
  await expect(page.getByLabel('Kartu ambil', { exact: true })).toBeFocused();
  await accessible(page);
  await fits(page);
  await page.screenshot({ path: info.outputPath('counter.png'), fullPage: true });
  const blocked = [];
  page.on('console', (message) => message.type() === 'error' && blocked.push(message.text()));
  await page.getByRole('button', { name: 'Buka kamera' }).click();
  await page.waitForURL(`**/meja/penyerahan/${ticket}`);
  expect(blocked, 'nothing that our headers forbid').toEqual([]);
  await expect(page.getByText('Kartu ambil ditunjukkan.')).toBeVisible();
  await accessible(page);
  await fits(page);
  await page.screenshot({ path: info.outputPath('gate.png'), fullPage: true });

  const finger = page.locator('#sidik-jari');
  await finger.getByLabel('Cocok', { exact: true }).check();
  await finger.getByLabel('Nomor seri alat').fill('SIMULATOR-FP-01');
  await finger.getByLabel('Jari', { exact: true }).selectOption('right_index');
  await finger.getByRole('button', { name: 'Catat hasil sidik jari' }).click();
  await expect(finger).toContainText('Cocok (percobaan 1');
  await page.getByLabel('Nomor seri kartu di tangan').first().fill('SALAH1234');
  for (const box of await page.locator('#gerbang').getByRole('checkbox').all()) if (await box.isVisible()) await box.check();
  await page.getByRole('button', { name: 'Serahkan kartu' }).click();
  await expect(page.getByRole('alert')).toContainText('cari kartu yang benar');
  await accessible(page);
  await fits(page);
  await page.screenshot({ path: info.outputPath('wrong-card.png'), fullPage: true });
  await page.getByLabel('Nomor seri kartu di tangan').first().fill(serial);
  await page.getByRole('button', { name: 'Serahkan kartu' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tanda terima');
  await expect(page.locator('article')).toContainText(serial);
  await accessible(page);
  await fits(page);
  await page.screenshot({ path: info.outputPath('receipt.png'), fullPage: true });
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('link')).toHaveCount(0);
  await page.screenshot({ path: info.outputPath('receipt-on-paper.png'), fullPage: true });
  await other.close();

  await phone.reload();
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Halaman ini tidak berlaku');
  await resident.hears('Tanda terima');
  await phone.goto(await link(resident, '/survei/'));
  await accessible(phone);
  await fits(phone);
  await phone.getByText('Ada yang berbeda?').click();
  await accessible(phone);
  await phone.screenshot({ path: info.outputPath('survey.png'), fullPage: true });
  // Five taps: open, one that differs, everything else, close by sending.
  await phone.getByRole('group', { name: 'Waktu' }).getByLabel('Kurang baik').check();
  await phone.getByRole('group', { name: 'Secara keseluruhan' }).getByLabel('Sangat baik').check();
  await phone.getByRole('button', { name: 'Kirim' }).click();
  await expect(phone.getByRole('status')).toContainText('Terima kasih');
  await accessible(phone);
  const kabid = await Desk.of(browser, 'kabid');
  await kabid.page.goto(`${office()}/meja/ikm`);
  await expect(kabid.page.getByText('Mutu')).toHaveCount(2);
  await accessible(kabid.page);
  await fits(kabid.page);
  await kabid.page.screenshot({ path: info.outputPath('index.png'), fullPage: true });
});

test('the survey and the pass work without a script', async ({ browser }, info) => {
  const { resident, ticket } = await request(browser, info, 'Zulkifli Ibarat');
  const serial = await ready(browser, ticket);
  await resident.hears('Tunjukkan kartu ambil');
  const phone = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await phone.goto(await link(resident, '/tanda/'));
  await expect(phone.getByRole('img', { name: 'Kode QR kartu ambil' })).toBeVisible();
  const code = await phone.locator('.pass-code .code').innerText();

  // No script at the counter either: the code is typed.
  const counter = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await counter.request.post(`${office()}/demo/peran`, { form: { peran: 'petugas_register' }, headers: { origin: office() } });
  await counter.goto(`${office()}/meja/penyerahan`);
  await expect(counter.getByRole('button', { name: 'Buka kamera' })).toBeHidden();
  await counter.getByLabel('Kartu ambil', { exact: true }).fill(code.toLowerCase());
  await counter.keyboard.press('Enter');
  await expect(counter.getByText('Kartu ambil ditunjukkan.')).toBeVisible();
  await counter.getByLabel('Tidak diperiksa, dengan alasan').check();
  await counter.getByLabel('Alasan tidak diperiksa').fill('Sidik jari aus');
  await counter.getByRole('button', { name: 'Catat hasil sidik jari' }).click();
  for (const box of await counter.locator('#gerbang').getByRole('checkbox').all()) if (await box.isVisible()) await box.check();
  await counter.getByLabel('Nomor seri kartu di tangan').first().fill(serial);
  await counter.getByRole('button', { name: 'Serahkan kartu' }).click();
  await expect(counter.getByRole('heading', { level: 1 })).toHaveText('Tanda terima');

  await resident.hears('Tanda terima');
  await phone.goto(await link(resident, '/survei/'));
  await phone.getByRole('group', { name: 'Secara keseluruhan' }).getByLabel('Baik', { exact: true }).check();
  await phone.getByRole('button', { name: 'Kirim' }).click();
  await expect(phone.getByRole('status')).toContainText('Terima kasih');
});

test('a card goes to a nagari office and its arrival is proved by a photo', async ({ browser }, info) => {
  const { resident, ticket } = await request(browser, info, 'Afrizal Misalnya');
  const serial = await ready(browser, ticket);
  await resident.hears('Tunjukkan kartu ambil');
  const { page } = await Desk.of(browser, 'petugas_register');
  await page.goto(`${office()}/meja/penyerahan/${ticket}`);
  await page.getByText('Kirim lewat kurir atau kantor nagari').click();
  await accessible(page);
  await page.getByLabel('Kantor nagari', { exact: true }).check();
  await page.getByLabel('Nama kurir, atau kantor nagari').fill('Kantor Nagari Contoh');
  await page.getByLabel('Kecamatan nagari').selectOption('IV Jurai');
  await page.getByLabel('Nomor resi').fill('Wali Nagari Umpama');
  await page.getByLabel('Nomor seri kartu di tangan').last().fill(serial);
  await page.getByRole('button', { name: 'Kartu dikirim' }).click();
  await expect(page.getByText('Sedang dikirim')).toContainText('Kantor Nagari Contoh, IV Jurai');
  await resident.hears('sedang dikirim lewat Kantor Nagari Contoh');
  await accessible(page);
  await fits(page);
  const photo = await page.screenshot({ type: 'png' });
  await page.screenshot({ path: info.outputPath('under-way.png'), fullPage: true });
  await page.getByLabel('Penerima').fill('Afrizal Misalnya');
  await page.getByLabel('Hubungan dengan pemegang').fill('Pemegang sendiri');
  await page.getByLabel('Tidak diperiksa, dengan alasan').check();
  await page.getByLabel('Alasan tidak diperiksa').fill('Diserahkan di kantor nagari');
  await page.getByRole('button', { name: 'Catat hasil sidik jari' }).click();
  await expect(page.getByRole('status')).toContainText('Hasil sidik jari tercatat');
  await expect(page.getByLabel('Penerima')).toHaveValue('Afrizal Misalnya');
  await page.getByLabel('Foto bukti').setInputFiles({ name: 'bukti.png', mimeType: 'image/png', buffer: photo });
  await page.getByRole('button', { name: 'Catat: kartu diterima' }).click();
  await expect(page.locator('article')).toContainText('Foto di berkas permohonan');
  await resident.hears('Tanda terima');
});
