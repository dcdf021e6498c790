// The SOP and the reports as people meet them: on a phone and on a desktop, in light and dark, with nobody shut out.
import { expect, test } from './test.js';
import { accessible, fits, visitor } from './people.js';
import { opens } from './visitors.js';

const REPORT = '/meja/laporan/lihat?jenis=';

const pages = [
  ['the SOP', null, opens('/sop')],
  ['the versions of the SOP', 'kasi', opens('/meja/sop')],
  ['two versions, one of which is not there', 'kasi', async (page) => {
    await opens('/meja/sop/beda?kiri=x')(page);
    await expect(page.getByRole('alert')).toContainText('Versi itu tidak ada');
  }],
  ['a version against itself', 'kadis', opens('/meja/sop/beda?kiri=penggantian-ktp-el/2020-04-22&kanan=penggantian-ktp-el/2020-04-22')],
  ['the reports', 'kadis', opens('/meja/laporan')],
  ['a day that has not come', 'kadis', async (page) => {
    await opens(`${REPORT}harian&dari=2999-01-01`)(page);
    await expect(page.getByRole('alert')).toContainText('Hari itu belum tiba');
  }],
  ...['harian', 'bulanan', 'tahunan', 'register', 'pemusnahan'].map((kind) => [`the report ${kind}`, 'kadis', opens(`${REPORT}${kind}`)]),
];

for (const [name, role, comes] of pages) {
  test(`${name}: nobody is shut out, nothing runs off the screen`, async ({ browser }) => {
    const page = await visitor(browser, role);
    await comes(page);
    await fits(page);
    await accessible(page);
  });
}

test('the flow chart: every symbol stands in its actor\'s column, and connectors meet at the edges of cells', async ({ browser }, info) => {
  const page = await visitor(browser);
  await opens('/sop')(page);
  const chart = page.locator('table.sop');
  await expect(chart.locator('tbody tr')).toHaveCount(4);
  await expect(chart.getByText('Mulai', { exact: true }).first()).toBeAttached();
  const gaps = await chart.evaluate((table) => {
    // The lower end of each row's connectors, and the upper end of those of the row below it, by place.
    const ends = (row, which) => [...row.querySelectorAll('.flow > svg > line')]
      .filter((line) => [line.getAttribute('y1'), line.getAttribute('y2')].includes(which))
      .map((line) => {
        const box = line.getBoundingClientRect();
        return [Math.round(box.x), which === '100%' ? box.bottom : box.top];
      });
    const rows = [...table.tBodies[0].rows];
    return rows.slice(1).flatMap((row, nth) => ends(rows[nth], '100%').map(([x, bottom]) => {
      const there = ends(row, '0%').filter(([other]) => Math.abs(other - x) <= 1).map(([, top]) => top - bottom);
      return there.length ? Math.min(...there) : Infinity;
    }));
  });
  expect(gaps.length).toBe(3);
  for (const gap of gaps) expect(gap).toBeLessThanOrEqual(0.5);
  for (const colours of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: colours });
    await page.screenshot({ path: `../../target/browser/sop-${info.project.name}-${colours}.png`, fullPage: true });
  }
});

test('the SOP on paper is the document alone', async ({ browser }) => {
  const page = await visitor(browser);
  await opens('/sop')(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.top')).toBeHidden();
  await expect(page.locator('table.sop')).toBeVisible();
});

test('a report is asked for with the keyboard and fetched as a PDF', async ({ browser }) => {
  const page = await visitor(browser, 'kadis');
  await opens('/meja/laporan')(page);
  await page.getByLabel('Jenis laporan').focus();
  await page.keyboard.type('Laporan bulanan');
  await page.getByLabel('Dari tanggal').focus();
  await page.getByRole('button', { name: 'Tampilkan laporan' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Laporan bulanan');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Unduh PDF' }).press('Enter')]);
  expect(download.suggestedFilename()).toMatch(/^laporan-bulanan-.*\.pdf$/);
  await download.saveAs('../../target/browser/monthly.pdf');
});
