// Sends one file in parts. A part that does not get through is tried again, ever more slowly, and at once when the
// line is back. What the office has already is not sent a second time.

/** The link is over, or this browser has none. */
export class Gone extends Error {}
/** The office does not take this file; the message is in words for people. */
export class Unfit extends Error {}

const PATIENCE = 90_000;
const LONGEST_PAUSE = 30_000;
/** So many bytes of a file and its length tell it from another. */
const BEGINNING = 65_536;

export async function send(name, file, signal, say, show) {
  const fingerprint = await print(file);
  for (;;) {
    const form = new URLSearchParams({ document: name, size: file.size, fingerprint });
    const begun = await (await call("POST", "/kirim/unggah", form, signal, say)).json();
    const count = Math.ceil(file.size / begun.part);
    const had = new Set(begun.had);
    for (let number = 0; number < count; number += 1) {
      show((100 * number) / count);
      if (!had.has(number)) {
        const part = await bytes(file.slice(number * begun.part, (number + 1) * begun.part));
        const put = await call("PUT", `/kirim/unggah/${begun.id}/${number}`, part, signal, say);
        if (put.status === 409) break;
      }
    }
    show(100);
    const done = await call("POST", `/kirim/unggah/${begun.id}`, null, signal, say, "checking");
    // Something is missing after all: begin again, which sends only that.
    if (done.status !== 409) return;
  }
}

/** Until there is an answer that waiting would not change. */
export async function call(method, address, body, signal, say, state = "sending") {
  for (let pause = 1_000; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    if (signal.aborted) throw Object.assign(new Error("stopped"), { name: "AbortError" });
    say(state);
    const answer = await once(method, address, body, signal);
    if (answer) {
      if (answer.ok || answer.status === 409) return answer;
      if (answer.status === 422 || answer.status === 413) throw new Unfit(await answer.text());
      if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) throw new Gone();
    }
    say("waiting");
    await quiet(pause * (0.75 + Math.random() / 2), signal);
  }
}

/** One try; nothing where no answer came. */
async function once(method, address, body, signal) {
  const late = new AbortController();
  const stop = () => late.abort();
  const timer = setTimeout(stop, PATIENCE);
  signal.addEventListener("abort", stop);
  try {
    return await fetch(address, { method, body, signal: late.signal, redirect: "error" });
  } catch (error) {
    return null;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** A while, or until the line is back or nobody waits any more. */
function quiet(time, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, time);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

function bytes(part) {
  return new Response(part).arrayBuffer();
}

async function print(file) {
  const hash = await crypto.subtle.digest("SHA-256", await bytes(file.slice(0, BEGINNING)));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
