// What the tests do on the page of the stock of blank cards.
import { office } from './people.js';

export const page = () => `${office()}/meja/blangko`;

/** Records a movement of blanks by the page's form. */
export async function moves(desk, act, first, last, fields = {}) {
  await desk.page.goto(page());
  const card = desk.page.locator('details.card', { hasText: 'Catat pergerakan' });
  await card.locator('summary').click();
  await card.getByRole('radio', { name: act }).check();
  await card.getByLabel('Nomor seri pertama').fill(first);
  await card.getByLabel('Nomor seri terakhir').fill(last);
  if (fields.to) await card.getByLabel('Kepada', { exact: true }).selectOption({ label: fields.to });
  if (fields.note) await card.getByLabel('Keterangan').fill(fields.note);
  await card.getByRole('button', { name: 'Catat' }).click();
}
