// One page before an officer's eyes: how close, how turned, how moved. Knows no other pane.

const CLOSEST = 12;
const STEP = 40;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Pane {
  constructor(figure, viewer) {
    this.figure = figure;
    this.viewer = viewer;
    this.box = figure.querySelector(".viewer");
    this.sheet = figure.querySelector(".sheet");
    this.image = figure.querySelector("img");
    this.frame = figure.querySelector(".frame");
    this.fingers = new Map();
    this.image.addEventListener("load", () => this.draw());
    this.box.addEventListener("focus", () => this.activate());
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    this.box.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, this.fromMiddle(event));
    }, { passive: false });
    this.box.addEventListener("pointerdown", (event) => this.down(event));
    this.box.addEventListener("pointermove", (event) => this.moved(event));
    for (const end of ["pointerup", "pointercancel"]) this.box.addEventListener(end, (event) => this.up(event));
  }

  activate() {
    if (this.viewer.active !== this) this.viewer.activate(this);
  }

  show(leaf) {
    this.leaf = leaf;
    this.image.src = leaf.dataset.picture;
    const name = leaf.querySelector("span").textContent;
    this.image.alt = name.replace(/^\d+\. /, "");
    this.figure.querySelector("figcaption").textContent = name;
    this.box.ariaLabel = this.box.dataset.label + this.image.alt;
    this.reset();
    this.viewer.marks.draw(this);
  }

  reset() {
    Object.assign(this, { near: 1, turn: 0, x: 0, y: 0 });
    this.draw();
  }

  draw() {
    const { box, sheet } = this;
    // A page on its side is fitted by its other side.
    const fit = this.turn % 180 ? Math.min(box.clientWidth / sheet.offsetHeight, box.clientHeight / sheet.offsetWidth) : 1;
    this.scale = this.near * (Number.isFinite(fit) && fit > 0 ? fit : 1);
    box.classList.toggle("near", this.near > 1);
    sheet.style.setProperty("--scale", this.scale);
    sheet.style.transform = `translate(${this.x}px, ${this.y}px) rotate(${this.turn}deg) scale(${this.scale})`;
  }

  /** Closer or farther, with one point, given from the middle of the box, staying where it is. */
  zoom(by, [x, y] = [0, 0]) {
    const near = Math.min(Math.max(this.near * by, 0.5), CLOSEST);
    const grown = near / this.near;
    this.near = near;
    this.x = x - (x - this.x) * grown;
    this.y = y - (y - this.y) * grown;
    this.draw();
  }

  right() {
    this.turn += 90;
    [this.x, this.y] = [-this.y, this.x];
    this.draw();
  }

  move(x, y) {
    this.x += x;
    this.y += y;
    this.draw();
  }

  fromMiddle({ clientX, clientY }) {
    const { left, top, width, height } = this.box.getBoundingClientRect();
    return [clientX - left - width / 2, clientY - top - height / 2];
  }

  /** A step on the screen as a step on the page, whichever way it is turned. */
  turned(x, y) {
    const angle = (-this.turn * Math.PI) / 180;
    return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
  }

  /** Where on the page that is, in thousandths of its width and height. */
  place({ clientX, clientY }) {
    const { left, top, width, height } = this.sheet.getBoundingClientRect();
    const [x, y] = this.turned(clientX - left - width / 2, clientY - top - height / 2);
    const part = (along, side) => Math.min(Math.max(Math.round((along / (this.scale * side) + 0.5) * 1000), 0), 1000);
    return [part(x, this.sheet.offsetWidth), part(y, this.sheet.offsetHeight)];
  }

  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    const act = { "+": "in", "=": "in", "-": "out", r: "right", 0: "reset", PageUp: "previous", PageDown: "next" }[event.key];
    if (this.viewer.marks.pressed(this, event, arrow)) event.preventDefault();
    else if (arrow) this.move(-arrow[0] * STEP, -arrow[1] * STEP);
    else if (act) this.viewer.act(act);
    if (arrow || act) event.preventDefault();
  }

  /** One finger or the mouse moves the picture or draws a mark; two fingers draw it closer. */
  down(event) {
    if (event.button !== 0) return;
    this.activate();
    this.box.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, event);
    this.box.classList.add("grabbed");
    if (this.fingers.size === 1) this.viewer.marks.begin(this, event);
    else this.viewer.marks.leave(this);
  }

  moved(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const was = [...this.fingers.values()];
    this.fingers.set(event.pointerId, event);
    const now = [...this.fingers.values()];
    if (now.length === 2) this.pinch(was, now);
    else if (now.length === 1 && !this.viewer.marks.go(this, event)) this.move(event.clientX - before.clientX, event.clientY - before.clientY);
  }

  pinch(was, now) {
    const apart = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    const between = ([one, other]) => this.fromMiddle({ clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 });
    const [from, to] = [between(was), between(now)];
    if (apart(was)) this.zoom(apart(now) / apart(was), from);
    this.move(to[0] - from[0], to[1] - from[1]);
  }

  up(event) {
    if (!this.fingers.delete(event.pointerId) || this.fingers.size) return;
    this.box.classList.remove("grabbed");
    if (event.type === "pointerup") this.viewer.marks.end(this, event);
    else this.viewer.marks.leave(this);
  }
}
