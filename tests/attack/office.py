"""An office as it goes live, with the SIMULATOR in WhatsApp's place: `rancak serve` on an empty database.

Nothing is made easier for an attack but this: strangers are not slowed by the number of their requests, since
everything is asked from one machine. Security keys and second factors are left out, for want of fingers.
"""

import json
import os
import secrets
import socket
import subprocess
import urllib.request
from pathlib import Path

from visitors import Visitor, expect
import pages

ROOT = Path(__file__).resolve().parents[2]
PHONE_NUMBER_ID = "106540352242922"
ROLES = ["operator_pelayanan", "kasi", "operator_cetak", "petugas_register", "kabid", "kadis"]
ADMINISTRATOR = "administrator"


def program(name):
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return str(Path(os.environ.get("RANCAK_PROGRAM", ROOT / target / "debug/rancak")).with_name(name))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Simulator:
    """WhatsApp as the residents' telephones see it."""

    def __init__(self, folder, secret, port):
        log = open(folder / "simulator.log", "wb")
        command = [program("whatsapp-sim"), "--unhurried", "--phone-number-id", PHONE_NUMBER_ID]
        command += ["--webhook-url", f"http://127.0.0.1:{port}/webhook"]
        env = {**os.environ, "WHATSAPP_SIM_APP_SECRET": secret["app"], "WHATSAPP_SIM_ACCESS_TOKEN": secret["token"]}
        env["WHATSAPP_SIM_VERIFY_TOKEN"] = secret["verify"]
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=log, text=True)
        self.base = json.loads(self.process.stdout.readline())["base_url"]
        for language in ("id", "en"):
            self.post("templates", {"name": "kabar_permohonan", "language": language, "body": "{{1}}"})

    def post(self, path, told):
        asked = urllib.request.Request(f"{self.base}/_sim/{path}", json.dumps(told).encode())
        asked.add_header("Content-Type", "application/json")
        return self.answer(asked)

    def answer(self, asked):
        with urllib.request.urlopen(asked, timeout=60) as got:
            read = got.read()
        return json.loads(read) if read else None

    def resident(self, phone, name):
        self.post("residents", {"phone": phone, "name": name})
        return Telephone(self, phone)


class Telephone:
    """A resident's, on which they write and read."""

    def __init__(self, sim, phone):
        self.sim, self.phone, self.seen = sim, phone, 0

    def act(self, act):
        self.sim.post(f"residents/{self.phone}/messages", act)

    def hear(self):
        path = f"residents/{self.phone}/next?after={self.seen}&timeout_ms=30000"
        told = self.sim.answer(urllib.request.Request(f"{self.sim.base}/_sim/{path}"))
        if not told:
            raise SystemExit(f"FAIL the office did not answer {self.phone}")
        self.seen = told["seq"]
        return told

    def say(self, text):
        self.act({"text": text})
        return self.hear()

    def tap(self, on, choice):
        if choice not in [offered["title"] for offered in on["choices"]]:
            raise SystemExit(f"FAIL {choice} is not offered: {on['words']}")
        self.act({"tap": {"message": on["id"], "choice": choice}})
        return self.hear()


class Office:
    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.origin = f"http://localhost:{self.port}"
        secret = {key: secrets.token_hex(16) for key in ("app", "token", "verify")}
        self.secret = secret
        self.sim = Simulator(folder, secret, self.port)
        self.log = open(folder / "office.log", "wb")
        self.env = {**os.environ, **self.settings(secret)}
        added = [program("rancak"), "user", "add", "admin", "--name", "Ade Administrator", "--role", ADMINISTRATOR]
        told = subprocess.run(added, env=self.env, check=True, capture_output=True, text=True).stdout
        self.server = subprocess.Popen([program("rancak"), "serve"], env=self.env, stdout=subprocess.PIPE, stderr=self.log)
        if not self.server.stdout.readline():
            raise SystemExit(f"FAIL the office did not start: {(folder / 'office.log').read_text()}")
        invitation = next(word for word in told.split() if "/undangan/" in word)
        self.officers = {ADMINISTRATOR: self.visitor(ADMINISTRATOR, "admin")}
        self.officers[ADMINISTRATOR].follow(invitation)
        for role in ROLES:
            self.employ(role, role, f"Petugas {role.replace('_', ' ').title()}")

    def settings(self, secret):
        said = {
            "OFFICE_ID": "13.01",
            "OFFICE_NAME": "Dinas Dukcapil Percobaan",
            "OFFICE_PROCEDURES": str(ROOT / "procedures"),
            "SERVER_LISTEN": f"127.0.0.1:{self.port}",
            "SERVER_PUBLIC_URL": self.origin,
            "SERVER_TRUSTED_PROXIES": "1",
            "LIMITS_ANONYMOUS_AT_ONCE": "100000000",
            "LIMITS_ANONYMOUS_PAUSE_MS": "1",
            "DATABASE_URL": f"sqlite:{self.folder / 'office.db'}",
            "DOCUMENTS_STORE": str(self.folder / "documents"),
            "DOCUMENTS_KEYS": str(self.folder / "keys"),
            "DOCUMENTS_MASTER_KEY": secrets.token_hex(32),
            "DOCUMENTS_MODELS": "",
            "AUDIT_STORE": str(self.folder / "record"),
            "AUDIT_SIGNING_KEY": secrets.token_hex(32),
            "WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
            "WHATSAPP_BASE_URL": self.sim.base,
            "WHATSAPP_SIMULATOR": "true",
            "WHATSAPP_QUIET_MS": "300",
            "WHATSAPP_CAPTURE": "secure_link",
            "WHATSAPP_ACCESS_TOKEN": secret["token"],
            "WHATSAPP_APP_SECRET": secret["app"],
            "WHATSAPP_VERIFY_TOKEN": secret["verify"],
            "OPERATOR_PROOF_REQUIRED": "false",
            "ACCOUNTS_SECOND_FACTOR": "optional",
            "LOG_LEVEL": "info",
        }
        return {f"RANCAK_{key}": value for key, value in said.items()}

    def visitor(self, name, login=""):
        """Somebody with an address of their own, in a range that is for documents."""
        self.known = getattr(self, "known", 0) + 1
        return Visitor(name, self.port, f"198.51.100.{self.known}", login)

    def employ(self, visitor, login, name, role=None):
        """The administrator adds somebody, who follows the link; without a role of another name they are one of the attackers."""
        admin = self.officers[ADMINISTRATOR]
        before = admin.get("/meja/pengguna").text
        fields = pages.form(before, "/meja/pengguna").filled(login=login, name=name, role=role or visitor)
        told = expect(admin.post("/meja/pengguna", fields), 200, f"{login} is added").text
        somebody = self.visitor(visitor, login)
        somebody.follow(pages.value(told, "link"))
        if role is None:
            self.officers[visitor] = somebody

    def end(self):
        """Stops the office as its administrator would; what its log says."""
        self.server.terminate()
        status = self.server.wait(timeout=30)
        self.sim.process.terminate()
        self.sim.process.wait(timeout=30)
        self.log.close()
        return status, (self.folder / "office.log").read_text("utf-8", "replace")
