// Bundles style/ and script/ into dist/: what the pages load, carried inside the program. Run by
// scripts/setup after `npm ci --ignore-scripts`; the Rust build never calls npm.
import { build } from "esbuild";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** The most a resident's or an officer's phone has to load, in bytes as sent. */
const BUDGETS = { "rancak.css": 12_288, "rancak.js": 24_576, "link.js": 5_120 };

const next = here("./dist.next");
await rm(next, { recursive: true, force: true });
await mkdir(next, { recursive: true });
await build({
  absWorkingDir: here("."),
  entryPoints: { rancak: "style/rancak.css", "rancak-js": "script/rancak.js" },
  outdir: next,
  bundle: true,
  minify: true,
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  external: ["/aset/*"],
  legalComments: "none",
  logLevel: "warning",
});
await rename(`${next}/rancak-js.js`, `${next}/rancak.js`);
// The page of a one-time link has a script of its own: small, and for phones that are older than the rest.
await build({
  absWorkingDir: here("."),
  entryPoints: { link: "script/link.js" },
  outdir: next,
  bundle: true,
  minify: true,
  target: ["es2017"],
  legalComments: "none",
  logLevel: "warning",
});
await cp(here("./rancak.svg"), `${next}/rancak.svg`);
await cp(here("./node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"), `${next}/inter.woff2`);
await cp(here("./node_modules/@fontsource-variable/inter/LICENSE"), `${next}/inter.LICENSE.txt`);
for (const [name, budget] of Object.entries(BUDGETS)) {
  const size = gzipSync(await readFile(`${next}/${name}`)).length;
  if (size > budget) throw new Error(`${name} is ${size} bytes compressed; at most ${budget} are allowed`);
}
// Only a whole build takes the place of the last one.
await rm(here("./dist"), { recursive: true, force: true });
await rename(next, here("./dist"));
