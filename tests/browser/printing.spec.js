// A card through the office's printer (the SIMULATOR): its data, the order, a fault and its recovery, the result.
import { expect, test } from '@playwright/test';
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

test('a card is prepared, ordered, stopped by the printer, mended, and recorded', async ({ browser }, info) => {
  // Another fault on the phone than on the desktop: both use the one printer at the same time.
  const fault = info.project.name === 'phone' ? 'Kartu macet' : 'Pita habis';
  const { ticket } = await request(browser, info, 'Wulan Seandainya');
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
  await yusuf.records('Kartu tercetak', { 'Nomor seri blangko': await yusuf.blank() });
  await yusuf.records('Kartu aktif');
  await yusuf.opens(ticket);
  await yusuf.page.locator('#riwayat > summary').click();
  await expect(yusuf.page.locator('#riwayat')).toContainText('Printer melaporkan: selesai.');
});
