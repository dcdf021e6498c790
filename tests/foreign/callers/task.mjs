// What every caller written in JavaScript shares: the task it is given and the report it hands back.
// No call of the Cloud API may be made here: that is the foreign client's work.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export const given = JSON.parse(readFileSync(0, "utf8"));

export const digest = (bytes) => createHash("sha256").update(Buffer.from(bytes)).digest("hex");

export const report = (done) => process.stdout.write(`${JSON.stringify(done)}\n`);
