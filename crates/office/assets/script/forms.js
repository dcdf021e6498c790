// Forms: sent once however often the button is pressed; what went wrong is read out first.

export function startForms() {
  document.querySelector(".error-summary")?.focus();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
  // Coming back by the browser's button shows the page as it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });
  // Nothing is to be read or chosen on these: with scripts they go on by themselves.
  document.querySelector("form[data-go-on]")?.requestSubmit();
}
