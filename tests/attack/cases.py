"""Cases of invented people at every stage, whose names, numbers and places are markers: whoever may not see a case
must never be told one of them.
"""

import datetime
import json
import re

import pages
from visitors import expect

# Words that stand in no text of ours and in no attack. A district is none: figures are told by district.
NAMES = ["Zalikha Penandakelam", "Wirman Penandasenyap", "Nurbaiti Penandajauh", "Khairul Penandasunyi"]
MARKS = ["Penandakelam", "Penandasenyap", "Penandajauh", "Penandasunyi", "Nagari Tertandai"]
FIRST_BLANK = 4711000


class Person:
    """The `n`-th; their numbers belong to nobody, of an invented region part."""

    known = []

    def __init__(self, n, name=None):
        self.name = name or NAMES[n % len(NAMES)]
        self.nik = f"1301{99 - n // 2500:02}{41 + n % 30:02}0487{7000 + n % 2500:04}"
        self.family = f"{self.nik[:12]}0001"
        self.phone = f"62813666{n:05}"
        Person.known.append(self)

    @staticmethod
    def markers():
        """Everything that only officers with a reason may read."""
        numbers = [n for p in Person.known for n in (p.nik, in_fours(p.nik), p.phone, p.phone[2:])]
        return sorted({*MARKS, *numbers})


def in_fours(nik):
    return " ".join(nik[at:at + 4] for at in range(0, 16, 4))


def serial(n):
    return f"UJI13{FIRST_BLANK + n:08}"


class Cases:
    def __init__(self, office):
        self.office, self.officers = office, office.officers
        self.at = {}
        self.tokens = {"pass": [], "survey": [], "link": [], "invitation": [], "code": []}
        self.people = 0

    def plant(self):
        """A case at each stage, and what stands beside them."""
        self.stock()
        for stage in ("submitted", "accepted", "verified", "ordered", "printed", "active", "notified", "handed"):
            self.at[stage] = [self.case(stage)]
        self.at["returned"] = [self.case("returned")]
        self.at["rejected"] = [self.case("rejected")]
        self.at["spoiled"] = [self.case("spoiled")]
        self.at["draft"] = [self.walk_in() for _ in range(3)]
        self.around()

    def person(self):
        self.people += 1
        return Person(self.people)

    def officer(self, role):
        return self.officers[role]

    def send(self, role, page, action, /, **typed):
        """One of a page's forms, as its officer would send it."""
        officer = self.officer(role)
        form = pages.form(expect(officer.get(page), 200, f"{role} opens {page}").text, action)
        answer = officer.post(action, form.filled(**typed))
        if answer.status not in (200, 303):
            raise SystemExit(f"FAIL {role} sends {action} {typed}: {answer.status}: {plain(answer.text)}")
        return answer

    def stock(self):
        first, last = serial(0), serial(99)
        self.send("kasi", "/meja/blangko", "/meja/blangko/gerak", act="terima", first=first, last=last, note="SJ-UJI/1")
        fields = pages.form(self.officer("kasi").get("/meja/blangko").text, "/meja/blangko/gerak").fields
        to = next(value for value in fields["to"].values if value)
        self.send("kasi", "/meja/blangko", "/meja/blangko/gerak", act="serahkan", first=serial(0), last=serial(59), to=to)
        self.blanks = iter(range(60))

    def decide(self, role, ticket, outcome, /, **fields):
        page = f"/meja/perkara/{ticket}"
        typed = {name if "." in name else f"{name}.{outcome}": value for name, value in fields.items()}
        self.send(role, page, f"{page}/putuskan", outcome=outcome, **typed)

    def apply(self, person):
        """A whole request from the resident's telephone; its ticket."""
        telephone = self.office.sim.resident(person.phone, person.name)
        reasons = telephone.tap(telephone.say("Assalamualaikum"), "Setuju")
        link = telephone.tap(reasons, "KTP-el hilang")
        self.tokens["link"].append(token(str(link["links"]), "/kirim/"))
        telephone.say(f"#KTP#{person.nik}#{person.family}#{person.name}###Hilang")
        for sample in ("kk", "surat-kehilangan"):
            telephone.act({"sample": {"name": sample}})
            review = telephone.hear()
        told = telephone.tap(review, "Kirim")
        return telephone, told["words"].split("*")[1]

    def case(self, stage):
        person = self.person()
        telephone, ticket = self.apply(person)
        if stage == "returned":
            faults = {"fault.kembalikan.kk": "1", "fault-why.kembalikan.kk": "Tulisan tidak terbaca"}
            self.decide("operator_pelayanan", ticket, "kembalikan", **faults, why="Foto KK buram")
            return ticket
        way = [
            ("accepted", "operator_pelayanan", "lengkap", {}),
            ("verified", "kasi", "rekomendasi", {}),
            ("ordered", "operator_cetak", "perintah_cetak", {}),
            ("printed", "operator_cetak", "tercetak", {"blangko": True}),
            ("active", "operator_cetak", "aktif", {}),
            ("notified", "petugas_register", "beritahu", {}),
        ]
        if stage == "rejected":
            way[1:] = [("rejected", "kasi", "tolak", {"why": "Terdaftar di tempat lain"})]
        if stage == "spoiled":
            way[3:] = [("spoiled", "operator_cetak", "gagal_cetak", {"blangko": True, "why": "Cetakan bergaris"})]
        for at, role, outcome, fields in way if stage != "submitted" else []:
            if fields.get("blangko"):
                blank = serial(next(self.blanks))
                fields = {**fields, "blangko": blank}
            self.decide(role, ticket, outcome, **fields)
            if at == stage:
                break
        if stage == "handed":
            self.hand_over(telephone, ticket, blank)
        elif stage == "notified":
            self.tokens["pass"].append(token(telephone.hear()["words"], "/tanda/"))
        return ticket

    def hand_over(self, telephone, ticket, blank):
        page = f"/meja/penyerahan/{ticket}"
        shown = token(telephone.hear()["words"], "/tanda/")
        self.send("petugas_register", "/meja/penyerahan", "/meja/penyerahan", kartu=shown)
        self.send("petugas_register", page, f"{page}/jari", hasil="waived", sebab="Sidik jari aus", alat="")
        checks = {"siapa": "pemegang", "periksa": ["wajah", "data"], "ditarik": "1", "asli": "1"}
        self.send("petugas_register", page, f"{page}/serahkan", blangko=blank, **checks)
        self.tokens["survey"].append(token(telephone.hear()["words"], "/survei/"))

    def walk_in(self, name=None):
        person = self.person()
        typed = {"reason": "hilang", "nik": person.nik, "nomor_kk": person.family, "name": name or person.name}
        typed |= {"phone": "0" + person.phone[2:], "village": "Nagari Tertandai", "district": "Kecamatan Tertandai"}
        answer = self.send("operator_pelayanan", "/meja/loket", "/meja/loket", consent="1", **typed)
        return answer.location.rsplit("/", 1)[1]

    def around(self):
        """What stands beside the cases: a conversation, requests about data, a proposal, a station, an absence."""
        asking = self.office.sim.resident("6281366609999", NAMES[0])
        Person.known.append(type("Asking", (), {"nik": Person.known[0].nik, "phone": "6281366609999"}))
        asking.say("petugas")
        submitted = self.at["submitted"][0]
        self.sop()
        self.accounts()
        spoiled = {"number": "470/1/BA/2026", "place": "Painan", "method": "Dibakar", "witnesses": "Saksi Satu\nSaksi Dua"}
        page = "/meja/blangko/pemusnahan"
        blank = pages.form(self.officer("kasi").get(page).text, page).fields["blank"].values[:1]
        self.send("kasi", page, page, blank=blank, **spoiled)
        self.send("kasi", "/meja/blangko", "/meja/blangko/hitung", counted="40", why="Dihitung untuk serangan")
        for kind in ("access", "correction", "erasure"):
            self.send("kabid", "/meja/privasi", "/meja/privasi", nomor=submitted, jenis=kind, catatan="Menunjukkan KTP-el")
        told = self.send("administrator", "/meja/stasiun", "/meja/stasiun", name="Loket 1").text
        paired = json.dumps({"code": pages.value(told, "code"), "public_key": "ab" * 32}).encode()
        asked = self.office.visitor("station").ask("POST", "/stasiun/pasangkan", [("Content-Type", "application/json")], paired)
        expect(asked, 200, "a station is paired")
        self.tokens["code"].append("12345678")


    def sop(self):
        """A version that was proposed and waits for its approval."""
        day = (datetime.date.today() + datetime.timedelta(days=9)).isoformat()
        changed = {"step.verifikasi.minutes": "25", "berlaku": day, "why": "Uji"}
        page = "/meja/sop/ubah"
        shown = self.send("kasi", page, page, **changed)
        expect(self.officer("kasi").post(page, pages.form(shown.text, page).filled(lakukan="1")), 303, "a version is proposed")

    def accounts(self):
        """Somebody who never signs in, with a post, an absence, a skill and a recovery that was asked for."""
        self.office.employ("victim", "korban", "Korban Percobaan", "kasi")
        users = self.officer("administrator").get("/meja/pengguna").text
        self.victim = next(link.rsplit("/", 1)[1] for link in reversed(pages.links(users)) if is_id(link) and self.is_victim(link))
        page = f"/meja/pengguna/{self.victim}"
        today = datetime.date.today().isoformat()
        self.send("administrator", page, f"{page}/peran", role="kadis", kind="definitive", decree="SK-UJI", first_day=today)
        self.send("administrator", page, f"{page}/cuti", reason="leave", away_first=today, away_last=today)
        self.send("administrator", page, f"{page}/kualifikasi", skill="0", evidence="ijazah", skill_day=today)
        self.send("administrator", page, f"{page}/pemulihan", why="kunci hilang")

    def is_victim(self, link):
        return ": korban<" in self.officer("administrator").get(link).text


def is_id(link):
    return re.fullmatch(r"/meja/pengguna/[0-9a-f-]{36}", link)


def token(words, to):
    found = re.search(re.escape(to) + r"(\w+)", words)
    if not found:
        raise SystemExit(f"FAIL no address {to} in: {words}")
    return found[1]


def plain(text):
    """What a page says, without its markup."""
    main = text.split("<main", 1)[-1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))[:1200]
