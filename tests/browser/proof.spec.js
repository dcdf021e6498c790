// Operator proof with a security key, in an office as it goes live: a key is enrolled by two, and without it nothing is
// printed and no blank moves. The keys are Chromium's virtual authenticators.
import { expect, test } from './test.js';
import { fileURLToPath } from 'node:url';
import { OwnOffice } from './own_office.js';
import { accessible, fits } from './people.js';
import { allows, enrols, opensPerson, plugsIn } from './security_keys.js';

const sample = (name) => fileURLToPath(new URL(`../../crates/whatsapp_sim/samples/${name}`, import.meta.url));

/** Records a movement of blanks up to the button. */
async function moves(office, page, act, first, last, to) {
  await page.goto(`${office.url}/meja/blangko`);
  const card = page.locator('details.card', { hasText: 'Catat pergerakan' });
  if (!(await card.getAttribute('open'))?.length) await card.evaluate((details) => { details.open = true; });
  await card.getByRole('radio', { name: act }).check();
  await card.getByLabel('Nomor seri pertama').fill(first);
  await card.getByLabel('Nomor seri terakhir').fill(last);
  if (to) await card.getByLabel('Kepada', { exact: true }).selectOption({ label: to });
  await card.getByLabel('Keterangan').fill('SJ-UJI-1');
  await card.getByRole('button', { name: 'Catat' }).click();
  return card;
}

async function saved(page) {
  await expect(page.getByRole('status').filter({ hasText: 'Tersimpan' })).toBeVisible();
}

/** Records an outcome of a step up to the button. */
async function records(page, outcome, fields = {}) {
  const form = page.locator('#langkah form[action$="/putuskan"]');
  await form.getByRole('radio', { name: outcome }).check();
  for (const [label, value] of Object.entries(fields)) await form.locator('.asked:visible').getByLabel(label).fill(value);
  await form.getByRole('button', { name: 'Simpan', exact: true }).click();
  return form;
}

test('a key is enrolled by two, and only its owner with finger or PIN moves blanks and prints', async ({ browser }, info) => {
  const office = await OwnOffice.start();
  try {
    const admin = await office.follows(browser, office.invitation);
    const counter = await office.adds(browser, admin, 'rani', 'Rani Umpama', 'Operator Pelayanan Online');
    const hendra = await office.adds(browser, admin, 'hendra', 'Hendra Umpama', 'Kasi Identitas Penduduk');
    const yusuf = await office.adds(browser, admin, 'yusuf', 'Yusuf Umpama', 'Operator Cetak KTP-el');

    // Without a key: said in words, and nothing is lost.
    const key = await plugsIn(hendra);
    const card = await moves(office, hendra, 'Diterima dari pengiriman', 'UJ000001', 'UJ000010');
    await expect(card.getByRole('status')).toContainText('Anda belum punya kunci pengaman');
    await expect(card.getByLabel('Nomor seri pertama')).toHaveValue('UJ000001');
    await accessible(hendra);

    // A wrong code, then the administrator's.
    await enrols(hendra, 'Hendra Umpama', '0000 0000', 'Sidik jari');
    await expect(hendra.getByRole('status')).toContainText('Kode itu salah');
    const code = await allows(office, admin, 'Hendra Umpama');
    await accessible(admin);
    await enrols(hendra, 'Hendra Umpama', code, 'Sidik jari komputer Kasi');
    await expect(hendra.getByRole('listitem').filter({ hasText: 'Sidik jari komputer Kasi' })).toContainText('Administrator Contoh');
    await fits(hendra);
    await accessible(hendra);
    await hendra.screenshot({ path: info.outputPath('keys.png'), fullPage: true });

    // A finger that is not theirs, then theirs.
    await key.verifies(false);
    const refused = await moves(office, hendra, 'Diterima dari pengiriman', 'UJ000001', 'UJ000010');
    await expect(refused.getByRole('status')).toContainText('Bukti belum diberikan');
    await key.verifies(true);
    await refused.getByRole('button', { name: 'Catat' }).click();
    await saved(hendra);
    // The proof is still good: no key is asked for, even where none is there.
    await key.unplug();
    await moves(office, hendra, 'Diserahkan kepada operator cetak', 'UJ000001', 'UJ000005', 'Yusuf Umpama');
    await saved(hendra);

    // A request at the counter, verified, up to the print.
    await counter.goto(`${office.url}/meja/loket`);
    await counter.getByRole('checkbox', { name: 'KTP-el hilang' }).check();
    await counter.getByLabel('NIK').fill('1301015506900011');
    await counter.getByLabel('Nomor KK').fill('1301010101900011');
    await counter.getByLabel('Nama lengkap').fill('Desi Contohwati');
    await counter.getByRole('checkbox', { name: /menyetujui/ }).check();
    await counter.getByRole('button', { name: 'Lanjut ke dokumen' }).click();
    await counter.locator('#kk').setInputFiles(sample('kk.png'));
    await counter.locator('#surat_hilang').setInputFiles(sample('surat-kehilangan.png'));
    await counter.locator('form[action$="/berkas"] button').click();
    const ticket = (await counter.locator('.code').innerText()).trim();
    await counter.locator('form[action$="/kirim"] button').click();
    await counter.goto(`${office.url}/meja/perkara/${ticket}`);
    await records(counter, 'Berkas lengkap');
    await saved(counter);
    await hendra.goto(`${office.url}/meja/perkara/${ticket}`);
    await records(hendra, 'Rekomendasikan untuk dicetak');
    await saved(hendra);

    // The print operator, with a key of their own.
    const own = await plugsIn(yusuf);
    await enrols(yusuf, 'Yusuf Umpama', await allows(office, admin, 'Yusuf Umpama'), 'Kunci USB');
    await expect(yusuf.getByRole('listitem').filter({ hasText: 'Kunci USB' })).toBeVisible();
    await yusuf.goto(`${office.url}/meja/perkara/${ticket}`);
    await own.verifies(false);
    const form = await records(yusuf, 'Perintahkan pencetakan');
    await expect(form.getByRole('status')).toContainText('Bukti belum diberikan');
    await own.verifies(true);
    await form.getByRole('button', { name: 'Simpan', exact: true }).click();
    await saved(yusuf);
    // What came out of the printer is recorded on the page of many cases at once; the proof is still good.
    await yusuf.goto(`${office.url}/meja`);
    await yusuf.getByRole('link', { name: 'Catat bersama' }).click();
    await yusuf.getByLabel(`Desi Contohwati ${ticket}`).fill('UJ000001');
    await fits(yusuf);
    await accessible(yusuf);
    await yusuf.screenshot({ path: info.outputPath('batch.png'), fullPage: true });
    await yusuf.getByRole('button', { name: 'Kartu tercetak: catat' }).click();
    await expect(yusuf.getByRole('status').filter({ hasText: '1 permohonan tercatat' })).toBeVisible();
    await yusuf.goto(`${office.url}/meja/perkara/${ticket}`);
    await yusuf.locator('#riwayat summary').click();
    await expect(yusuf.locator('#riwayat')).toContainText('Yusuf Umpama (terbukti dengan kunci)');
    await fits(yusuf);
    await accessible(yusuf);
    await yusuf.screenshot({ path: info.outputPath('printed.png'), fullPage: true });

    // A key that ended proves nothing, though it is there and its finger is right.
    await opensPerson(office, admin, 'Yusuf Umpama');
    await fits(admin);
    await accessible(admin);
    await admin.getByRole('button', { name: 'Akhiri Kunci USB' }).click();
    await expect(admin.getByRole('listitem').filter({ hasText: 'Kunci USB' })).toContainText('berakhir');
    await yusuf.reload();
    const ended = await records(yusuf, 'Gagal cetak', { 'Nomor seri blangko': 'UJ000001', Alasan: 'Cetakan miring' });
    await expect(ended.getByRole('status')).toContainText('Anda belum punya kunci pengaman');
    await ended.evaluate((sent) => sent.removeAttribute('data-proof'));
    await ended.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(yusuf.getByRole('alert')).toContainText('Buktikan dulu dengan kunci pengaman Anda');
    await expect(yusuf.locator('.asked:visible').getByLabel('Nomor seri blangko')).toHaveValue('UJ000001');
  } finally {
    await office.end();
  }
});
