// The second half of the procedure in one go: a card's data, the order to the printer (the SIMULATOR), a fault and its
// recovery, activation, the news, a slot, the pass before the counter's camera, the handover, the survey.
import { expect, test } from './test.js';
import { counter, filmed, link } from './counter.js';
import { Desk, accessible, fits, office, request } from './people.js';

const face = { name: 'foto.png', mimeType: 'image/png' };

/** The printer SIMULATOR's page, found as a visitor of the demonstration finds it. */
async function printerPage(browser) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${office()}/demo`);
  await page.locator('a.demo-printer').click();
  await expect(page.getByText('SIMULATOR').first()).toBeVisible();
  return page;
}

/** A picture drawn by the browser itself. */
async function picture(page) {
  return Buffer.from(
    await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [400, 600];
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#c33';
      pen.fillRect(0, 0, 400, 600);
      pen.fillStyle = '#fda';
      pen.beginPath();
      pen.arc(200, 260, 130, 0, 7);
      pen.fill();
      return canvas.toDataURL('image/png').split(',')[1];
    }),
    'base64',
  );
}

test('a card is prepared, stopped by the printer, mended, activated, told of, booked, scanned, handed over and judged', async ({ browser }, info) => {
  test.setTimeout(240_000);
  // Another fault on the phone than on the desktop: both use the one printer at the same time.
  const fault = info.project.name === 'phone' ? 'Kartu macet' : 'Pita habis';
  const { resident, ticket } = await request(browser, info, 'Wulan Seandainya');
  const reception = await Desk.of(browser, 'operator_pelayanan');
  await reception.opens(ticket);
  await reception.records('Berkas lengkap');
  const kasi = await Desk.of(browser, 'kasi');
  await kasi.opens(ticket);
  await kasi.records('Rekomendasikan');

  const yusuf = await Desk.of(browser, 'operator_cetak');
  await yusuf.opens(ticket);
  const panel = yusuf.page.locator('#cetak');
  await expect(panel).toContainText('SIMULATOR');
  await panel.getByRole('link', { name: 'Siapkan data kartu' }).click();
  await yusuf.page.getByRole('button', { name: 'Simpan data kartu' }).click();
  await expect(yusuf.page.getByRole('alert')).toContainText('Tempat lahir');
  await accessible(yusuf.page);
  await fits(yusuf.page);
  const typed = {
    Provinsi: 'Sumatera Barat',
    'Kabupaten/kota': 'Kabupaten Pesisir Selatan',
    'Tempat lahir': 'Painan',
    Alamat: 'Jalan Contoh 1',
    'Kelurahan/desa/nagari': 'Painan',
    Kecamatan: 'IV Jurai',
    Agama: 'Islam',
    'Status perkawinan': 'Belum kawin',
    Pekerjaan: 'Guru',
  };
  for (const [label, value] of Object.entries(typed)) {
    await yusuf.page.getByLabel(label, { exact: true }).fill(value);
  }
  await yusuf.page.getByLabel('Pas foto').setInputFiles({ ...face, buffer: await picture(yusuf.page) });
  await yusuf.page.getByRole('button', { name: 'Simpan data kartu' }).click();
  await expect(yusuf.page.getByRole('status')).toContainText('Data kartu tersimpan');
  await accessible(yusuf.page);
  await yusuf.page.getByRole('link', { name: 'Kembali ke permohonan' }).click();

  const printer = await printerPage(browser);
  await accessible(printer);
  await printer.getByRole('button', { name: fault }).click();
  await yusuf.records('Perintahkan pencetakan');
  await expect(panel).toContainText(/macet|pita printer habis/);
  await expect(yusuf.page.locator('#kepala')).toContainText('menunggu peralatan');
  await accessible(yusuf.page);
  await fits(yusuf.page);
  await yusuf.page.screenshot({ path: info.outputPath('stopped.png'), fullPage: true });
  await yusuf.page.goto(`${office()}/meja/printer`);
  await expect(yusuf.page.getByRole('link', { name: ticket })).toBeVisible();
  await accessible(yusuf.page);
  await fits(yusuf.page);

  await yusuf.opens(ticket);
  await printer.getByRole('button', { name: fault }).click();
  // The page changes by itself.
  await expect(panel).toContainText('Menurut printer 1 kartu tercetak.', { timeout: 60_000 });
  await panel.getByRole('link', { name: 'Catat hasilnya' }).click();
  const serial = await yusuf.blank();
  await yusuf.records('Kartu tercetak', { 'Nomor seri blangko': serial });
  await yusuf.records('Kartu aktif');
  await yusuf.opens(ticket);
  await yusuf.page.locator('#riwayat > summary').click();
  await expect(yusuf.page.locator('#riwayat')).toContainText('Printer melaporkan: selesai.');

  // The resident hears of it, looks at the pass, and chooses when to come.
  const register = await Desk.of(browser, 'petugas_register');
  await register.opens(ticket);
  await register.records('Beri tahu pemohon');
  await resident.hears('Pilih jam mengambilnya');
  const phone = await (await browser.newContext()).newPage();
  await phone.goto(await link(resident, '/tanda/'));
  const film = info.outputPath('pass.mjpeg');
  await filmed(phone, film);
  const slot = (await resident.choices()).at(info.project.name === 'phone' ? -5 : -6);
  await resident.taps(slot);
  await resident.hears(`Janji Anda: ${slot}`);

  // At the counter: the camera, the photo that was printed, the finger, the right card.
  const { browser: other, page } = await counter(info, film);
  await page.goto(`${office()}/meja/penyerahan`);
  await page.getByRole('button', { name: 'Buka kamera' }).click();
  await page.waitForURL(`**/meja/penyerahan/${ticket}`);
  await expect(page.getByRole('img', { name: 'Foto di kartu' })).toBeVisible();
  const finger = page.locator('#sidik-jari');
  await finger.getByLabel('Cocok', { exact: true }).check();
  await finger.getByLabel('Nomor seri alat').fill('SIMULATOR-FP-01');
  await finger.getByLabel('Jari', { exact: true }).selectOption('right_index');
  await finger.getByRole('button', { name: 'Catat hasil sidik jari' }).click();
  await expect(finger).toContainText('Cocok (percobaan 1');
  for (const box of await page.locator('#gerbang').getByRole('checkbox').all()) if (await box.isVisible()) await box.check();
  await page.getByLabel('Nomor seri kartu di tangan').first().fill(serial);
  await page.getByRole('button', { name: 'Serahkan kartu' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tanda terima');
  await expect(page.locator('article')).toContainText(serial);
  await other.close();

  await resident.hears('Tanda terima');
  await phone.goto(await link(resident, '/survei/'));
  await phone.getByRole('group', { name: 'Secara keseluruhan' }).getByLabel('Sangat baik').check();
  await phone.getByRole('button', { name: 'Kirim' }).click();
  await expect(phone.getByRole('status')).toContainText('Terima kasih');
});
