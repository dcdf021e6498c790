// Emergency access in an office as it goes live: taken with a proof, seen at once on an open desk, shown on every page,
// looked into by somebody else. And a file that leaves only after a proof.
import { expect, test } from './test.js';
import { OwnOffice } from './own_office.js';
import { accessible, fits, office as demonstration } from './people.js';
import { allows, enrols, plugsIn } from './security_keys.js';

const REASON = 'Kasi sakit dan jalan terputus banjir; tiga warga menunggu di loket.';

test('an officer takes a role in an emergency, the office head sees it at once and looks into it', async ({ browser }, info) => {
  const office = await OwnOffice.start();
  try {
    const admin = await office.follows(browser, office.invitation);
    const rina = await office.adds(browser, admin, 'rina', 'Rina Umpama', 'Operator Pelayanan Online');
    const kadis = await office.adds(browser, admin, 'syahrul', 'Syahrul Umpama', 'Kepala Dinas');
    await plugsIn(rina);
    await enrols(rina, 'Rina Umpama', await allows(office, admin, 'Rina Umpama'), 'Sidik jari loket');
    await expect(rina.getByRole('listitem').filter({ hasText: 'Sidik jari loket' })).toBeVisible();
    await kadis.goto(`${office.url}/meja`);

    await rina.getByRole('link', { name: 'Akses darurat' }).click();
    await rina.getByLabel('Peran yang diambil').selectOption({ label: 'Kasi Identitas Penduduk' });
    await rina.getByLabel('Alasan').fill('sakit');
    await fits(rina);
    await accessible(rina);
    await rina.screenshot({ path: info.outputPath('form.png'), fullPage: true });
    await rina.getByLabel('Alasan').fill(REASON);
    // By keyboard alone: the proof is asked for, and the form goes.
    await rina.getByRole('button', { name: 'Mulai akses darurat' }).press('Enter');
    const band = rina.getByRole('complementary', { name: 'Akses darurat' });
    await expect(band).toContainText('sisa 30 menit');
    await expect(rina.getByRole('button', { name: 'Akhiri sekarang' })).toBeVisible();
    await fits(rina);
    await accessible(rina);
    await rina.screenshot({ path: info.outputPath('running.png'), fullPage: true });
    await rina.goto(`${office.url}/meja/dasbor`);
    await expect(band).toContainText('Kasi Identitas Penduduk');
    await rina.screenshot({ path: info.outputPath('band.png') });

    // Nobody reloads the office head's desk.
    const raised = kadis.getByRole('link', { name: /Rina Umpama memakai akses darurat/ });
    await expect(raised).toBeVisible();
    await raised.click();
    await expect(kadis.getByText('Belum dapat ditinjau')).toBeVisible();

    await rina.goto(`${office.url}/meja/darurat`);
    await rina.getByRole('button', { name: 'Akhiri sekarang' }).click();
    await expect(band).toBeHidden();
    await expect(rina.getByText('belum ditinjau. Yang baru')).toBeVisible();

    await kadis.reload();
    await kadis.getByRole('radio', { name: 'dapat dibenarkan', exact: true }).check();
    await kadis.getByLabel('Catatan peninjauan').fill('Kasi memang sakit; surat menyusul.');
    await fits(kadis);
    await accessible(kadis);
    await kadis.screenshot({ path: info.outputPath('review.png'), fullPage: true });
    await kadis.getByRole('button', { name: 'Simpan putusan' }).click();
    await expect(kadis.getByRole('listitem').filter({ hasText: 'Rina Umpama' })).toContainText('Kasi memang sakit');
    await accessible(kadis);
    await fits(kadis);
    await kadis.screenshot({ path: info.outputPath('reviewed.png'), fullPage: true });
  } finally {
    await office.end();
  }
});

test('the register leaves as a file only after a proof, on a page that leads to it', async ({ browser }, info) => {
  const office = await OwnOffice.start();
  try {
    const admin = await office.follows(browser, office.invitation);
    const dewi = await office.adds(browser, admin, 'dewi', 'Dewi Umpama', 'Petugas Register');
    const key = await plugsIn(dewi);
    await enrols(dewi, 'Dewi Umpama', await allows(office, admin, 'Dewi Umpama'), 'Kunci USB');
    await expect(dewi.getByRole('listitem').filter({ hasText: 'Kunci USB' })).toBeVisible();
    await dewi.goto(`${office.url}/meja/register?dari=2026-11-01&sampai=2026-11-30`);
    await dewi.getByRole('link', { name: /CSV/ }).click();
    await expect(dewi.getByRole('heading', { level: 1 })).toHaveText('Buktikan dulu bahwa ini Anda');
    await fits(dewi);
    await accessible(dewi);
    await dewi.screenshot({ path: info.outputPath('first.png'), fullPage: true });
    await key.verifies(false);
    await dewi.getByRole('button', { name: 'Buktikan dan ambil berkas' }).click();
    await expect(dewi.getByRole('status')).toContainText('Bukti belum diberikan');
    await key.verifies(true);
    const file = dewi.waitForEvent('download');
    await dewi.getByRole('button', { name: 'Buktikan dan ambil berkas' }).click();
    expect((await file).suggestedFilename()).toBe('register-2026-11-01-2026-11-30.csv');
    await dewi.getByRole('link', { name: 'Kembali' }).click();
    await expect(dewi.getByLabel('Dari')).toHaveValue('2026-11-01');
  } finally {
    await office.end();
  }
});

test('a visitor of the demonstration tries emergency access by one button', async ({ page }) => {
  await page.goto(`${demonstration()}/demo`);
  await page.getByRole('button', { name: 'Coba akses darurat' }).click();
  const desk = page.frameLocator('iframe[name=meja]');
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Akses darurat');
  await expect(desk.getByRole('button', { name: 'Keluar' })).toBeVisible();
});
