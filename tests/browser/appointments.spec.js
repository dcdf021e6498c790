// Appointments: the times that come with the news, a tap, the day's page with its checks at the door, and the health
// protocol raised, of which whoever must move is told.
import { expect, test } from './test.js';
import { Desk, accessible, fits, office, request } from './people.js';

const rules = () => `${office()}/meja/janji/protokol`;

/** A request goes as far as the news that the card is ready. */
async function ready(browser, info, name) {
  const { resident, ticket } = await request(browser, info, name);
  const staff = {};
  const at = async (role) => {
    staff[role] ??= await Desk.of(browser, role);
    await staff[role].opens(ticket);
    return staff[role];
  };
  await (await at('operator_pelayanan')).records('Berkas lengkap');
  await (await at('kasi')).records('Rekomendasikan');
  const printer = await at('operator_cetak');
  await printer.records('Perintahkan pencetakan');
  await printer.records('Kartu tercetak', { 'Nomor seri blangko': await printer.blank() });
  await printer.records('Kartu aktif');
  await (await at('petugas_register')).records('Beri tahu pemohon');
  await resident.hears('Pilih jam mengambilnya');
  return { resident, ticket, staff };
}

/** Looks at what a change of the level would do, and does it. */
async function setsLevel(desk, level, why) {
  await desk.page.goto(rules());
  await desk.page.locator('summary', { hasText: 'Ubah tingkat protokol' }).click();
  const form = desk.page.locator('details.card', { hasText: 'Ubah tingkat protokol' });
  const choice = form.getByRole('radio', { name: level });
  if (await choice.isDisabled()) return;
  await choice.check();
  await form.getByLabel('Alasan').fill(why);
  await form.getByRole('button', { name: 'Lihat akibatnya' }).click();
  await expect(desk.page.getByRole('status')).toContainText('janji');
  await accessible(desk.page);
  await desk.page.getByRole('button', { name: 'Lakukan' }).click();
  await expect(desk.page.getByRole('status')).toContainText('Tersimpan');
}

test('a card is ready, a tap makes an appointment, the day shows who comes, and a word changes it', async ({ browser }, info) => {
  const { resident, ticket, staff } = await ready(browser, info, 'Sari Contohwati');
  const register = staff.petugas_register;
  await accessible(resident.page);
  const titles = await resident.choices();
  expect(titles).toContain('Hari lain');
  // Each project at times of its own, so that nobody is moved when another test raises the level; and not soon, since
  // the questions of that level follow a near appointment at once.
  const own = info.project.name === 'phone' ? 3 : 4;
  const slot = titles.at(-own);
  await resident.taps(slot);
  await resident.hears(`Janji Anda: ${slot}`);

  await register.opens(ticket);
  await expect(register.page.locator('#janji')).toContainText(slot);
  await accessible(register.page);
  await register.page.getByRole('link', { name: 'Lihat hari itu' }).click();
  await expect(register.page.getByRole('table')).toContainText('Sari Contohwati');
  await expect(register.page.getByRole('table')).toContainText('ditunggu');
  await fits(register.page);
  await accessible(register.page);
  await register.page.screenshot({ path: info.outputPath('day.png'), fullPage: true });

  await resident.says('janji');
  await resident.hears('Ingin waktu lain?');
  // Below these stands one more choice: to call it off.
  const others = (await resident.choices()).slice(0, -1);
  await resident.taps(others.at(-own));
  await resident.hears(`sekarang: ${others.at(-own)}`);
  await resident.says('status');
  await resident.hears(others.at(-own));
});

// The level is the whole office's: one project changes it, one test after the other.
test.describe.serial('the health protocol', () => {
  test.skip(({ viewport }) => viewport.width > 1_000, 'one project changes the level');

  test('a walk-in is given the slot that runs and is let in with the checks of the level', async ({ browser }, info) => {
    test.setTimeout(180_000);
    const { ticket, staff } = await ready(browser, info, 'Murni Umpama');
    const register = staff.petugas_register;
    await setsLevel(staff.kasi, 'Waspada', 'Kasus naik');
    await register.page.goto(`${office()}/meja/janji`);
    await expect(register.page.getByRole('list', { name: 'Pemeriksaan di pintu' })).toContainText('Suhu diukur');
    await fits(register.page);
    await accessible(register.page);
    await register.opens(ticket);
    await register.page.locator('#janji summary').click();
    await register.page.getByRole('button', { name: 'Simpan janji' }).click();
    await expect(register.page.getByRole('status').filter({ hasText: 'Tersimpan' })).toBeVisible();
    await register.page.getByRole('link', { name: 'Lihat hari itu' }).click();
    const row = register.page.getByRole('row', { name: 'Murni Umpama' });
    await expect(row).toContainText('ditunggu');
    // Outside opening hours the first slot is on another day, and nobody arrives before it.
    if (await row.getByText('Catat kedatangan').count()) {
      await row.locator('summary', { hasText: 'Murni Umpama' }).click();
      await row.getByRole('checkbox', { name: 'Memakai masker' }).check();
      await row.getByRole('button', { name: 'Catat kedatangan' }).click();
      await expect(register.page.getByRole('alert')).toContainText('Semua pemeriksaan');
      const again = register.page.getByRole('row', { name: 'Murni Umpama' });
      await again.getByRole('checkbox', { name: 'Suhu' }).check();
      await accessible(register.page);
      await again.getByRole('button', { name: 'Catat kedatangan' }).click();
      await expect(register.page.getByRole('row', { name: 'Murni Umpama' })).toContainText('datang');
    }
  });

  test('the level is raised, its effect seen before, and whoever must move is told the new time', async ({ browser }, info) => {
    test.setTimeout(240_000);
    const first = await ready(browser, info, 'Yulia Ibarat');
    const second = await ready(browser, info, 'Desi Misalnya');
    const slot = (await first.resident.choices()).at(-2);
    for (const { resident } of [first, second]) {
      await resident.taps(slot);
      await resident.hears(slot);
    }
    await setsLevel(first.staff.kasi, 'Ketat', 'Kasus naik');
    await fits(first.staff.kasi.page);
    await accessible(first.staff.kasi.page);
    await first.staff.kasi.page.screenshot({ path: info.outputPath('rules.png'), fullPage: true });
    // One of the two keeps the time, the other is told of another.
    const told = () => Promise.all([first, second].map(({ resident }) => resident.last().innerText()));
    await expect.poll(async () => (await told()).filter((words) => words.includes('protokol kesehatan')).length).toBe(1);
    expect((await told()).filter((words) => words.includes(`*${slot}*`) || words.includes(slot)).length).toBe(1);
    await setsLevel(first.staff.kasi, 'Biasa', 'Kasus turun');
  });
});
