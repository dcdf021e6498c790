// Who comes to a page straight away: signed in by role, invited, sending forms as they are typed.
import { office, visitor } from './people.js';

export const opens = (path) => (page) => page.goto(`${office()}${path}`);

/** Sends a form whose fields are typed in; the browser's own checks stay silent, the office's answer. */
export async function sends(page, fields, button) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.locator('main form').evaluateAll((forms) => forms.forEach((form) => (form.noValidate = true)));
  await page.getByRole('button', { name: button, exact: true }).click();
}

/** The administrator adds an operator; the guest stands before the invitation. */
export async function invites(browser, info, role = 'Operator Pelayanan Online', name = 'Tamu Umpama') {
  const page = await visitor(browser, 'administrator');
  const login = `tamu.${info.project.name}.${info.workerIndex}.${Date.now() % 100_000}`;
  await opens('/meja/pengguna')(page);
  await page.getByRole('checkbox', { name: role }).check();
  await sends(page, { 'Nama pengguna': login, Nama: name }, 'Tambah pengguna');
  const link = await page.getByLabel('Tautan undangan').inputValue();
  const guest = await visitor(browser);
  await guest.goto(link);
  return { login, guest };
}
