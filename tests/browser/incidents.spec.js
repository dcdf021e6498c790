// A breach of personal data, from the form by which it is opened to its letters and its end by somebody else.
import { test, expect } from './test.js';
import { Desk, accessible, fits, office } from './people.js';

test('an incident is opened, its people are found, told and excused, and a second person closes it', async ({ browser }, info) => {
  test.setTimeout(120_000);
  const { page } = await Desk.of(browser, 'kabid');
  await page.goto(`${office()}/meja/insiden`);
  await page.getByRole('button', { name: 'Buka insiden' }).focus();
  await accessible(page);
  await fits(page);
  await page.getByLabel('Apa yang terjadi').fill('Daftar permohonan terkirim ke nomor yang salah.');
  await page.getByLabel('Apa yang dilakukan').fill('Penerima diminta menghapusnya.');
  await page.getByLabel('Data terbuka sejak').fill('2020-01-01T08:00');
  await page.getByLabel('Semua data kantor').check();
  await page.getByRole('button', { name: 'Buka insiden' }).click();
  await expect(page.getByRole('alert')).toContainText('Pilih sedikitnya satu golongan data');
  await accessible(page);
  await fits(page);
  await page.screenshot({ path: info.outputPath('incident-form.png'), fullPage: true });
  await page.getByLabel('identitas (nama, NIK').check();
  await page.getByRole('button', { name: 'Buka insiden' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Insiden');
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('orang terkena')).toBeVisible();
  }).toPass();
  await accessible(page);
  await fits(page);
  await page.screenshot({ path: info.outputPath('incident.png'), fullPage: true });
  const address = page.url();

  const letter = await page.context().request.get(`${address}/lembaga.pdf`);
  expect(letter.headers()['content-type']).toBe('application/pdf');
  const [first] = await page.getByRole('link', { name: /^Surat/ }).all();
  const one = await page.context().request.get(`${office()}${await first.getAttribute('href')}`);
  expect((await one.body()).subarray(0, 4).toString()).toBe('%PDF');
  await page.locator('input[name=siapa]').first().check();
  await page.getByRole('button', { name: 'surat sudah disampaikan' }).click();
  await expect(page.getByText('surat disampaikan').first()).toBeVisible();
  await page.getByLabel('Bagaimana dan kapan disampaikan').first().fill('Surat no. 1');
  await page.getByRole('button', { name: 'Lembaga sudah diberi tahu' }).click();
  await expect(page.getByText('Lembaga diberi tahu')).toBeVisible();
  await expect(page.getByText('Insiden ditutup orang lain')).toBeVisible();

  const second = (await Desk.of(browser, 'kadis')).page;
  await expect(second.getByRole('link', { name: /Insiden data \d+: pemberitahuan dalam/ })).toBeVisible();
  await second.goto(address);
  await second.getByLabel('Hasil pemeriksaan').fill('Selesai');
  await second.getByRole('button', { name: 'Tutup insiden' }).click();
  await expect(second.getByText('Masih ada yang belum diberi tahu')).toBeVisible();
});

test('the counter mends what an applicant asked to have mended', async ({ browser }, info) => {
  const overseer = (await Desk.of(browser, 'kabid')).page;
  const counter = (await Desk.of(browser, 'operator_pelayanan')).page;
  // A case of this screen size's own: both run at once.
  const own = counter.locator('a[href^="/meja/perkara/"]').nth(info.project.name === 'phone' ? 0 : 1);
  const ticket = (await own.getAttribute('href')).split('/').pop();
  await overseer.goto(`${office()}/meja/privasi`);
  await overseer.getByLabel('Nomor permohonan').fill(ticket);
  await overseer.getByLabel('Yang diminta').selectOption('correction');
  await overseer.getByLabel('Siapa yang meminta').fill('Pemohon di loket: nomor telepon salah.');
  await overseer.getByRole('button', { name: 'Terima' }).click();
  await expect(overseer.getByText('permintaan ini tampak di sana')).toBeVisible();
  await counter.goto(`${office()}/meja/loket`);
  await counter.locator(`a[href="/meja/loket/${ticket}/pembetulan"]`).click();
  await accessible(counter);
  await fits(counter);
  await counter.locator('#phone').fill('081300009999');
  await counter.screenshot({ path: info.outputPath('correction.png'), fullPage: true });
  await counter.getByRole('button', { name: 'Betulkan' }).click();
  await expect(counter.getByRole('status')).toContainText('telepon');
  await overseer.reload();
  await expect(overseer.getByText('Dibetulkan')).toBeVisible();
});
