"""Other people's attacks against an office that is really there. Prints what each found, and fails where one found
anything, or where an attack shows by a server that is vulnerable on purpose that it would have found nothing.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import document as documents
import fuzz
import injection
import naughty
import vulnerable
import visitors
from cases import Cases, Person, token
from crawl import Harvest
from office import ADMINISTRATOR, ROLES, ROOT, Office, program
from watch import Watch, missed

HERE = Path(__file__).resolve().parent
LONG = os.environ.get("ATTACK") == "long"
SEED = int(os.environ.get("ATTACK_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
ONLY = os.environ.get("ATTACK_ONLY", "fuzz,injection,naughty").split(",")


class Attack:
    def __init__(self, folder):
        self.folder, self.failures, self.begun = folder, [], time.monotonic()
        self.office = self.watch = None

    def say(self, words):
        print(f"[{time.monotonic() - self.begun:5.0f} s] {words}", flush=True)

    def prepare(self):
        self.say(f"an office with cases of invented people; seed {SEED}{', the long form' if LONG else ''}")
        self.document = printed()
        self.office = Office(self.folder)
        self.cases = Cases(self.office)
        self.cases.plant()
        self.people = {**self.office.officers, "nobody": self.office.visitor("nobody"), "resident": self.resident()}
        self.failures += missed(self.document, Person.markers())
        self.people["nobody"].roams = True
        self.watch = Watch(self.document, Person.markers())
        self.doors = {name: self.watch.door(visitor) for name, visitor in self.people.items()}
        self.harvest = Harvest(self.watch.rows)
        for visitor in self.people.values():
            self.harvest.walk(visitor, self.starts(visitor))
        opened = sum(len(all_) for all_ in self.harvest.opened.values())
        self.say(f"{len(self.people)} visitors opened {opened} kinds of pages; {len(self.harvest.forms)} kinds of forms")

    def starts(self, visitor):
        if not visitor.login:
            tokens = self.cases.tokens
            shown = [f"/tanda/{tokens['pass'][0]}", f"/survei/{tokens['survey'][0]}", f"/kirim/{tokens['link'][0]}"]
            return ["/kirim", "/kirim/data"] if visitor.name == "resident" else [*START, *shown]
        cases = [ticket for all_ in self.cases.at.values() for ticket in all_]
        return START + [path.replace("{}", ticket) for ticket in cases for path in OF_A_CASE]

    def resident(self):
        """Somebody who opened their link and gives documents."""
        person = self.cases.person()
        telephone = self.office.sim.resident(person.phone, person.name)
        reasons = telephone.tap(telephone.say("Assalamualaikum"), "Setuju")
        link = token(str(telephone.tap(reasons, "KTP-el hilang")["links"]), "/kirim/")
        visitor = self.office.visitor("resident")
        visitors.expect(visitor.post(f"/kirim/{link}", []), 303, "a link is opened")
        told = {"nik": person.nik, "name": person.name, "nomor_kk": person.family}
        visitors.expect(visitor.post("/kirim/data", told), 303, "a resident tells their data")
        visitor.own = tuple(w.encode() for w in (person.nik, person.phone, person.name.split()[-1]))
        return visitor

    def fuzz(self):
        tickets = [ticket for all_ in self.cases.at.values() for ticket in all_]
        self.spare()
        named = {
            "ticket": tickets,
            "token": self.cases.tokens["pass"] + self.cases.tokens["survey"] + self.cases.tokens["link"],
            ("/meja/laporan/berkas/{format}", "format"): ["csv", "xlsx", "pdf", "json"],
        }
        whole = documents.filled(self.document, self.harvest, named)
        (self.folder / "openapi.json").write_text(json.dumps(whole))
        self.failures += fuzz.run(self.folder, whole, self.doors, LONG, SEED)
        asked = sum(self.watch.seen.values())
        self.say(f"schemathesis: {asked} answers of {len({k[2] for k in self.watch.seen})} addresses")

    def spare(self):
        """Accounts are tried on one that nobody uses, or the attackers would end one another."""
        for place, words in self.harvest.named.items():
            if place[0].startswith(("/meja/pengguna/{id}", "/meja/pemulihan/{id}")) and place[1] == "id":
                words[:] = [self.cases.victim]
        for fields in self.harvest.forms.values():
            if "substitute" in fields:
                fields["substitute"].values = [""]

    def injection(self):
        self.failures += injection.finds_what_is_there(self.folder)
        self.say("wapiti and sqlmap find what is there in a server that is vulnerable on purpose")
        kasi, kabid, admin, nobody = (self.doors[n] for n in ("kasi", "kabid", ADMINISTRATOR, "nobody"))
        operator, resident = self.doors["operator_pelayanan"], self.doors["resident"]
        ticket = self.cases.at["submitted"][0]
        targets = {
            "search": (f"{operator}/meja/cari", "q=Penanda"),
            "register": (f"{kasi}/meja/register?dari=2026-01-01&sampai=2026-12-31", None),
            "register as a file": (f"{kasi}/meja/register.csv?dari=2026-01-01&sampai=2026-12-31", None),
            "dashboard": (f"{kabid}/meja/dasbor/perkara?angka=submitted&kecamatan=x&halaman=1", None),
            "looks": (f"{kabid}/meja/akses?nomor={ticket}", None),
            "account log": (f"{admin}/meja/pengguna/catatan?sebelum=9", None),
            "tracking": (f"{nobody}/lacak", f"ticket={ticket}&digits=1234"),
            "sign-in": (f"{nobody}/masuk", "login=admin&password=x"),
            "a link's form": (f"{resident}/kirim/data", "nik=1301994104877001&name=Umpama&nomor_kk=1301994104870001"),
            "a ticket in a path": (f"{operator}/meja/perkara/{ticket}*", None),
            "a serial in a path": (f"{kasi}/meja/blangko/seri/UJI134711000*", None),
        }
        sites = {"kabid": (f"{kabid}/meja", [f"{kabid}/meja/dasbor", f"{kabid}/meja/register"])}
        sites |= {"nobody": (nobody + "/", [nobody + path for path in PUBLIC])}
        if LONG:
            sites |= {name: (f"{self.doors[name]}/meja", []) for name in [*ROLES, ADMINISTRATOR] if name != "kabid"}
        sites |= {"resident": (f"{resident}/kirim/data", [f"{resident}/kirim"])}
        found, attacked = injection.run(self.folder, targets, sites, (300, 600) if LONG else (15, 6), LONG)
        self.failures += found
        self.say(f"sqlmap at {len(targets)} forms and lists; wapiti's attacks a visitor: {attacked}")

    def naughty(self):
        strings = naughty.chosen(HERE / "node_modules", 10_000 if LONG else 700, SEED)
        with self.watch.lock:
            self.watch.said.update({naughty.clean(words).encode(): True for words in strings})
        kept = naughty.Kept(self.folder)
        for page in self.harvest.pages:
            kept.put("as it should be", naughty.HARMLESS, page)
        every = strings if LONG else strings[::2]
        naughty.reflected(kept, every, self.people)
        shown = naughty.stored(strings if LONG else strings[1::2], self.people)
        heard = naughty.messages(self.office, strings)
        kept.file.close()
        self.say(f"{len(strings)} strings: {kept.count} answers, {len(shown)} requests, {heard} messages")
        self.failures += self.browser(kept, shown, len(strings))

    def browser(self, kept, tickets, strings):
        operator, kabid = self.doors["operator_pelayanan"], self.doors["kabid"]
        each = 1 if LONG else 12
        pages_ = [f"{operator}/meja/perkara/{t}" for t in tickets[::each]]
        pages_ += [f"{operator}/meja/loket/{t}" for t in tickets[each // 2::each]]
        pages_ += [f"{operator}/meja/loket/{t}/ubah" for t in tickets[each // 3::each]]
        pages_ += [f"{operator}/meja", f"{operator}/meja/loket", f"{kabid}/meja/akses", f"{operator}/meja/telepon"]
        talks = [link for link in self.links(operator, "/meja/pesan") if link.startswith("/meja/pesan/")]
        pages_ += [operator + link for link in talks]
        known = [operator + "/meja", operator + "/meja/loket", kabid + "/meja/akses", operator + "/meja/pesan"]
        first = tickets[0]
        own = ("/meja/perkara/{}", "/meja/loket/{}", "/meja/loket/{}/ubah")
        known += [operator + path.replace("{}", first) for path in own]
        known += [f"{operator}/meja/perkara/{self.cases.at[stage][0]}" for stage in ("submitted", "returned", "notified")]
        known += [operator + talks[-1]] if talks else []
        asked = {"harmless": naughty.HARMLESS, "known": known, "answers": str(self.folder / "answers.jsonl"),
                 "load": 1 if LONG else 10, "shown": pages_}
        told = self.chromium(asked)
        self.say(f"Chromium parsed {told['looked']} answers, ran {told['loaded']} and opened {told['shown']} pages")
        return [f"FAIL in Chromium: {f}" for f in told["findings"]] + self.sees_what_runs()

    def links(self, door, path):
        import pages
        visitor = next(v for n, v in self.people.items() if self.doors[n] == door)
        return pages.links(visitor.get(path).text)

    def sees_what_runs(self):
        """The browser is shown a server that lets words run, and must say so."""
        server = vulnerable.Rapuh()
        address = f"{server.url}/sapa?nama={quote('<img src=x onerror=alert(1)>')}"
        answers = self.folder / "alive.jsonl"
        alive = {"kind": "sapa 200", "said": "x", "html": "<p>Halo <script>alert(1)</script><b onclick=x>y</b></p>"}
        answers.write_text(json.dumps({**alive, "said": "harmless", "html": "<p>Halo</p>"}) + "\n" + json.dumps(alive))
        asked = {"harmless": "harmless", "known": [server.url + "/"], "answers": str(answers)}
        told = self.chromium({**asked, "load": 1, "shown": [address]})
        server.shutdown()
        what = {f["what"] for f in told["findings"]}
        wanted = {"ran: alert", "a new element script[]", "b acts by onclick"}
        seen = {w for w in wanted if any(w in f for f in what)}
        return [] if seen == wanted else [f"FAIL the browser did not see {wanted - seen} in a page that lets words run: {what}"]

    def chromium(self, asked):
        run = ["node", str(HERE / "pages.mjs")]
        done = subprocess.run(run, input=json.dumps(asked), capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"FAIL Chromium: {done.stderr[-3000:]}")
        return json.loads(done.stdout)

    def stop(self):
        """Nothing goes on running, whatever went wrong."""
        if self.office is not None:
            self.office.end()

    def end(self):
        """What was seen on the way, and what the office wrote down meanwhile."""
        self.watch.close()
        status, log = self.office.end()
        self.office = None
        self.failures += self.watch.report()
        if status != 0:
            self.failures.append(f"FAIL the office ended with {status}")
        for line in log.splitlines():
            if "panicked" in line or " ERROR " in line:
                self.failures.append(f"FAIL the office's log: {line[:400]}")
            marker = next((m for m in self.watch.markers if m.decode() in line), None)
            if marker:
                self.failures.append(f"FAIL a marker in the office's log: {line[:400]}")
        by = {}
        for (who, _, _, status_), count in self.watch.seen.items():
            by.setdefault(who, {}).setdefault(status_, 0)
            by[who][status_] += count
        for who, counts in sorted(by.items()):
            self.say(f"{who}: {dict(sorted(counts.items()))}")
        (self.folder / "seen.json").write_text(json.dumps([[*k, n] for k, n in sorted(self.watch.seen.items())], indent=0))


def printed():
    """Every address, as the program says it."""
    asked = [program("rancak"), "--lang", "en", "openapi", str(ROOT / "procedures/penggantian-ktp-el.toml")]
    return json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


PUBLIC = ["/lacak", "/masuk", "/layanan", "/bahasa?ke=/lacak"]
START = ["/", "/layanan", "/masuk", "/sop", "/lacak", "/meja", "/meja/peringatan", "/meja/sesi", "/meja/pejabat", "/sehat", "/bahasa"]
OF_A_CASE = ["/meja/perkara/{}", "/meja/perkara/{}/kartu", "/meja/penyerahan/{}", "/meja/loket/{}"]


def main():
    folder = Path(os.environ.get("ATTACK_FOLDER") or tempfile.mkdtemp(prefix="rancak-attack-"))
    attack = Attack(folder)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("FAIL ended from outside"))
    try:
        attack.prepare()
        for part in ONLY:
            getattr(attack, part)()
        attack.end()
    except BaseException:
        # What was found until then is told all the same.
        print("\n".join(attack.failures + (attack.watch.report() if attack.watch else [])))
        raise
    finally:
        attack.stop()
    for failure in attack.failures:
        print(failure)
    worked = sum(os.times()[:4])
    attack.say(f"{worked:.0f} s of work for the processors")
    attack.say(f"{'nothing was found' if not attack.failures else f'{len(attack.failures)} findings'}; {folder}")
    return 1 if attack.failures else 0


if __name__ == "__main__":
    sys.exit(main())
