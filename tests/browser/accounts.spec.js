// Accounts of an office as it goes live: a second factor by app, signing in with a key, roles with days and substitutes,
// and a recovery by two.
import { createHmac } from 'node:crypto';
import { expect, test } from './test.js';
import { OwnOffice } from './own_office.js';
import { accessible, fits } from './people.js';

const PASSWORD = 'kata sandi untuk percobaan 7';

/** The code that an authenticator app shows now, `ahead` half minutes from now. */
function code(letters, ahead = 0) {
  const bits = [...letters.replaceAll(' ', '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}


async function chooses(page, link, password = PASSWORD) {
  await page.goto(link);
  await page.getByLabel('Kata sandi baru').fill(password);
  await page.getByLabel('Ulangi kata sandi').fill(password);
  await page.getByRole('button', { name: 'Simpan dan masuk' }).click();
}

async function signsIn(office, page, login, password = PASSWORD) {
  await page.goto(`${office.url}/masuk`);
  await page.getByLabel('Nama pengguna', { exact: true }).fill(login);
  await page.getByLabel('Kata sandi').fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
}

async function opensPerson(office, admin, name) {
  await admin.goto(`${office.url}/meja/pengguna`);
  await admin.getByRole('link', { name, exact: true }).click();
}

const newPage = async (browser) => (await browser.newContext()).newPage();

test('whoever must have a second factor sets up an app, and signs in with its code', async ({ browser }, info) => {
  const office = await OwnOffice.start({ RANCAK_ACCOUNTS_SECOND_FACTOR: 'required' });
  try {
    const page = await newPage(browser);
    await chooses(page, office.invitation);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pasang aplikasi autentikator');
    await page.goto(`${office.url}/meja/pengguna`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pasang aplikasi autentikator');
    await fits(page);
    await accessible(page);
    await page.screenshot({ path: info.outputPath('app.png'), fullPage: true });
    const letters = await page.locator('#letters').innerText();
    await page.getByLabel('Kode dari aplikasi').fill('000000');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('Kode itu salah');
    await page.getByLabel('Kode dari aplikasi').fill(code(letters));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Keluar' })).toBeVisible();

    const other = await newPage(browser);
    await signsIn(office, other, 'admin');
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('Verifikasi kedua');
    await fits(other);
    await accessible(other);
    // The next code: the one that set the app up is used up.
    await other.getByLabel('Kode dari aplikasi').fill(code(letters, 1));
    await other.getByRole('button', { name: 'Lanjut' }).click();
    await expect(other.getByRole('button', { name: 'Keluar' })).toBeVisible();
    await other.getByRole('banner').getByRole('link', { name: 'Administrator Contoh' }).click();
    await expect(other.getByRole('listitem').filter({ hasText: 'peramban ini' })).toBeVisible();
    await fits(other);
    await accessible(other);
    await other.screenshot({ path: info.outputPath('own.png'), fullPage: true });
    await other.locator('#ending').fill(PASSWORD);
    // Which of them is to end is said by its button: Enter ends none.
    await other.locator('#ending').press('Enter');
    await page.reload();
    await expect(page.getByRole('button', { name: 'Keluar' })).toBeVisible();
    await other.getByRole('button', { name: 'Akhiri semua sesi lain' }).click();
    await expect(other.getByRole('button', { name: 'Akhiri semua sesi lain' })).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Masuk');
  } finally {
    await office.end();
  }
});

test('a security key signs its owner in', async ({ browser }) => {
  const office = await OwnOffice.start();
  try {
    const admin = await office.follows(browser, office.invitation);
    const page = await office.adds(browser, admin, 'hendra', 'Hendra Umpama', 'Kasi Identitas Penduduk');
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
    await opensPerson(office, admin, 'Hendra Umpama');
    await admin.getByRole('button', { name: 'Izinkan kunci baru' }).click();
    const told = await admin.getByLabel('Kode dari administrator').inputValue();
    await page.goto(`${office.url}/meja/kunci`);
    await page.getByLabel('Kode dari administrator').fill(told);
    await page.getByLabel('Nama kunci').fill('Kunci USB');
    await page.getByRole('button', { name: 'Daftarkan' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Kunci USB' })).toBeVisible();

    await page.getByRole('button', { name: 'Keluar' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Masuk');
    await fits(page);
    await accessible(page);
    await page.getByLabel('Nama pengguna pemilik kunci').fill('hendra');
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await page.getByRole('button', { name: 'Pakai kunci pengaman' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Kunci itu tidak diterima' })).toBeVisible();
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    await page.getByRole('button', { name: 'Pakai kunci pengaman' }).click();
    await expect(page.getByRole('link', { name: 'Hendra Umpama' })).toBeVisible();

    // Behind the password it is the second factor.
    await page.getByRole('button', { name: 'Keluar' }).click();
    await signsIn(office, page, 'hendra');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Verifikasi kedua');
    await page.getByRole('button', { name: 'Pakai kunci pengaman' }).click();
    await expect(page.getByRole('link', { name: 'Hendra Umpama' })).toBeVisible();
  } finally {
    await office.end();
  }
});

test('a role is given with its decree, and a substitute acts for whoever is away', async ({ browser }, info) => {
  const office = await OwnOffice.start();
  try {
    const admin = await office.follows(browser, office.invitation);
    const hendra = await office.adds(browser, admin, 'hendra', 'Hendra Umpama', 'Kasi Identitas Penduduk');
    await office.adds(browser, admin, 'rina', 'Rina Umpama', 'Petugas Register');
    await opensPerson(office, admin, 'Rina Umpama');
    await admin.getByText('Beri peran', { exact: true }).click();
    await admin.getByLabel('Peran yang diberikan').selectOption({ label: 'Operator Pelayanan Online' });
    await admin.getByLabel('Nomor SK atau surat perintah').fill('800/17/SK-UJI');
    await admin.getByLabel('Tanggal SK atau surat perintah').fill('2026-01-05');
    await fits(admin);
    await accessible(admin);
    await admin.getByRole('button', { name: 'Beri peran ini' }).click();
    await expect(admin.getByRole('listitem').filter({ hasText: '800/17/SK-UJI' })).toContainText('Operator Pelayanan Online');
    await admin.screenshot({ path: info.outputPath('person.png'), fullPage: true });

    await opensPerson(office, admin, 'Hendra Umpama');
    await admin.getByText('Catat ketidakhadiran').click();
    await admin.getByLabel('Sebab').selectOption({ label: 'Cuti' });
    await admin.getByLabel('Sampai (kosongkan').fill(await admin.getByLabel('Tidak hadir mulai').inputValue());
    await admin.getByLabel('Digantikan oleh').selectOption({ label: 'Rina Umpama' });
    await admin.getByRole('button', { name: 'Catat', exact: true }).click();
    await expect(admin.getByRole('alert')).toContainText('memerlukan nomor dan tanggal surat perintah');
    await admin.getByLabel('Nomor surat perintah', { exact: true }).fill('800/99/SP-UJI');
    await admin.getByLabel('Tanggal surat perintah', { exact: true }).fill('2026-01-06');
    await admin.getByRole('button', { name: 'Catat', exact: true }).click();
    await expect(admin.getByRole('listitem').filter({ hasText: 'Cuti' })).toBeVisible();

    const rina = await newPage(browser);
    await signsIn(office, rina, 'rina');
    await expect(rina.getByText('Plh. Kasi Identitas Penduduk')).toBeVisible();
    await rina.goto(`${office.url}/meja/pejabat`);
    await expect(rina.getByRole('listitem').filter({ hasText: 'Plh. Kasi Identitas Penduduk' })).toContainText('800/99/SP-UJI');
    await fits(rina);
    await accessible(rina);
    await rina.screenshot({ path: info.outputPath('officials.png'), fullPage: true });
    await hendra.goto(`${office.url}/meja/pejabat`);
    await expect(hendra.getByRole('listitem').filter({ hasText: 'Cuti sampai' })).toContainText('Hendra Umpama');
    await expect(hendra.getByRole('link', { name: 'Dasbor' })).toHaveCount(0);
  } finally {
    await office.end();
  }
});

test('an account is recovered by two, and the old password is worth nothing', async ({ browser }, info) => {
  const office = await OwnOffice.start();
  try {
    const admin = await office.follows(browser, office.invitation);
    await office.adds(browser, admin, 'rina', 'Rina Umpama', 'Operator Pelayanan Online');
    const kabid = await office.adds(browser, admin, 'nurlaila', 'Nurlaila Umpama', 'Kabid Pelayanan');
    await opensPerson(office, admin, 'Rina Umpama');
    await admin.getByLabel('Alasan pemulihan').fill('Lupa kata sandi');
    await admin.getByRole('button', { name: 'Minta pemulihan' }).click();
    await expect(admin.getByRole('listitem').filter({ hasText: 'Lupa kata sandi' })).toBeVisible();
    await expect(admin.getByRole('button', { name: 'Setujui' })).toHaveCount(0);
    await kabid.goto(`${office.url}/meja/pemulihan`);
    await fits(kabid);
    await accessible(kabid);
    await kabid.getByRole('button', { name: 'Setujui pemulihan Rina Umpama' }).click();
    const link = await kabid.getByLabel('Tautan pemulihan').inputValue();
    await accessible(kabid);
    const rina = await newPage(browser);
    await chooses(rina, link, 'kata sandi lain sama sekali 8');
    await expect(rina.getByRole('button', { name: 'Keluar' })).toBeVisible();
    await rina.getByRole('button', { name: 'Keluar' }).click();
    await signsIn(office, rina, 'rina');
    await expect(rina.getByRole('alert')).toContainText('tidak cocok');
    await kabid.goto(`${office.url}/meja/pengguna/catatan`);
    await expect(kabid.getByRole('listitem').filter({ hasText: 'pemulihan disetujui' })).toContainText('Nurlaila Umpama');
    await fits(kabid);
    await accessible(kabid);
    await kabid.screenshot({ path: info.outputPath('log.png'), fullPage: true });
  } finally {
    await office.end();
  }
});
