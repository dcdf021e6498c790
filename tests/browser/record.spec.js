// The record that can be verified: its page, and an insider who deletes an event by hand in the demonstration.
import { test, expect } from './test.js';
import { Desk, accessible, fits, office } from './people.js';

test('an insider deletes an event in the database by hand and the verifier names it', async ({ page }, info) => {
  test.skip(info.project.name === 'phone', 'there is one demonstration, and one event to delete');
  await page.goto(`${office()}/demo`);
  await page.getByRole('button', { name: 'Hapus satu peristiwa' }).click();
  const typed = await page.locator('pre').textContent();
  const [, ticket, seq] = typed.match(/stream = '([^']+)' AND seq = (\d+);/);
  await expect(page.getByRole('status')).toContainText(`Dihapus: case/${ticket}/${seq}`);
  await accessible(page);
  await page.screenshot({ path: info.outputPath('insider.png'), fullPage: true });
  await page.getByRole('button', { name: 'Kembalikan peristiwa itu' }).click();
  await expect(page.getByRole('status')).toContainText('Catatan utuh');
});

test('a division head checks the record and takes a proof along', async ({ browser }, info) => {
  const desk = await Desk.of(browser, 'kabid');
  const { page } = desk;
  await page.goto(`${office()}/meja/catatan`);
  await page.getByRole('button', { name: 'Buat titik periksa sekarang' }).click();
  await expect(page.getByRole('img', { name: 'Titik periksa catatan' })).toBeVisible();
  await page.getByRole('button', { name: 'Periksa sekarang', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('peristiwa diperiksa');
  await accessible(page);
  await fits(page);
  await page.screenshot({ path: info.outputPath('record.png'), fullPage: true });
});
