"""Gives a foreign client of the Cloud API its task, then asks the SIMULATOR what arrived.

Usage: verify.py NAME BASE_URL PHONE COMMAND…
The command reads the task on standard input, plays the office with its client, and writes one line of JSON:
the ids it got for text, buttons, list, template, upload and image, and what it fetched of a resident's photo.
Prints a line per check; ends with 1 at the first that fails. Standard library only.
"""

import hashlib
import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import quote

FILE = Path(__file__).resolve().parents[2] / "crates/whatsapp_sim/samples/kk.png"
DIGEST = hashlib.sha256(FILE.read_bytes()).hexdigest()
BODY = "{{1}}: mohon kirim ulang {{2}}."

name, base, phone, *command = sys.argv[1:]


def call(path, body=None):
    """A call of the scripting API (or, for media, of the phone page): the answer's bytes."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, {"content-type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        return answer.read()


def script(path, body=None):
    return json.loads(call("/_sim" + path, body) or "null")


def stored(message):
    # Message ids are base64: they may hold a slash.
    return script(f"/messages/{quote(message, safe='')}")


def check(what, got, expected):
    if got != expected:
        sys.exit(f"FAIL {name}: {what}\n  expected {expected!r}\n  got      {got!r}")
    print(f"ok   {name}: {what}", flush=True)


def prepare():
    """A resident who wrote and sent a photo, and a template with two parameters; returns the task."""
    script("/templates", {"name": "perlu_perbaikan", "language": "id", "body": BODY})
    script("/residents", {"phone": phone, "name": "Sari Contohnya"})
    message = script(f"/residents/{phone}/messages", {"sample": {"name": "kk"}})["id"]
    rows = [
        {"id": "hilang", "title": "Hilang", "description": "Ada surat dari Polsek"},
        {"id": "rusak", "title": "Rusak", "description": "Kartu lama dibawa"},
    ]
    return {
        "base_url": base,
        "token": "simulator-access-token",
        "phone_number_id": script("")["phone_number_id"],
        "to": phone,
        "text": "Apa kabar, Sari? é 👍 <b>",
        "buttons": [{"id": "setuju:1", "title": "Setuju"}, {"id": "batal:1", "title": "Batal"}],
        "list_button": "Pilih alasan",
        "section": "Alasan",
        "rows": rows,
        "template": "perlu_perbaikan",
        "language": "id",
        "parameters": ["A-1", "foto KK"],
        "file": str(FILE),
        "caption": "Contoh KK",
        "message": message,
        "media": stored(message)["content"]["id"],
    }


def verify(task, done):
    def arrived(key, kind):
        message = stored(done[key])
        check(f"{key}: arrived, of type {kind}", (message["type"], message["direction"]), (kind, "outbound"))
        return message["content"]

    check("text: keeps its words", arrived("text", "text")["body"], task["text"])
    buttons = arrived("buttons", "interactive")
    check("buttons: keep body, ids and titles",
          (buttons["body"]["text"], [button["reply"] for button in buttons["action"]["buttons"]]),
          (task["text"], task["buttons"]))
    action = arrived("list", "interactive")["action"]
    check("list: keeps button, section and rows",
          (action["button"], action["sections"][0]["title"], action["sections"][0]["rows"]),
          (task["list_button"], task["section"], task["rows"]))
    check("template: is filled", arrived("template", "template")["rendered"]["body"], "A-1: mohon kirim ulang foto KK.")
    image = arrived("image", "image")
    check("image: carries the upload", (image["id"], image["caption"]), (done["upload"], task["caption"]))
    uploaded = call(f"/phone/media/{done['upload']}")
    check("upload: the bytes are the file's", hashlib.sha256(uploaded).hexdigest(), DIGEST)
    check("fetch: type, digest and bytes by the media's URL", done["fetched"], {"sha256": DIGEST, "mime_type": "image/png", "digest": DIGEST})
    check("read: the resident's photo is marked", stored(task["message"])["status"], "read")
    got = script(f"/residents/{phone}/messages")
    check("nothing else arrived", sum(message["direction"] == "outbound" for message in got), 5)


task = prepare()
ran = subprocess.run(command, input=json.dumps(task), stdout=subprocess.PIPE, text=True, timeout=120, check=False)
check("the client runs to its end", ran.returncode, 0)
verify(task, json.loads(ran.stdout.splitlines()[-1]))
