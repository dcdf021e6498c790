// Operator proof: before a form that asks for one is sent, the browser asks the officer's security key. Whether it
// proves anything is for the server to say; a form that is sent without is refused there.

/** When this page's proof is over, on the page's own clock. */
let until = 0;

export function startProofs() {
  for (const form of document.querySelectorAll("form[data-proof]")) until = Math.max(until, Number(form.dataset.proof));
  // Before whatever else listens: a form that is held back was not sent.
  document.addEventListener("submit", hold, true);
}

function hold(event) {
  const form = event.target;
  const enrols = form.matches("[data-enrol]");
  const enters = form.matches("[data-enter]");
  if (!enrols && !enters && (!asks(form) || performance.now() < until)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.proving) return;
  form.dataset.proving = "yes";
  const button = event.submitter;
  (enrols ? enrol(form) : enters ? enter(form) : prove(form))
    .then((done) => {
      delete form.dataset.proving;
      if (!done) return;
      if (enters) location.assign(done);
      else if (enrols) location.reload();
      else form.requestSubmit(button);
    })
    .catch((trouble) => {
      delete form.dataset.proving;
      say(form, trouble.words ?? note(form)?.dataset.failed, true);
    });
}

/** Whether what would be sent now takes a proof: some forms ask for one with some of their choices only. */
function asks(form) {
  if (form.dataset.proof === undefined) return false;
  return !form.querySelector("[data-asks-proof]") || Boolean(form.querySelector("[data-asks-proof]:checked"));
}

async function prove(form) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return tooOld(form);
  const options = await post(form, "/meja/bukti");
  say(form, note(form)?.dataset.touch);
  const asked = performance.now();
  const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey) });
  const told = await post(form, "/meja/bukti/jawab", credential.toJSON());
  until = asked + told.good_ms;
  say(form, "");
  return true;
}

async function enrol(form) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return tooOld(form);
  const options = await post(form, form.getAttribute("action"), { code: form.elements.code.value, label: form.elements.label.value });
  say(form, note(form)?.dataset.touch);
  const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey) });
  await post(form, `${form.getAttribute("action")}/jawab`, credential.toJSON());
  return true;
}

/** Signs in with a key; where to go then. */
async function enter(form) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return tooOld(form);
  const options = await post(form, "/masuk/kunci", { login: form.elements.login.value });
  say(form, note(form)?.dataset.touch);
  const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey) });
  const told = await post(form, "/masuk/kunci/jawab", { to: form.elements.ke.value, credential: credential.toJSON() });
  return told.to;
}

function tooOld(form) {
  say(form, note(form)?.dataset.old, true);
  return false;
}

/** The answer; where the server says no, its words are thrown. */
async function post(form, address, body = {}) {
  let answer;
  try {
    answer = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    throw { words: note(form)?.dataset.away };
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw { words: told.words ?? note(form)?.dataset.away };
  return told;
}

function note(form) {
  return form.querySelector("[data-proof-note]");
}

function say(form, words, bad = false) {
  const at = note(form);
  if (!at) return;
  at.textContent = words ?? "";
  at.classList.toggle("field-error", bad);
}
