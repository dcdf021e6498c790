// Keeps the phone fresh and sends its forms without leaving the page. Everything also works without this file.
"use strict";

const phone = document.querySelector("[data-events]");
if (phone) {
  const chat = document.getElementById("chat");
  const problem = document.getElementById("problem");
  let running = false;
  let wanted = false;
  let again;

  const remember = (item) => { item.source = item.outerHTML; };
  chat.querySelectorAll("li").forEach(remember);

  // Both lists are in order. A bubble that has not changed stays: with its focus, and its list open.
  const merge = (list, items) => {
    let place = list.firstElementChild;
    const drop = () => { const next = place.nextElementSibling; place.remove(); place = next; };
    for (const item of items) {
      remember(item);
      while (place && Number(place.dataset.seq) < Number(item.dataset.seq)) drop();
      if (place && place.id === item.id) {
        const known = place;
        place = known.nextElementSibling;
        if (known.source !== item.source) known.replaceWith(item);
      } else {
        list.insertBefore(item, place);
      }
    }
    while (place) drop();
  };

  const show = (html) => {
    const next = document.createElement("div");
    next.innerHTML = html;
    merge(chat.querySelector("ol"), [...next.querySelectorAll("li")]);
    chat.querySelector(".notes").replaceWith(next.querySelector(".notes"));
    const typing = chat.querySelector("[data-again]");
    clearTimeout(again);
    if (typing) again = setTimeout(refresh, Number(typing.dataset.again));
  };

  const refresh = async () => {
    wanted = true;
    if (running) return;
    running = true;
    try {
      while (wanted) {
        wanted = false;
        const answer = await fetch(phone.dataset.chat);
        if (answer.ok) show(await answer.text());
      }
    } catch {
      // The simulator is gone; the event source tries again by itself and then refreshes.
    } finally {
      running = false;
    }
  };

  const say = (page) => {
    const refused = new DOMParser().parseFromString(page, "text/html").getElementById("problem");
    problem.replaceChildren(...(refused ? refused.childNodes : [page]));
  };

  const send = async (form, button) => {
    const data = new FormData(form, button);
    const files = form.enctype === "multipart/form-data";
    const body = files ? data : new URLSearchParams(data);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    // Done is a redirect; anything else is the page with the reason why not.
    if (answer.type !== "opaqueredirect") return say(await answer.text());
    problem.replaceChildren();
    if (files) form.reset();
    if (files) form.closest("details").open = false;
    const typed = form.elements.text;
    if (typed && typed.value === data.get("text")) typed.value = "";
    await refresh();
    // The list is reversed: this is its newest end.
    chat.parentElement.scrollTop = 0;
  };

  phone.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.leaves !== undefined) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    send(form, event.submitter)
      .catch(() => say(phone.dataset.gone))
      .finally(() => delete form.dataset.busy);
  });

  // Enter sends, as on a phone; Shift and Enter begin a new line.
  phone.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.id === "text") {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });

  const events = new EventSource(phone.dataset.events);
  events.addEventListener("message", refresh);
  addEventListener("pagehide", () => events.close());
}
