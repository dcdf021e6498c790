// Looking at a document: closer, turned, moved; by buttons, mouse, touch and keys. The picture itself is
// never changed. Another page of the dossier is shown in place, so that a half-filled form stays.

const CLOSEST = 8;
const STEP = 40;

export function startViewers() {
  for (const viewer of document.querySelectorAll("[data-viewer]")) start(viewer);
}

function start(viewer) {
  const box = viewer.querySelector(".viewer");
  let state;
  const show = () => {
    const image = box.querySelector("img");
    if (!image) return;
    box.classList.toggle("near", state.zoom > 1);
    image.style.transform = `translate(${state.x}px, ${state.y}px) rotate(${state.turn}deg) scale(${state.zoom})`;
  };
  const reset = () => { state = { zoom: 1, turn: 0, x: 0, y: 0 }; show(); };
  const zoom = (by) => { state.zoom = Math.min(Math.max(state.zoom * by, 0.5), CLOSEST); show(); };
  const move = (x, y) => { state.x += x; state.y += y; show(); };
  const acts = {
    in: () => zoom(1.25),
    out: () => zoom(0.8),
    right: () => { state.turn += 90; show(); },
    reset,
  };
  reset();
  viewer.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act) acts[act]();
    const page = event.target.closest("[data-page]");
    if (page && !event.ctrlKey && !event.metaKey && !event.shiftKey) open(viewer, page, event, reset);
  });
  box.addEventListener("keydown", (event) => {
    const key = { "+": acts.in, "=": acts.in, "-": acts.out, r: acts.right, 0: reset,
      ArrowLeft: () => move(STEP, 0), ArrowRight: () => move(-STEP, 0),
      ArrowUp: () => move(0, STEP), ArrowDown: () => move(0, -STEP) }[event.key];
    if (!key || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    key();
  });
  box.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.1 : 0.9);
  }, { passive: false });
  drag(box, move, zoom);
}

/** One finger or the mouse moves the picture, two fingers draw it closer. */
function drag(box, move, zoom) {
  const fingers = new Map();
  const apart = () => {
    const [one, other] = [...fingers.values()];
    return Math.hypot(one.x - other.x, one.y - other.y);
  };
  box.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.target.closest("img")) return;
    box.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    box.classList.add("grabbed");
  });
  box.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const was = fingers.size === 2 ? apart() : 0;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 1) move(event.clientX - before.x, event.clientY - before.y);
    else if (fingers.size === 2 && was) zoom(apart() / was);
  });
  const let_go = (event) => {
    fingers.delete(event.pointerId);
    if (!fingers.size) box.classList.remove("grabbed");
  };
  box.addEventListener("pointerup", let_go);
  box.addEventListener("pointercancel", let_go);
}

/** Shows another page of the dossier; one that is no picture opens by its own link. */
function open(viewer, page, event, reset) {
  const image = viewer.querySelector(".viewer img");
  if (!page.dataset.page || !image) return;
  event.preventDefault();
  image.src = page.dataset.page;
  image.alt = page.dataset.name;
  for (const other of viewer.querySelectorAll("[data-page]")) other.removeAttribute("aria-current");
  page.setAttribute("aria-current", "true");
  for (const part of viewer.querySelectorAll("[data-about]")) part.hidden = part.dataset.about !== page.dataset.file;
  reset();
}
