// Looking at documents: pages of one case side by side, each closer, turned and moved; by buttons, mouse,
// touch and keys. A page is shown in place, so that a half-filled form stays. Pictures are never changed.
import { Marks } from "./marks.js";
import { Pane } from "./pane.js";

const MOST = 3;
const KEPT = "rancak-panes";

export function startViewers() {
  for (const root of document.querySelectorAll("[data-viewer]")) if (root.querySelector(".pane")) new Viewer(root);
}

class Viewer {
  constructor(root) {
    this.root = root;
    this.leaves = [...root.querySelectorAll("[data-leaf]")];
    this.stage = root.querySelector(".panes");
    this.tools = root.querySelector(".viewer-tools");
    this.marks = new Marks(this);
    const first = root.querySelector(".pane");
    this.blank = first.cloneNode(true);
    this.panes = [];
    this.add(first, this.leaves.find((leaf) => leaf.ariaCurrent) ?? this.leaves[0]);
    this.beside(kept());
    this.tools.hidden = false;
    root.addEventListener("click", (event) => this.clicked(event));
  }

  add(figure, leaf) {
    const pane = new Pane(figure, this);
    this.panes.push(pane);
    this.active = pane;
    this.open(leaf);
  }

  clicked(event) {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act) this.act(act);
    const leaf = event.target.closest("[data-leaf]");
    if (!leaf || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(leaf);
  }

  act(act) {
    const { active } = this;
    const acts = {
      previous: () => this.walk(-1),
      next: () => this.walk(1),
      in: () => active.zoom(1.25),
      out: () => active.zoom(0.8),
      right: () => active.right(),
      reset: () => active.reset(),
      beside: () => this.beside((this.panes.length % Math.min(MOST, this.leaves.length)) + 1),
      mark: () => this.marks.toggle(active),
    };
    acts[act]();
  }

  walk(step) {
    const next = this.leaves[this.leaves.indexOf(this.active.leaf) + step];
    if (next) this.open(next);
  }

  open(leaf) {
    this.marks.cancel();
    this.active.show(leaf);
    this.activate(this.active);
    const strip = leaf.closest(".leaves");
    strip.scrollLeft = leaf.offsetLeft - strip.clientWidth / 3;
  }

  activate(pane) {
    this.active = pane;
    for (const one of this.panes) one.figure.classList.toggle("active", one === pane);
    for (const leaf of this.leaves) {
      leaf.ariaCurrent = leaf === pane.leaf ? "true" : null;
      leaf.classList.toggle("shown", this.panes.some((one) => one.leaf === leaf));
    }
    for (const part of this.root.querySelectorAll("[data-about]")) part.hidden = part.dataset.about !== pane.leaf.dataset.file;
  }

  /** So many panes: the pages after those that are shown fill new ones. */
  beside(wanted) {
    const count = Math.min(wanted, MOST, this.leaves.length);
    const { active } = this;
    while (this.panes.length > count) this.panes.splice(this.panes.findLastIndex((one) => one !== active), 1)[0].figure.remove();
    while (this.panes.length < count) {
      const figure = this.blank.cloneNode(true);
      this.stage.append(figure);
      const at = this.leaves.indexOf(this.panes.at(-1).leaf);
      const after = [...this.leaves.slice(at), ...this.leaves];
      this.add(figure, after.find((leaf) => !this.panes.some((one) => one.leaf === leaf)));
    }
    this.activate(active);
    this.stage.dataset.count = count;
    const button = this.tools.querySelector("[data-do=beside]");
    if (!button) return;
    button.textContent = button.textContent.replace(/\d+/, count);
    kept(count);
  }
}

/** How many panes this officer likes to see. A browser that keeps nothing begins with one. */
function kept(count) {
  try {
    if (count) localStorage.setItem(KEPT, count);
    return Number(localStorage.getItem(KEPT)) || 1;
  } catch {
    return 1;
  }
}
