// Signing in by an identity provider that other people wrote, in a real browser that is sent there and comes back.
import { expect, test } from './test.js';
import { identityProvider } from './identity_provider.js';
import { OwnOffice, freePort } from './own_office.js';
import { accessible, fits } from './people.js';

const PASSWORD = 'kata sandi untuk percobaan 7';

/** Signs in at the provider, and lets the office know. */
async function signsInThere(page, login) {
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('apa saja');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('an account that was linked is opened by the provider, and nobody else is', async ({ browser }, info) => {
  const port = await freePort();
  const office = await OwnOffice.start({
    RANCAK_OIDC_ISSUER: `http://localhost:${port}`,
    RANCAK_OIDC_CLIENT_ID: 'rancak',
    RANCAK_OIDC_CLIENT_SECRET: 'rahasia untuk percobaan',
    RANCAK_OIDC_NAME: 'SSO Percobaan',
  });
  const provider = await identityProvider(port, office.url);
  try {
    const admin = await office.follows(browser, office.invitation);
    await admin.goto(`${office.url}/meja/sesi`);
    await admin.getByRole('link', { name: 'Tautkan dengan SSO Percobaan' }).click();
    await signsInThere(admin, 'orang-1');
    await expect(admin.getByRole('heading', { level: 1 })).toHaveText('Tautkan dengan SSO Percobaan');
    await fits(admin);
    await accessible(admin);
    await admin.screenshot({ path: info.outputPath('link.png'), fullPage: true });
    await admin.getByLabel('Kata sandi').fill(PASSWORD);
    await admin.getByRole('button', { name: 'Lanjut' }).click();
    await expect(admin.getByText('Akun ini tertaut dengan SSO Percobaan')).toBeVisible();
    await fits(admin);
    await accessible(admin);
    await admin.screenshot({ path: info.outputPath('linked.png'), fullPage: true });

    const again = await (await browser.newContext()).newPage();
    await again.goto(`${office.url}/masuk?ke=/meja/sesi`);
    await fits(again);
    await accessible(again);
    await again.screenshot({ path: info.outputPath('sign-in.png'), fullPage: true });
    await again.getByRole('link', { name: 'Masuk dengan SSO Percobaan' }).click();
    await signsInThere(again, 'orang-1');
    await expect(again).toHaveURL(`${office.url}/meja/sesi`);
    await expect(again.getByRole('button', { name: 'Keluar' })).toBeVisible();

    const other = await (await browser.newContext()).newPage();
    await other.goto(`${office.url}/masuk/penyedia`);
    await signsInThere(other, 'orang-2');
    await expect(other.getByRole('alert')).toContainText('Belum ada akun di sini');
    await fits(other);
    await accessible(other);
    await other.screenshot({ path: info.outputPath('nobody.png'), fullPage: true });
    await other.goto(`${office.url}/meja`);
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('Masuk');

    const quitter = await (await browser.newContext()).newPage();
    await quitter.goto(`${office.url}/masuk/penyedia`);
    await quitter.getByText('[ Cancel ]').click();
    await expect(quitter.getByRole('alert')).toContainText('tidak memastikan siapa Anda');
  } finally {
    await provider.end();
    await office.end();
  }
});

test('without scripts the way back is one button', async ({ browser }) => {
  const port = await freePort();
  const office = await OwnOffice.start({
    RANCAK_OIDC_ISSUER: `http://localhost:${port}`,
    RANCAK_OIDC_CLIENT_ID: 'rancak',
    RANCAK_OIDC_CLIENT_SECRET: 'rahasia untuk percobaan',
    RANCAK_OIDC_NAME: 'SSO Percobaan',
  });
  const provider = await identityProvider(port, office.url);
  try {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(`${office.url}/masuk/penyedia`);
    await signsInThere(page, 'orang-3');
    await expect(page.getByText('Anda kembali dari SSO Percobaan')).toBeVisible();
    await page.getByRole('button', { name: 'Lanjut' }).click();
    await expect(page.getByRole('alert')).toContainText('Belum ada akun di sini');
  } finally {
    await provider.end();
    await office.end();
  }
});
