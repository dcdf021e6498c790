"""Words that are code somewhere, from other people's collections: as names and places of applicants, as messages, as
whatever is searched, tracked or signed in with. What comes of each is kept for the browser to look at.

Nothing of a collection is kept here; each comes with its package when this runs.
"""

import configparser
import json
import random
import urllib.parse
from pathlib import Path

import brs_kb

import pages
from cases import Person, plain

HARMLESS = "Umpama Misalnya"
# As many messages of one resident as one conversation's page shows.
BUBBLES = 40


def collections(node_modules):
    """Name -> strings, each collection's own."""
    strings = json.loads((Path(node_modules) / "big-list-of-naughty-strings/blns.json").read_text("utf-8"))
    scripts = [told["payload"] for told in brs_kb.get_all_payloads().values()]
    return {"big-list-of-naughty-strings": strings, "brs-kb": scripts, "wapiti": of_wapiti()}


def of_wapiti():
    found = Path("/usr/lib/python3/dist-packages/wapitiCore/data/attacks/xssPayloads.ini")
    if not found.exists():
        return []
    read = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=(";",))
    read.read_string(found.read_text("utf-8"))
    own = [read[section]["payload"] for section in read.sections() if "payload" in read[section]]
    return [payload.replace("__XSS__", "7").replace("[EXTERNAL]", "//x.invalid/") for payload in own]


def chosen(node_modules, count, seed):
    """So many of all, none twice, the same for the same seed; of the short collections everything."""
    each = collections(node_modules)
    for name, strings in each.items():
        if not strings:
            raise SystemExit(f"FAIL the collection {name} is empty")
    all_ = [s for name in ("big-list-of-naughty-strings", "wapiti") for s in each[name]]
    pick = random.Random(seed)
    scripts = sorted({s for s in each["brs-kb"]} - set(all_))
    all_ += pick.sample(scripts, min(len(scripts), max(0, count - len(all_))))
    kept = [s for s in dict.fromkeys(all_) if s.strip()]
    return kept if count >= len(kept) else pick.sample(kept, count)


class Kept:
    """Answers laid down for the browser: one file, a line each."""

    def __init__(self, folder):
        self.file = open(Path(folder) / "answers.jsonl", "w", encoding="utf-8")
        self.count = 0

    def put(self, kind, said, answer):
        if answer.header("content-type").startswith("text/html"):
            told = {"kind": f"{kind} {answer.status}", "said": said, "html": answer.text}
            self.file.write(json.dumps(told) + "\n")
            self.count += 1


def clean(words):
    """As UTF-8 can carry it."""
    return words.encode("utf-8", "replace").decode("utf-8")


def reflected(kept, strings, ask):
    """Forms that show again what was typed. `ask` is visitor name -> visitor."""
    nobody, operator, administrator = ask["nobody"], ask["operator_pelayanan"], ask["administrator"]
    fields = pages.form(operator.get("/meja/loket").text, "/meja/loket").filled
    # A harmless word that is too long shows how our own pages look where a field is wrong.
    for words in [HARMLESS, HARMLESS * 40, *map(clean, strings)]:
        told = HARMLESS if words.startswith(HARMLESS) else words
        sent = [
            ("masuk", nobody, "/masuk", {"login": words, "password": "x", "ke": words}),
            ("lacak", nobody, "/lacak", {"ticket": words, "digits": words}),
            ("cari", operator, "/meja/cari", {"q": words}),
            ("loket", operator, "/meja/loket", fields(name=words, nik=words, nomor_kk=words, phone=words,
                                                      village=words, district=words)),
            ("pengguna", administrator, "/meja/pengguna", {"login": words, "name": words}),
        ]
        for kind, visitor, path, typed in sent:
            kept.put(kind, told, visitor.post(path, typed))
        for kind, path in [("masuk-ke", "/masuk?ke="), ("bahasa", "/bahasa?ke="), ("dasbor", "/meja/dasbor?dari=")]:
            visitor = ask["kabid"] if kind == "dasbor" else nobody
            kept.put(kind, told, visitor.get(path + urllib.parse.quote(words)))


def stored(strings, ask):
    """Requests and messages that are kept as they were said; the addresses at which they are shown."""
    operator = ask["operator_pelayanan"]
    form, shown, n = pages.form(operator.get("/meja/loket").text, "/meja/loket"), [], 0
    for words in [HARMLESS, *map(clean, strings)]:
        person = Person(5000 + n, HARMLESS)
        Person.known.pop()
        n += 1
        typed = {"reason": "hilang", "nik": person.nik, "nomor_kk": person.family, "name": words, "consent": "1"}
        typed |= {"village": words, "district": words, "form": f"{n:032x}"}
        answer = operator.post("/meja/loket", form.filled(**typed))
        if answer.status == 303:
            shown.append(answer.location.rsplit("/", 1)[1])
    if len(shown) < n // 2:
        raise SystemExit(f"FAIL of {n} requests only {len(shown)} were taken: {answer.status} {plain(answer.text)}")
    return shown


def messages(office, strings):
    """Residents who write to a person of the office, some dozens of messages each, through the signed webhook."""
    acts, told = [], [HARMLESS, *map(clean, strings)]
    for at in range(0, len(told), BUBBLES):
        phone = f"62813777{at:05}"
        telephone = office.sim.resident(phone, told[at][:60] or HARMLESS)
        telephone.say("petugas")
        acts += [{"resident": phone, "act": {"text": words}} for words in told[at:at + BUBBLES]]
    answers = office.sim.post("messages", acts)
    return sum("id" in a for a in answers)
