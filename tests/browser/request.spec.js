// One request after another, from the resident's phone to the register book, every role at its own desk.
import { expect, test } from './test.js';
import { Desk, Resident, accessible, office } from './people.js';

const reasons = [
  { reason: 'KTP-el hilang', samples: ['kk', 'surat-kehilangan'] },
  { reason: 'KTP-el rusak', samples: ['kk', 'ktp-rusak'] },
  { reason: 'Perubahan elemen data', elements: '5, 8', samples: ['kk', 'ktp-rusak', 'buku-nikah', 'ijazah'] },
];

for (const { reason, elements, samples } of reasons) {
  test(`a request (${reason}) goes from the phone to the register book`, async ({ browser }, info) => {
    const resident = await Resident.at(browser, info, 'Sari Contohwati');
    await resident.asks(reason, elements);
    await accessible(resident.page);
    await resident.sends(...samples);
    const ticket = await resident.submits();

    const operator = await Desk.of(browser, 'operator_pelayanan');
    await accessible(operator.page);
    await operator.opens(ticket);
    await accessible(operator.page);
    await operator.records('Berkas lengkap');

    const kasi = await Desk.of(browser, 'kasi');
    await kasi.opens(ticket);
    await kasi.records('Rekomendasikan');

    const printer = await Desk.of(browser, 'operator_cetak');
    await printer.opens(ticket);
    await printer.records('Perintahkan pencetakan');
    const serial = await printer.blank();
    await printer.records('Kartu tercetak', { 'Nomor seri blangko': serial });
    await accessible(printer.page);
    await printer.records('Kartu aktif');

    const register = await Desk.of(browser, 'petugas_register');
    await register.opens(ticket);
    await register.records('Beri tahu pemohon');
    await resident.hears('sudah dicetak');
    await register.handsOver(ticket, serial);
    await resident.hears('sudah diserahkan');

    await register.page.goto(`${office()}/meja/register`);
    await expect(register.page.getByRole('row').filter({ hasText: ticket })).toContainText('Sari Contohwati');
    await accessible(register.page);
  });
}

test('a blurred page is caught at once, one that staff cannot use is returned and mended on the phone, and the request goes on', async ({ browser }, info) => {
  const resident = await Resident.at(browser, info, 'Murni Umpama');
  await resident.asks('KTP-el rusak');
  await resident.sends('kk-buram');
  await resident.hears('Fotonya buram');
  await resident.sends('kk', 'ktp-rusak');
  const ticket = await resident.submits();
  const operator = await Desk.of(browser, 'operator_pelayanan');
  await operator.opens(ticket);
  await operator.returns('Kartu Keluarga', 'KK ini sudah lama', 'KK bukan yang terbaru');
  await resident.hears('KK ini sudah lama');
  await resident.sends('kk-pdf');
  await resident.hears('Kirim perbaikan ini?');
  await resident.taps('Kirim');
  await resident.hears('sudah kami terima dan diperiksa lagi');
  await operator.opens(ticket);
  await operator.records('Berkas lengkap');
  const kasi = await Desk.of(browser, 'kasi');
  await kasi.opens(ticket);
  await expect(kasi.page.getByRole('list', { name: 'Langkah' })).toContainText('Penerimaan');
});

test('a request that cannot go on is rejected with a reason the resident reads', async ({ browser }, info) => {
  const resident = await Resident.at(browser, info, 'Joni Misalnya');
  await resident.asks('KTP-el hilang');
  await resident.sends('kk', 'surat-kehilangan');
  const ticket = await resident.submits();
  const operator = await Desk.of(browser, 'operator_pelayanan');
  await operator.opens(ticket);
  await operator.records('Berkas lengkap');
  const kasi = await Desk.of(browser, 'kasi');
  await kasi.opens(ticket);
  await kasi.records('Tolak', { Alasan: 'NIK ini terdaftar di kabupaten lain' });
  await resident.hears('terdaftar di kabupaten lain');
  await kasi.opens(ticket);
  await expect(kasi.page.locator('#kepala')).toContainText('ditolak');
  await accessible(kasi.page);

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${office()}/lacak`);
  await accessible(stranger);
  await stranger.getByLabel(/tiket/i).fill(ticket);
  await stranger.getByLabel(/4 angka|empat angka/i).fill(resident.number.slice(-4));
  await stranger.getByRole('button', { name: /lihat|lacak|periksa/i }).click();
  await expect(stranger.locator('main')).toContainText('ditolak');
  await accessible(stranger);
});
