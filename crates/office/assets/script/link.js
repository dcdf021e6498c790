// The page of a one-time link: files are sent in parts, each tried until it is there, and go on where they
// stopped, also after the page was closed. The forms on the page do the same without this; nothing here decides.
import { startForms } from "./forms.js";
import { forget, keep, kept } from "./link_store.js";
import { Gone, Unfit, call, send } from "./link_send.js";
import { preview } from "./link_preview.js";

const place = document.querySelector("[data-link]");
let queue = Promise.resolve();

function start() {
  startForms();
  if (document.querySelector("[data-receipt]")) forget();
  if (!place) return;
  const link = place.dataset.link;
  for (const section of place.querySelectorAll("[data-document]")) ready(section);
  kept(link).then((files) => {
    for (const { name, file } of files) {
      const section = document.getElementById(`document-${name}`);
      // What is there or was looked at arrived before the page was closed.
      if (section && !section.querySelector(".pages-sent, .notice.warn, .error-summary")) take(section, file);
      else forget(name);
    }
  });
}

/** A chosen file is sent at once; the button is for browsers without scripts. */
function ready(section) {
  const button = section.querySelector("button.upload");
  if (button) button.hidden = true;
  for (const input of section.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      if (input.files[0]) take(section, input.files[0]);
    });
  }
}

/** One file after another: a poor line has room for one. */
function take(section, file) {
  const name = section.dataset.document;
  const box = document.getElementById("going").content.firstElementChild.cloneNode(true);
  const bar = box.querySelector("progress");
  const words = box.querySelector("[role=status]");
  const stop = box.querySelector("button");
  const abort = new AbortController();
  const say = (state) => {
    if (words.dataset[state] !== words.textContent) words.textContent = words.dataset[state];
    return words.textContent;
  };
  const here = section.contains(document.activeElement);
  for (const old of section.querySelectorAll(".going, [data-unfinished], form, .error-summary")) old.remove();
  section.append(box);
  if (here) section.querySelector("h2").focus();
  say("preparing");
  preview(box.querySelector("canvas"), file);
  stop.addEventListener("click", () => {
    abort.abort();
    forget(name).then(() => renew(section, say));
  });
  const stored = keep(place.dataset.link, name, file);
  queue = queue
    .then(() => stored)
    .then(() => {
      if (!abort.signal.aborted) return send(name, file, abort.signal, say, (share) => (bar.value = share));
    })
    .then(() => !abort.signal.aborted && forget(name).then(() => renew(section, say)))
    .catch((error) => failed(section, name, say, error));
}

async function failed(section, name, say, error) {
  if (error.name === "AbortError") return;
  if (error instanceof Gone) {
    location.reload();
    return;
  }
  const words = error instanceof Unfit ? error.message : say("unreadable");
  await forget(name);
  if (await renew(section, say)) {
    const told = document.createElement("div");
    told.className = "error-summary";
    told.setAttribute("role", "alert");
    told.append(Object.assign(document.createElement("p"), { textContent: words }));
    document.getElementById(section.id).querySelector("h2").after(told);
  }
}

/** The document as the office now has it. Whoever waited for it is led to it. */
async function renew(section, say) {
  const never = new AbortController().signal;
  const answer = await call("GET", "/kirim", null, never, say, "checking").catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page && page.getElementById(section.id);
  const shown = document.getElementById(section.id);
  if (!fresh || !shown) {
    location.reload();
    return false;
  }
  const here = shown.contains(document.activeElement) || document.activeElement === document.body;
  shown.replaceWith(fresh);
  ready(fresh);
  if (here) fresh.querySelector("h2").focus();
  return true;
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
