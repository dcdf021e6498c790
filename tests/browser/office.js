// Starts the demonstration (server and SIMULATOR, as a newcomer would) and ends it after the last test.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL(`../../${process.env.RANCAK ?? 'target/debug/rancak'}`, import.meta.url));

export default async function start() {
  const demo = spawn(process.env.RANCAK_PROGRAM ?? program, ['demo', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => demo.once('exit', resolve));
  process.env.RANCAK_URL = await new Promise((resolve, reject) => {
    let told = '';
    demo.stdout.on('data', (part) => {
      told += part;
      const found = told.match(/(http:\/\/localhost:\d+)\/demo/);
      if (found) resolve(found[1]);
    });
    demo.once('exit', (code) => reject(new Error(`the demonstration ended with ${code}: ${told}`)));
  });
  return async () => {
    demo.kill('SIGINT');
    await ended;
  };
}
