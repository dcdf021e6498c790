// How people work at the desk: by keys alone, beside one another, and where scripts do not run.
import { expect, test } from './test.js';
import { Desk, request, visitor } from './people.js';
import { invites, opens, sends } from './visitors.js';

/** Tab after Tab until it is reached. */
async function tabsTo(page, place) {
  for (let pressed = 0; pressed < 80; pressed += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${place}`);
}

test('by keys alone: sign in, open the first case, decide, and stand before the next', async ({ browser }, info) => {
  const { login, guest: page } = await invites(browser, info);
  const password = 'empat kata yang mudah';
  await sends(page, { 'Kata sandi baru': password, 'Ulangi kata sandi': password }, 'Simpan dan masuk');
  await page.getByRole('button', { name: 'Keluar' }).click();

  await opens('/masuk')(page);
  await tabsTo(page, page.getByLabel('Nama pengguna'));
  await page.keyboard.type(login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Meja' })).toBeVisible();

  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/meja/perkara/*');
  const first = page.url();
  await tabsTo(page, page.getByRole('radio', { name: 'Berkas lengkap' }));
  await page.keyboard.press('Space');
  await tabsTo(page, page.getByRole('button', { name: 'Simpan dan lanjut' }));
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.startsWith('/meja/perkara/') && url.href !== first && !url.pathname.endsWith('/putuskan'));
  await expect(page.getByRole('radio', { name: 'Berkas lengkap' })).toBeVisible();
});

test('what one desk claims, another sees without loading the page again', async ({ browser }, info) => {
  const { ticket } = await request(browser, info, 'Budi Contohwati');
  const [kabid, rina] = [await Desk.of(browser, 'kabid'), await Desk.of(browser, 'operator_pelayanan')];
  const line = kabid.page.locator(`#baris-${ticket}`);
  await expect(line).toBeVisible();
  await expect(line).not.toContainText('dikerjakan');
  await kabid.page.evaluate(() => { window.stillTheSamePage = true; });
  await rina.page.getByRole('button', { name: `Ambil ${ticket}` }).click();
  await expect(line).toContainText('dikerjakan Rina Contohwati');
  expect(await kabid.page.evaluate(() => window.stillTheSamePage)).toBe(true);
});

test('who comes second is told so, and sees the case as it stands', async ({ browser }, info) => {
  const { ticket } = await request(browser, info, 'Yulia Contohwati');
  const [one, other] = [await Desk.of(browser, 'operator_pelayanan'), await Desk.of(browser, 'operator_pelayanan')];
  await one.opens(ticket);
  await other.opens(ticket);
  await one.records('Berkas lengkap');
  const form = await other.chooses('Tolak');
  await form.locator('.asked:visible').getByLabel('Alasan').fill('Terlambat menekan');
  const answered = other.page.waitForResponse((response) => response.request().method() === 'POST');
  await form.getByRole('button', { name: 'Simpan', exact: true }).click();
  expect((await answered).status()).toBe(409);
  await expect(other.page.getByRole('alert')).toBeVisible();
  await expect(other.page.getByRole('listitem').filter({ hasText: 'Verifikasi berkas' })).toHaveAttribute('aria-current', 'step');
});

test('without scripts the same forms work: check, decide, search, counter, tracking', async ({ browser }, info) => {
  const { resident, ticket } = await request(browser, info, 'Afrizal Contohwati');
  const page = await visitor(browser, 'operator_pelayanan', { javaScriptEnabled: false });
  await opens(`/meja/perkara/${ticket}`)(page);
  const form = page.locator('#langkah form[action$="/putuskan"]');
  await form.getByRole('radio', { name: 'Kembalikan' }).check();
  await form.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Pilih dokumen yang salah');
  await page.getByRole('link', { name: '2.', exact: false }).first().click();
  await expect(page.locator('.viewer img')).toHaveAttribute('alt', /Surat Keterangan Hilang/);
  await form.getByRole('radio', { name: 'Berkas lengkap' }).check();
  await form.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('Tersimpan');

  await opens('/meja/cari')(page);
  await page.getByLabel('Tiket, nama').fill(ticket);
  await page.getByRole('button', { name: 'Cari' }).click();
  await expect(page.getByRole('link', { name: 'Afrizal Contohwati' })).toBeVisible();

  await opens('/meja/loket')(page);
  await page.getByRole('checkbox', { name: 'KTP-el hilang' }).check();
  await page.getByLabel('NIK').fill('1301015506900011');
  await page.getByLabel('Nomor KK').fill('1301010101900011');
  await page.getByLabel('Nama lengkap').fill('Desi Contohwati');
  await page.getByRole('checkbox', { name: /menyetujui/ }).check();
  await page.getByRole('button', { name: 'Lanjut ke dokumen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Desi Contohwati');

  await opens('/lacak')(page);
  await page.getByLabel('Nomor tiket').fill(ticket);
  await page.getByLabel('4 angka terakhir').fill(resident.number.slice(-4));
  await page.getByRole('button', { name: 'Lihat' }).click();
  await expect(page.locator('[aria-current=step]')).toContainText('Verifikasi');
});
