// Every page as people of every role meet it: readable in light and dark, nothing wider than the phone.
import { expect, test } from './test.js';
import { accessible, fits, visitor } from './people.js';
import { invites, opens, sends } from './visitors.js';

const opensNext = opens('/meja/berikutnya');

const pages = [
  ['tracking', null, opens('/lacak')],
  ['tracking, a wrong guess', null, async (page) => {
    await opens('/lacak')(page);
    await sends(page, { 'Nomor tiket': 'AAAA-BBBB', '4 angka terakhir nomor telepon': '1234' }, 'Lihat');
    await expect(page.getByRole('alert')).toBeVisible();
  }],
  ['signing in', null, opens('/masuk')],
  ['nothing there', null, opens('/tidak-ada')],
  ['nothing there for this role', 'kasi', opens('/meja/pengguna')],
  ...['operator_pelayanan', 'kasi', 'operator_cetak', 'petugas_register', 'kabid', 'kadis'].map((role) =>
    [`the inbox of ${role}`, role, opens('/meja')]),
  ...['operator_pelayanan', 'kasi', 'operator_cetak', 'petugas_register'].map((role) =>
    [`a case before ${role}`, role, async (page) => {
      await opensNext(page);
      await page.locator('details').evaluateAll((all) => all.forEach((one) => (one.open = true)));
    }]),
  ['a document drawn closer and turned', 'operator_pelayanan', async (page) => {
    await opensNext(page);
    for (const act of ['Perbesar', 'Perbesar', 'Putar']) await page.getByRole('button', { name: act, exact: true }).click();
    await expect(page.locator('.sheet')).toHaveAttribute('style', /rotate\(90deg\) scale\((?!1\))/);
  }],
  ['a return without a word of what is wrong', 'operator_pelayanan', async (page) => {
    await opensNext(page);
    await page.getByRole('radio', { name: 'Kembalikan' }).check();
    await sends(page, {}, 'Simpan');
    await expect(page.getByRole('alert')).toContainText('Pilih dokumen yang salah');
    await expect(page.getByRole('radio', { name: 'Kembalikan' })).toBeChecked();
  }],
  ['conversations', 'operator_pelayanan', opens('/meja/pesan')],
  ['a conversation', 'operator_pelayanan', async (page) => {
    await opens('/meja/pesan')(page);
    await page.getByRole('link', { name: 'Warga Bertanya' }).click();
    await expect(page.getByLabel('Jawaban')).toBeVisible();
  }],
  ['the counter', 'operator_pelayanan', opens('/meja/loket')],
  ['the counter, with mistakes', 'operator_pelayanan', async (page) => {
    await opens('/meja/loket')(page);
    await sends(page, { NIK: '1301', 'Nama lengkap': 'Sari Contohwati' }, 'Lanjut ke dokumen');
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page.getByLabel('Nama lengkap')).toHaveValue('Sari Contohwati');
  }],
  ['search', 'kabid', opens('/meja/cari')],
  ['what search found', 'kabid', async (page) => {
    await opens('/meja/cari')(page);
    await sends(page, { 'Tiket, nama, NIK, nomor KK atau nomor telepon': 'Contohwati' }, 'Cari');
    await expect(page.locator('.lines li').first()).toContainText('Contohwati');
  }],
  ['the printers', 'operator_cetak', opens('/meja/printer')],
  ['the call list', 'petugas_register', opens('/meja/telepon')],
  ['the register', 'petugas_register', opens('/meja/register')],
  ['the handover counter', 'petugas_register', opens('/meja/penyerahan')],
  ['the handover counter, no pass', 'petugas_register', async (page) => {
    await opens('/meja/penyerahan')(page);
    await sends(page, { 'Kartu ambil': 'ABC' }, 'Layani');
    await expect(page.getByRole('alert')).toContainText('Ini bukan kartu ambil');
    await expect(page.getByLabel('Kartu ambil')).toHaveValue('ABC');
  }],
  ['a pass that is good no more', null, opens('/tanda/0')],
  ['the satisfaction index', 'kabid', opens('/meja/ikm')],
  ...['petugas_register', 'kadis'].map((role) => [`the day of appointments before ${role}`, role, opens('/meja/janji')]),
  ...['petugas_register', 'kasi'].map((role) => [`the health protocol before ${role}`, role, async (page) => {
    await opens('/meja/janji/protokol')(page);
    await page.locator('details').evaluateAll((all) => all.forEach((one) => (one.open = true)));
  }]),
  ...['kasi', 'operator_cetak', 'kabid'].map((role) => [`the stock before ${role}`, role, async (page) => {
    await opens('/meja/blangko')(page);
    await page.locator('details').evaluateAll((all) => all.forEach((one) => (one.open = true)));
  }]),
  ['the record of destruction', 'kabid', opens('/meja/pemusnahan')],
  ['users', 'administrator', opens('/meja/pengguna')],
  ['one user', 'administrator', async (page) => {
    await opens('/meja/pengguna')(page);
    await page.getByRole('link', { name: 'Rina Contohwati' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rina Contohwati');
  }],
  ['strange input', 'administrator', opens('/meja/masukan-aneh')],
];

for (const [name, role, comes] of pages) {
  test(`${name}: nobody is shut out, nothing runs off the screen`, async ({ browser }) => {
    const page = await visitor(browser, role);
    await comes(page);
    await fits(page);
    await accessible(page);
  });
}

test('the demonstration: nobody is shut out, nothing runs off the screen, both sides are in sight', async ({ browser }) => {
  const page = await visitor(browser);
  await opens('/demo')(page);
  await fits(page);
  // The phone and the desk are documents of their own, each with its own landmarks.
  await accessible(page, ['iframe']);
  for (const side of ['.demo-phone', '.demo-desk']) {
    const { height } = await page.locator(`iframe${side}`).boundingBox();
    expect(height).toBeGreaterThan(600);
  }
});

test('an invitation and what is wrong with a password: nobody is shut out, nothing runs off the screen', async ({ browser }, info) => {
  const { guest } = await invites(browser, info);
  await fits(guest);
  await accessible(guest);
  await sends(guest, { 'Kata sandi baru': 'pendek', 'Ulangi kata sandi': 'lain' }, 'Simpan dan masuk');
  await expect(guest.getByRole('alert')).toBeVisible();
  await fits(guest);
  await accessible(guest);
});

test('the register on paper has every column and nothing but the register', async ({ browser }) => {
  const page = await visitor(browser, 'petugas_register');
  await opens('/meja/register')(page);
  await page.emulateMedia({ media: 'print' });
  // A4 on its side, less the margins, in CSS pixels.
  await page.setViewportSize({ width: 1032, height: 703 });
  await fits(page);
  const table = await page.getByRole('table').boundingBox();
  expect(table.x + table.width).toBeLessThanOrEqual(1032);
  await expect(page.getByRole('columnheader')).toHaveCount(12);
  for (const other of ['navigation', 'button', 'link']) await expect(page.getByRole(other)).toHaveCount(0);
});
