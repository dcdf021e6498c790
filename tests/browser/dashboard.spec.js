// Dashboards on a phone and on a desktop, in light and dark: figures open their cases, periods are chosen and refused,
// numbers change while one looks; and the page that everybody may see.
import { expect, test } from './test.js';
import { Desk, accessible, fits, office, request } from './people.js';

test('a section head sees the day, and a number opens the cases behind it', async ({ browser }, info) => {
  const kasi = await Desk.of(browser, 'kasi');
  await kasi.page.goto(`${office()}/meja/dasbor`);
  await expect(kasi.page.getByRole('heading', { name: 'Dasbor', level: 1 })).toBeVisible();
  const tile = kasi.page.locator('.tiles a', { hasText: 'Permohonan masuk' });
  await expect(tile.locator('strong')).not.toHaveText('0');
  await expect(kasi.page.locator('#terbuka .bars li')).not.toHaveCount(0);
  await fits(kasi.page);
  await accessible(kasi.page);
  for (const scheme of ['light', 'dark']) {
    await kasi.page.emulateMedia({ colorScheme: scheme });
    await kasi.page.screenshot({ path: info.outputPath(`kasi-${scheme}.png`), fullPage: true });
  }
  await kasi.page.emulateMedia({ colorScheme: 'light' });
  await tile.click();
  await expect(kasi.page.locator('tbody tr').first()).toBeVisible();
  await fits(kasi.page);
  await accessible(kasi.page);
  await kasi.page.screenshot({ path: info.outputPath('cases.png'), fullPage: true });
  await kasi.page.locator('tbody th a').first().click();
  await expect(kasi.page).toHaveURL(/meja\/perkara/);
});

test('a division head chooses district and period, sees people by name, and hears why a period is refused', async ({ browser }, info) => {
  const kabid = await Desk.of(browser, 'kabid');
  await kabid.page.goto(`${office()}/meja/dasbor?rentang=minggu`);
  await expect(kabid.page.getByRole('heading', { name: 'Beban tiap petugas' })).toBeVisible();
  for (const scheme of ['light', 'dark']) {
    await kabid.page.emulateMedia({ colorScheme: scheme });
    await kabid.page.screenshot({ path: info.outputPath(`kabid-${scheme}.png`), fullPage: true });
  }
  await kabid.page.emulateMedia({ colorScheme: 'light' });
  await kabid.page.locator('summary', { hasText: 'Pilih periode' }).click();
  await kabid.page.getByLabel('Dari tanggal').fill('2026-01-02');
  await kabid.page.getByLabel('Sampai tanggal').fill('2026-01-01');
  await kabid.page.getByLabel('Kecamatan', { exact: true }).selectOption('Lengayang');
  await kabid.page.getByRole('button', { name: 'Tampilkan' }).click();
  await expect(kabid.page.getByRole('alert')).toContainText('Tanggal akhir sebelum tanggal awal');
  await fits(kabid.page);
  await accessible(kabid.page);
  await kabid.page.getByLabel('Sampai tanggal').fill('2026-01-31');
  await kabid.page.getByLabel('Dari tanggal').fill('2026-01-02');
  await kabid.page.getByRole('button', { name: 'Tampilkan' }).click();
  await expect(kabid.page.getByRole('alert')).toHaveCount(0);
  await expect(kabid.page).toHaveURL(/kecamatan=Lengayang/);
});

test('the measured flow draws every way, names what to mend, and a count opens its cases', async ({ browser }, info) => {
  const kasi = await Desk.of(browser, 'kasi');
  await kasi.page.goto(`${office()}/meja/dasbor?rentang=tahun`);
  await kasi.page.getByRole('link', { name: 'Alur terukur' }).click();
  await expect(kasi.page.getByRole('heading', { name: 'Alur terukur', level: 1 })).toBeVisible();
  await expect(kasi.page.locator('.flow-picture rect')).toHaveCount(4);
  await expect(kasi.page.locator('.flow-picture .tip.taken').first()).toBeVisible();
  await fits(kasi.page);
  await accessible(kasi.page);
  for (const scheme of ['light', 'dark']) {
    await kasi.page.emulateMedia({ colorScheme: scheme });
    await kasi.page.screenshot({ path: info.outputPath(`flow-${scheme}.png`), fullPage: true });
  }
  await kasi.page.emulateMedia({ colorScheme: 'light' });
  // Others are at work meanwhile: the count is read and followed at once.
  await kasi.page.reload();
  const row = kasi.page.locator('#langkah-1 tbody tr', { hasText: 'Berkas lengkap' });
  const count = Number((await row.locator('a').innerText()).match(/\d+/)[0]);
  await row.locator('a').click();
  await expect(kasi.page.locator('tbody tr')).toHaveCount(Math.min(count, 50));
  await expect(kasi.page.getByRole('heading', { level: 1 })).toContainText('Jalur ditempuh');
});

test('a month is replayed with more people, and a wish that makes no sense is explained', async ({ browser }, info) => {
  const kadis = await Desk.of(browser, 'kadis');
  await kadis.page.goto(`${office()}/meja/dasbor`);
  await kadis.page.getByRole('link', { name: 'Andai-andai' }).click();
  const month = new Date().toISOString().slice(0, 7);
  await kadis.page.goto(`${office()}/meja/dasbor/andai?bulan=${month}`);
  await expect(kadis.page.getByText('Belum ada yang diubah')).toBeVisible();
  await kadis.page.getByLabel('Operator Pelayanan').fill('nol');
  await kadis.page.getByRole('button', { name: 'Putar ulang' }).click();
  await expect(kadis.page.getByRole('alert')).toContainText('bukan bilangan bulat');
  await fits(kadis.page);
  await accessible(kadis.page);
  await kadis.page.getByLabel('Operator Pelayanan').fill('3');
  await kadis.page.getByLabel('Sabtu').fill('08:00-12:00');
  await kadis.page.getByRole('button', { name: 'Putar ulang' }).click();
  await expect(kadis.page.locator('#permohonan th', { hasText: 'Andai' })).toBeVisible();
  await expect(kadis.page.locator('#peran td', { hasText: '3' }).first()).toBeVisible();
  await fits(kadis.page);
  await accessible(kadis.page);
  for (const scheme of ['light', 'dark']) {
    await kadis.page.emulateMedia({ colorScheme: scheme });
    await kadis.page.screenshot({ path: info.outputPath(`what-if-${scheme}.png`), fullPage: true });
  }
});

test('a number changes without a reload when a resident sends a request', async ({ browser }, info) => {
  test.setTimeout(180_000);
  const kadis = await Desk.of(browser, 'kadis');
  await kadis.page.goto(`${office()}/meja/dasbor?rentang=tahun`);
  const sent = kadis.page.locator('.tiles a', { hasText: 'Permohonan masuk' }).locator('strong');
  const before = Number(await sent.innerText());
  await kadis.page.evaluate(() => { window.same = true; });
  await request(browser, info, 'Yulia Umpama');
  await expect.poll(async () => Number(await sent.innerText())).toBeGreaterThan(before);
  expect(await kadis.page.evaluate(() => window.same)).toBe(true);
});

test('everybody reads the service page, which names nobody', async ({ browser }, info) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`${office()}/layanan`);
  await expect(page.getByRole('heading', { name: 'Standar waktu' })).toBeVisible();
  await expect(page.locator('main')).not.toContainText(/\d{16}/);
  await page.screenshot({ path: info.outputPath('service.png'), fullPage: true });
  const seen = await (await browser.newContext()).newPage();
  await seen.goto(`${office()}/layanan`);
  await fits(seen);
  await accessible(seen);
  await seen.emulateMedia({ colorScheme: 'dark' });
  await seen.screenshot({ path: info.outputPath('service-dark.png'), fullPage: true });
});
