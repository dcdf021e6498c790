// Looking at documents and marking what is wrong on them: by mouse, by finger, by keys alone.
import { expect, test } from './test.js';
import { Desk, accessible, request } from './people.js';

const MARK = /^\w+,1,(\d+),(\d+),(\d+),(\d+)$/;

/** The operator before a new request. */
async function opened(browser, info, name) {
  const { resident, ticket } = await request(browser, info, name);
  const desk = await Desk.of(browser, 'operator_pelayanan');
  await desk.opens(ticket);
  const { page } = desk;
  await expect(page.locator('.viewer-tools')).toBeVisible();
  await expect.poll(() => page.locator('.pane.active img').evaluate((image) => image.naturalWidth)).toBeGreaterThan(0);
  const fault = page.locator('.fault', { hasText: 'Kartu Keluarga' });
  return { resident, ticket, desk, page, fault, sheet: page.locator('.pane.active .sheet'), said: page.locator('.mark-said') };
}

/** A point of the page, in parts of its width and height, as it is on the screen. */
async function at(sheet, x, y) {
  await sheet.scrollIntoViewIfNeeded();
  const box = await sheet.boundingBox();
  return [box.x + box.width * x, box.y + box.height * y];
}

/** What the form holds of a mark: x, y, width, height in thousandths. */
async function marked(fault) {
  const value = await fault.locator('input[type=hidden]').inputValue();
  return value.match(MARK)?.slice(1).map(Number);
}

const near = (found, wanted) => found.forEach((side, i) => expect(Math.abs(side - wanted[i]), `${found}`).toBeLessThanOrEqual(8));

const scale = (sheet) => sheet.evaluate((element) => Number(element.style.getPropertyValue('--scale')));

test('a frame is drawn, the page is returned, and the resident sees the place on their phone', async ({ browser }, info) => {
  const { resident, desk, page, fault, sheet, said } = await opened(browser, info, 'Rosda Contohwati');
  const form = await desk.chooses('Kembalikan');
  await fault.getByRole('button', { name: 'Tandai tempatnya' }).click();
  await expect(said).toContainText('Tarik kotak');
  await accessible(page);
  const [from, to] = [await at(sheet, 0.3, 0.2), await at(sheet, 0.7, 0.4)];
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 5 });
  await page.mouse.up();
  await expect(said).toContainText('Tempat itu ditandai');
  near(await marked(fault), [300, 200, 400, 200]);
  await expect(fault.getByRole('checkbox')).toBeChecked();
  await accessible(page);

  // What is missing is said, and the mark is still there.
  await form.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('tulis apa yang salah');
  near(await marked(fault), [300, 200, 400, 200]);
  await expect(page.locator('.pane.active .frame')).toBeVisible();

  await fault.getByRole('textbox').fill('NIK tidak terbaca');
  await form.locator('.asked:visible').getByLabel('Alasan').fill('Foto KK perlu diulang');
  await desk.saves(form);
  await resident.hears('NIK tidak terbaca');
  const picture = resident.last().locator('img');
  await expect.poll(() => picture.evaluate((image) => image.naturalWidth)).toBeGreaterThan(600);
  const red = await picture.evaluate((image) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    // Just above the frame drawn, in its middle.
    const [r, g, b] = pen.getImageData(canvas.width / 2, canvas.height / 5 - canvas.width / 100, 1, 1).data;
    return r > 150 && g < 90 && b < 90;
  });
  expect(red, 'the frame is red').toBe(true);
});

test('by keys alone a frame is moved, made larger, kept, and removed', async ({ browser }, info) => {
  const { desk, page, fault, said } = await opened(browser, info, 'Yanti Contohwati');
  await page.locator('#judul-berkas').click();
  await page.keyboard.press('t');
  await expect(page.locator('.pane.active .viewer')).toBeFocused();
  for (const key of ['ArrowUp', 'ArrowUp', 'ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowLeft']) await page.keyboard.press(key);
  await page.keyboard.press('Enter');
  expect(await marked(fault)).toEqual([310, 420, 390, 140]);
  await expect(page.getByRole('radio', { name: 'Kembalikan' })).toBeChecked();
  await said.getByRole('link', { name: 'Tulis apa yang salah' }).press('Enter');
  await expect(fault.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('terpotong');
  await fault.getByRole('button', { name: 'Hapus tanda' }).press('Enter');
  expect(await marked(fault)).toBeUndefined();
  await expect(page.locator('.pane.active .frame')).toBeHidden();
  await fault.getByRole('button', { name: 'Tandai tempatnya' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(said).toContainText('Tidak jadi');
  expect(await marked(fault)).toBeUndefined();
  await accessible(desk.page);
});

test('a tap is enough to mark, also on a page that was turned and drawn closer', async ({ browser }, info) => {
  const { page, fault, sheet } = await opened(browser, info, 'Murni Contohwati');
  for (const tool of ['Putar', 'Perbesar', 'Tandai']) await page.locator('.viewer-tools').getByRole('button', { name: tool, exact: true }).click();
  const box = await page.locator('.pane.active .viewer').boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  near(await marked(fault), [300, 440, 400, 120]);
  await expect(sheet).toHaveAttribute('style', /rotate\(90deg\)/);
});

test('pages stand side by side on a wide screen, each with its own closeness; what was typed stays in sight', async ({ browser }, info) => {
  const { page } = await opened(browser, info, 'Upik Contohwati');
  const beside = page.getByRole('button', { name: /Berdampingan/ });
  if (info.project.name === 'phone') {
    await expect(beside).toBeHidden();
    return;
  }
  await beside.click();
  await expect(beside).toHaveText('Berdampingan: 2');
  const panes = page.locator('.pane');
  await expect(panes).toHaveCount(2);
  await expect(panes.nth(0).locator('img')).toHaveAttribute('alt', /Kartu Keluarga/);
  await expect(panes.nth(1).locator('img')).toHaveAttribute('alt', /Surat Keterangan Hilang/);
  await panes.nth(1).locator('.viewer').focus();
  for (const key of ['+', '+', 'ArrowDown']) await page.keyboard.press(key);
  expect(await scale(panes.nth(1).locator('.sheet'))).toBeCloseTo(1.5625);
  expect(await scale(panes.nth(0).locator('.sheet'))).toBe(1);
  await expect(page.locator('.beside')).toContainText(/\d{4} \d{4} \d{4} \d{4}/);
  await expect(page.locator('.beside')).toBeInViewport({ ratio: 1 });
  await accessible(page);
  await page.keyboard.press('[');
  await expect(panes.nth(1).locator('img')).toHaveAttribute('alt', /Kartu Keluarga/);
  await page.reload();
  await expect(panes).toHaveCount(2);
  await beside.click();
  await expect(panes).toHaveCount(1);
});

test('the wheel draws closer what lies under the pointer, two fingers what lies between them', async ({ browser }, info) => {
  const { page, sheet } = await opened(browser, info, 'Desi Contohwati');
  const [x, y] = await at(sheet, 0.25, 0.75);
  if (info.project.name === 'phone') {
    const cdp = await page.context().newCDPSession(page);
    const touch = (type, ...apart) => cdp.send('Input.dispatchTouchEvent', {
      type, touchPoints: apart.flatMap((by) => [{ x: x - by, y, id: 0 }, { x: x + by, y, id: 1 }]),
    });
    await touch('touchStart', 20);
    for (const by of [30, 40, 50]) await touch('touchMove', by);
    await touch('touchEnd');
  } else {
    await page.mouse.move(x, y);
    for (let turns = 0; turns < 6; turns += 1) await page.mouse.wheel(0, -100);
  }
  await expect.poll(() => scale(sheet)).toBeGreaterThan(2);
  const box = await sheet.boundingBox();
  near([((x - box.x) / box.width) * 1000, ((y - box.y) / box.height) * 1000], [250, 750]);
});

test('on paper a page stands whole and upright, however it was looked at', async ({ browser }, info) => {
  const { page, sheet } = await opened(browser, info, 'Afrida Contohwati');
  for (const tool of ['Perbesar', 'Putar']) await page.getByRole('button', { name: tool, exact: true }).click();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 700, height: 1000 });
  await expect(sheet).toHaveCSS('transform', 'none');
  const { width, height } = await sheet.boundingBox();
  expect(width).toBeGreaterThan(300);
  expect(width).toBeLessThanOrEqual(700);
  expect(height).toBeLessThanOrEqual(840);
});
