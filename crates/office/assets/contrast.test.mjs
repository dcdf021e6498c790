// Every pair of text and ground that the style uses can be read, in light and in dark (WCAG 2.2, AA).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const css = await readFile(new URL("./style/tokens.css", import.meta.url), "utf8");
const tokens = Object.fromEntries(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, ...both]) => [name, both]),
);

function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["page", "card", "sunken"];
const pairs = [
  ...["ink", "quiet", "accent", "bad", "good", "warn", "info"].flatMap((ink) => grounds.map((g) => [ink, g, 4.5])),
  ["on-accent", "accent", 4.5],
  ...["accent", "good", "warn", "bad", "info"].flatMap((tone) => [[tone, `${tone}-soft`, 4.5], ["ink", `${tone}-soft`, 4.5]]),
  ...["edge", "focus"].flatMap((line) => grounds.map((g) => [line, g, 3])),
];

for (const [ink, ground, least] of pairs) {
  test(`${ink} on ${ground} has a contrast of at least ${least} in light and in dark`, () => {
    for (const scheme of [0, 1]) {
      const found = contrast(tokens[ink][scheme], tokens[ground][scheme]);
      assert.ok(found >= least, `${["light", "dark"][scheme]}: ${found.toFixed(2)}`);
    }
  });
}
