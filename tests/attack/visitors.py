"""Who asks: an officer, a resident or nobody, each with a browser's cookies and an address of their own.

Knows how somebody signs in and nothing of any other page.
"""

import http.client
import random
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

PASSWORD = "kata sandi untuk serangan 7"
# Who was slowed gets a turn after three minutes.
PATIENCE = 240
LANGUAGE = "__Host-rancak-bahasa"


@dataclass
class Answer:
    status: int
    headers: list
    body: bytes

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def location(self):
        return self.header("location")


class Wire(http.client.HTTPConnection):
    """A connection that sends an address as it stands, be it one that a browser would never send."""

    def _validate_path(self, url):
        pass

    def _encode_request(self, request):
        return request.encode("latin-1")


@dataclass
class Visitor:
    name: str
    port: int
    address: str
    login: str = ""
    cookies: dict = field(default_factory=dict)
    # Comes from another address each time, as whoever commands many machines does: guesses are slowed by address.
    roams: bool = False
    # Markers of their own data, which they may be told.
    own: tuple = ()
    # Whoever looks at each answer.
    watch: object = None

    def __post_init__(self):
        self.local = threading.local()
        self.entering = threading.Lock()
        self.entries = 0

    def ask(self, method, path, headers=(), body=b""):
        """What the office answers; whoever was signed out meanwhile signs in again first."""
        entries = self.entries
        answer = self.once(method, path, headers, body)
        if self.login and answer.status == 303 and answer.location.split("?")[0] == "/masuk" and path != "/keluar":
            with self.entering:
                if entries == self.entries:
                    self.enter()
            answer = self.once(method, path, headers, body)
        if self.watch is not None:
            self.watch.look(self, method, path, body, answer)
        return answer

    def once(self, method, path, headers, body):
        headers = [(key, value) for key, value in headers if key.lower() not in ("cookie", "x-forwarded-for")]
        given = {key.lower() for key, _ in headers}
        if self.cookies:
            headers.append(("Cookie", "; ".join(f"{key}={value}" for key, value in self.cookies.items())))
        address = f"198.18.{random.randrange(256)}.{random.randrange(1, 255)}" if self.roams else self.address
        headers.append(("X-Forwarded-For", address))
        if "sec-fetch-site" not in given:
            headers.append(("Sec-Fetch-Site", "same-origin"))
        answer = self.send(method, path, headers, body)
        for key, value in answer.headers:
            if key.lower() == "set-cookie":
                self.keep(value)
        return answer

    def send(self, method, path, headers, body):
        given = {key.lower() for key, _ in headers}
        for attempt in range(2):
            wire = getattr(self.local, "wire", None)
            fresh = wire is None
            if fresh:
                wire = self.local.wire = Wire("127.0.0.1", self.port, timeout=120)
            try:
                wire.putrequest(method, path, skip_host="host" in given, skip_accept_encoding=True)
                for key, value in headers:
                    if key.lower() != "content-length":
                        wire.putheader(key, value.encode("latin-1") if isinstance(value, str) else value)
                if body or method in ("POST", "PUT", "PATCH"):
                    wire.putheader("Content-Length", str(len(body)))
                wire.endheaders(body or None)
                return self.read(wire)
            except (http.client.HTTPException, OSError):
                wire.close()
                self.local.wire = None
                # A connection that was kept may have been closed meanwhile; a fresh one that breaks is the office's.
                if fresh or attempt:
                    raise
        raise AssertionError("unreachable")

    def read(self, wire):
        got = wire.getresponse()
        if got.getheader("content-type", "").startswith("text/event-stream"):
            body = first_words(wire, got)
            wire.close()
            self.local.wire = None
        else:
            body = got.read()
        return Answer(got.status, got.getheaders(), body)

    def keep(self, line):
        try:
            morsels = SimpleCookie(line).items()
        except CookieError:
            return
        for name, morsel in morsels:
            # The language stays what it was: the answers of before and after are compared.
            if name == LANGUAGE:
                continue
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields):
        body = urllib.parse.urlencode(fields).encode()
        return self.ask("POST", path, [("Content-Type", "application/x-www-form-urlencoded")], body)

    def follow(self, invitation):
        """Chooses a password by a one-time link."""
        path = urllib.parse.urlsplit(invitation).path
        answer = self.once("POST", path, FORM, urllib.parse.urlencode({"password": PASSWORD, "again": PASSWORD}).encode())
        expect(answer, 303, f"{self.name} follows an invitation")

    def enter(self):
        """Signs in; where this visitor's own wrong passwords slow it, as anybody would be slowed, it waits its turn."""
        fields = urllib.parse.urlencode({"login": self.login, "password": PASSWORD}).encode()
        until = time.monotonic() + PATIENCE
        while (answer := self.once("POST", "/masuk", FORM, fields)).status == 429 and time.monotonic() < until:
            time.sleep(5)
        if answer.status != 303:
            raise RuntimeError(f"{self.name} cannot sign in: {answer.status}")
        self.entries += 1


def first_words(wire, got):
    """Of a stream without an end, what comes at once."""
    if wire.sock is not None:
        wire.sock.settimeout(0.3)
    try:
        return got.read1(4096)
    except OSError:
        return b""


FORM = [("Content-Type", "application/x-www-form-urlencoded")]


def expect(answer, status, what):
    if answer.status != status:
        raise SystemExit(f"FAIL {what}: {answer.status}: {answer.text[:1500]}")
    return answer
