// Everything the pages run. Each page works without it; nothing here decides anything.
import htmx from "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-sse.js";
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startProofs } from "./proof.js";
import { startViewers } from "./viewer.js";

// Pages are fetched again in part only; addresses and forms stay the browser's own.
htmx.config.history = false;

function start() {
  startProofs();
  startForms();
  startKeys();
  startViewers();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
