// The counter's camera: reads a pass and sends it as if it had been typed. Without a camera, or without this, the
// field beside it does the same. Its worker is a file of ours: the library would make one out of a blob, which our
// headers forbid.
import QrScanner from "qr-scanner/qr-scanner.min.js";

function start(place) {
  const [view, open, close, none] = ["view", "start", "stop", "none"].map((name) => place.querySelector(`[data-scan-${name}]`));
  const field = document.querySelector("#kartu");
  QrScanner.createQrEngine = async () => new Worker(place.dataset.worker);
  let scanner;
  const show = (running) => {
    view.hidden = close.hidden = !running;
    open.hidden = running;
  };
  const stop = () => {
    scanner?.destroy();
    scanner = undefined;
    show(false);
  };
  const found = ({ data }) => {
    if (!scanner) return;
    stop();
    field.value = data;
    field.form.requestSubmit();
  };
  open.addEventListener("click", async () => {
    none.hidden = true;
    show(true);
    scanner = new QrScanner(view, found, { returnDetailedScanResult: true, preferredCamera: "environment" });
    try {
      await scanner.start();
    } catch {
      stop();
      none.hidden = false;
    }
  });
  close.addEventListener("click", stop);
  window.addEventListener("pagehide", stop);
  place.hidden = false;
}

for (const place of document.querySelectorAll("[data-scan]")) start(place);
