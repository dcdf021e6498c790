// Bundles style/ and script/ into dist/: what the pages load, carried inside the program. Run by
// scripts/setup after `npm ci --ignore-scripts`; the Rust build never calls npm.
import { build } from "esbuild";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** A line for each province, regency and district: its digits, a space, its name. `src/regions.rs` reads it. */
async function regions() {
  const lines = [
    "# Contains information from idn-area-data 4.0.1, which is made available under the Open Database License:",
    "# https://opendatacommons.org/licenses/odbl/1-0/",
  ];
  for (const level of ["provinces", "regencies", "districts"]) {
    const rows = await readFile(here(`./node_modules/idn-area-data/data/${level}.csv`), "utf8");
    for (const row of rows.trim().split("\n").slice(1)) {
      const code = row.slice(0, row.indexOf(","));
      const name = row.slice(row.indexOf(",", level === "provinces" ? 0 : code.length + 1) + 1).trim();
      lines.push(`${code.replaceAll(".", "")} ${name.replace(/^"(.*)"$/, "$1").replaceAll('""', '"')}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** The text of qr-scanner's worker. */
async function worker() {
  const source = await readFile(here("./node_modules/qr-scanner/qr-scanner-worker.min.js"), "utf8");
  const [from, to] = [source.indexOf("new Blob([`"), source.lastIndexOf("`]")];
  if (from < 0 || to < from) throw new Error("qr-scanner's worker is not where it was");
  // A template's text: evaluated as one, so that what is escaped in it comes out as it is meant.
  const text = Function(`return ${source.slice(from + "new Blob([".length, to + 1)}`)();
  if (!text.includes("onmessage")) throw new Error("qr-scanner's worker is no worker");
  return text;
}

/** The most a resident's or an officer's phone has to load, in bytes as sent. */
const BUDGETS = { "rancak.css": 12_288, "rancak.js": 24_576, "link.js": 5_120, "scanner.js": 8_192, "qr-worker.js": 16_384 };

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
// The counter's camera. The library carries its worker as a text and would make a blob of it: taken out here, it is a
// file like any other.
await build({
  absWorkingDir: here("."),
  entryPoints: { scanner: "script/scanner.js" },
  outdir: next,
  bundle: true,
  minify: true,
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  external: ["./qr-scanner-worker.min.js"],
  format: "iife",
  legalComments: "none",
  logLevel: "warning",
});
await writeFile(`${next}/qr-worker.js`, await worker());
await cp(here("./node_modules/qr-scanner/LICENSE"), `${next}/qr-scanner.LICENSE.txt`);
await cp(here("./rancak.svg"), `${next}/rancak.svg`);
await cp(here("./node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"), `${next}/inter.woff2`);
await cp(here("./node_modules/@fontsource-variable/inter/LICENSE"), `${next}/inter.LICENSE.txt`);
await writeFile(`${next}/regions.txt`, await regions());
for (const [name, budget] of Object.entries(BUDGETS)) {
  const size = gzipSync(await readFile(`${next}/${name}`)).length;
  if (size > budget) throw new Error(`${name} is ${size} bytes compressed; at most ${budget} are allowed`);
}
// Only a whole build takes the place of the last one.
await rm(here("./dist"), { recursive: true, force: true });
await rename(next, here("./dist"));
