// Starts the demonstrations (server and SIMULATOR, as a newcomer would) and ends them after the last test: one whose
// residents send documents in the chat, one where they do so by a link.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL(`../../${process.env.RANCAK ?? 'target/debug/rancak'}`, import.meta.url));

/** One demonstration: its address, and how it ends. */
async function demonstration(...options) {
  const demo = spawn(process.env.RANCAK_PROGRAM ?? program, ['demo', '--port', '0', '--no-reading', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => demo.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    let told = '';
    demo.stdout.on('data', (part) => {
      told += part;
      const found = told.match(/(http:\/\/localhost:\d+)\/demo/);
      if (found) resolve(found[1]);
    });
    demo.once('exit', (code) => reject(new Error(`the demonstration ended with ${code}: ${told}`)));
  });
  const end = () => {
    demo.kill('SIGINT');
    return ended;
  };
  return { url, end };
}

export default async function start() {
  const [chat, link] = await Promise.all([demonstration(), demonstration('--secure-link')]);
  process.env.RANCAK_URL = chat.url;
  process.env.RANCAK_LINK_URL = link.url;
  return () => Promise.all([chat.end(), link.end()]);
}
