// Marking the place that is wrong: a frame drawn with mouse or finger, put where one taps, or moved by keys.
// It lives in the hidden fields of the decision's form (`file,page,x,y,width,height`); nothing is sent here.

const SIZE = [400, 120];
const LEAST = 20;

export class Marks {
  constructor(viewer) {
    this.viewer = viewer;
    this.fields = [...document.querySelectorAll("[data-mark-of]")];
    this.said = viewer.root.querySelector(".mark-said");
    document.addEventListener("click", (event) => {
      const { mark, unmark } = event.target.closest("[data-mark], [data-unmark]")?.dataset ?? {};
      if (mark) this.find(mark);
      if (unmark) this.write(unmark, "");
    });
    this.show();
  }

  /** The frame of a page: the one being drawn, the one in the form, or the one of an earlier return. */
  of(pane) {
    if (this.pane === pane) return this.frame;
    const { file, leaf, document, marked } = pane.leaf.dataset;
    const fields = this.fieldsOf(document);
    const [of, page, ...frame] = (fields[0]?.value ?? `${file},${leaf},${marked}`).split(",");
    return of === file && page === leaf && frame.length === 4 ? frame.map(Number) : null;
  }

  fieldsOf(document) {
    return this.fields.filter((field) => field.dataset.markOf === document);
  }

  draw(pane) {
    const frame = this.of(pane);
    pane.frame.hidden = !frame;
    if (frame) ["left", "top", "width", "height"].forEach((side, i) => { pane.frame.style[side] = `${frame[i] / 10}%`; });
  }

  /** The form says which documents are marked, and so do the thumbnails. */
  show() {
    for (const part of document.querySelectorAll("[data-marking]")) {
      part.hidden = !this.leafOf(part.dataset.marking);
      const marked = this.fieldsOf(part.dataset.marking)[0].value;
      for (const one of part.querySelectorAll("[data-when-marked]")) one.hidden = !marked;
    }
    for (const leaf of this.viewer.leaves) {
      const pane = { leaf };
      leaf.classList.toggle("marked", Boolean(this.of(pane)));
    }
    this.viewer.panes?.forEach((pane) => this.draw(pane));
  }

  leafOf(document) {
    return this.viewer.leaves.find((leaf) => leaf.dataset.document === document);
  }

  /** From the form: the page of that document, ready to be marked. */
  find(document) {
    const [file, page] = this.fieldsOf(document)[0].value.split(",");
    const marked = this.viewer.leaves.find((leaf) => leaf.dataset.file === file && leaf.dataset.leaf === page);
    const { panes, active } = this.viewer;
    const shows = (pane) => (marked ? pane.leaf === marked : pane.leaf.dataset.document === document);
    const pane = [active, ...panes].find(shows) ?? active;
    this.viewer.activate(pane);
    if (!shows(pane)) this.viewer.open(marked ?? this.leafOf(document));
    this.start(pane);
  }

  toggle(pane) {
    if (this.pane) this.cancel(this.said.dataset.cancelled);
    else this.start(pane);
  }

  start(pane) {
    if (!this.fieldsOf(pane.leaf.dataset.document).length) {
      this.say(this.said.dataset.cannot);
      return;
    }
    this.frame = this.of(pane) ?? around([500, 500]);
    this.pane = pane;
    this.mode(true);
    this.say(this.said.dataset.how);
    pane.box.focus();
  }

  cancel(words = "") {
    if (!this.pane) return;
    const { pane } = this;
    this.mode(false);
    this.pane = null;
    this.draw(pane);
    this.say(words);
  }

  mode(on) {
    this.pane.box.classList.toggle("marking", on);
    this.viewer.tools.querySelector("[data-do=mark]").ariaPressed = String(on);
    this.draw(this.pane);
  }

  set() {
    const { pane, frame } = this;
    const { file, leaf, document } = pane.leaf.dataset;
    this.cancel();
    this.write(document, [file, leaf, ...frame].join(","));
    this.choose(document);
  }

  write(document, value) {
    for (const field of this.fieldsOf(document)) field.value = value;
    this.show();
    this.say("");
  }

  /** A mark means a return: its document is ticked, and an outcome that asks for it is chosen. */
  choose(document) {
    const fields = this.fieldsOf(document);
    const outcome = (field) => field.closest(".asked").previousElementSibling.querySelector("[type=radio]");
    const field = fields.find((one) => outcome(one).checked) ?? fields[0];
    outcome(field).checked = true;
    const fault = field.closest(".fault");
    fault.querySelector("[type=checkbox]").checked = true;
    this.say(this.said.dataset.done, this.said.dataset.say, fault.querySelector("input[id]").id);
  }

  say(words, link, id) {
    this.said.textContent = words;
    if (!link) return;
    const to = Object.assign(document.createElement("a"), { href: `#${id}`, textContent: link });
    this.said.append(" ", to);
  }

  // What the pane tells: keys, and a finger or the mouse that comes, goes and leaves.

  pressed(pane, event, arrow) {
    if (this.pane !== pane) return false;
    if (event.key === "Escape") this.cancel(this.said.dataset.cancelled);
    else if (event.key === "Enter") this.set();
    else if (arrow) this.step(pane, arrow, event.shiftKey);
    else return false;
    return true;
  }

  step(pane, arrow, resizes) {
    const [x, y] = pane.turned(...arrow).map((part) => Math.round(part) * 10);
    const [left, top, width, height] = this.frame;
    const within = (value, least, most) => Math.min(Math.max(value, least), most);
    this.frame = resizes
      ? [left, top, within(width + x, LEAST, 1000 - left), within(height + y, LEAST, 1000 - top)]
      : [within(left + x, 0, 1000 - width), within(top + y, 0, 1000 - height), width, height];
    this.draw(pane);
  }

  begin(pane, event) {
    if (this.pane === pane) this.from = pane.place(event);
  }

  go(pane, event) {
    if (this.pane !== pane) return false;
    if (this.from) this.span(pane, event);
    return true;
  }

  end(pane, event) {
    if (this.pane !== pane || !this.from) return;
    this.span(pane, event);
    const [left, top, width, height] = this.frame.map((side, i) => (i < 2 ? side : Math.max(side, LEAST)));
    const tapped = width === LEAST && height === LEAST;
    this.frame = tapped ? around(this.from) : [Math.min(left, 1000 - width), Math.min(top, 1000 - height), width, height];
    this.leave();
    this.set();
  }

  leave() {
    this.from = null;
  }

  span(pane, event) {
    const [to, { from }] = [pane.place(event), this];
    this.frame = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
    this.draw(pane);
  }
}

/** A frame of common size around a point, as far as the page goes. */
function around(point) {
  const edge = (i) => Math.min(Math.max(point[i] - SIZE[i] / 2, 0), 1000 - SIZE[i]);
  return [edge(0), edge(1), ...SIZE];
}
