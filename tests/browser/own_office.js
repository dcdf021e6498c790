// An office of its own, as one that goes live: `rancak serve` with an empty database, the first account by
// `rancak user add`, everybody else by the pages. Nothing is simulated; WhatsApp is simply not there.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = process.env.RANCAK_PROGRAM ?? join(root, process.env.RANCAK ?? 'target/debug/rancak');
const PASSWORD = 'kata sandi untuk percobaan 7';

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class OwnOffice {
  static async start(settings = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'rancak-own-'));
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const env = {
      ...process.env,
      RANCAK_OFFICE_ID: '13.01',
      RANCAK_OFFICE_NAME: 'Dinas Dukcapil Percobaan',
      RANCAK_OFFICE_PROCEDURES: join(root, 'procedures'),
      RANCAK_SERVER_LISTEN: `127.0.0.1:${port}`,
      RANCAK_SERVER_PUBLIC_URL: url,
      RANCAK_DATABASE_URL: `sqlite:${join(folder, 'office.db')}`,
      RANCAK_DOCUMENTS_STORE: join(folder, 'documents'),
      RANCAK_DOCUMENTS_KEYS: join(folder, 'keys'),
      RANCAK_DOCUMENTS_MASTER_KEY: randomBytes(32).toString('hex'),
      RANCAK_AUDIT_STORE: join(folder, 'record'),
      RANCAK_AUDIT_SIGNING_KEY: randomBytes(32).toString('hex'),
      RANCAK_DOCUMENTS_MODELS: '',
      RANCAK_WHATSAPP_PHONE_NUMBER_ID: '1301',
      RANCAK_WHATSAPP_BASE_URL: 'http://127.0.0.1:9',
      RANCAK_WHATSAPP_SIMULATOR: 'true',
      RANCAK_WHATSAPP_ACCESS_TOKEN: 'token',
      RANCAK_WHATSAPP_APP_SECRET: 'secret',
      RANCAK_WHATSAPP_VERIFY_TOKEN: 'verify',
      RANCAK_LOG_LEVEL: 'error',
      RANCAK_ACCOUNTS_SECOND_FACTOR: 'optional',
      ...settings,
    };
    const add = ['user', 'add', 'admin', '--name', 'Administrator Contoh', '--role', 'administrator'];
    const told = execFileSync(program, add, { env, encoding: 'utf8' });
    const server = spawn(program, ['serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve, reject) => {
      server.stdout.once('data', resolve);
      server.once('exit', (code) => reject(new Error(`the office ended with ${code}`)));
    });
    return new OwnOffice(url, told.match(/http\S+\/undangan\/\S+/)[0], server, folder);
  }

  constructor(url, invitation, server, folder) {
    Object.assign(this, { url, invitation, server, folder });
  }

  async end() {
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill('SIGINT');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Follows an invitation in a browser of their own; their page. */
  async follows(browser, invitation) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(invitation);
    await page.getByLabel('Kata sandi baru').fill(PASSWORD);
    await page.getByLabel('Ulangi kata sandi').fill(PASSWORD);
    await page.locator('form.stack button.primary').click();
    await expect(page.getByRole('button', { name: 'Keluar' })).toBeVisible();
    return page;
  }

  /** The administrator adds somebody with one role, who follows the invitation; their page. */
  async adds(browser, admin, login, name, role) {
    await admin.goto(`${this.url}/meja/pengguna`);
    await admin.getByLabel('Nama pengguna').fill(login);
    await admin.getByLabel('Nama', { exact: true }).fill(name);
    await admin.getByRole('checkbox', { name: role }).check();
    await admin.getByRole('button', { name: 'Tambah pengguna' }).click();
    return this.follows(browser, await admin.locator('#link').inputValue());
  }
}
