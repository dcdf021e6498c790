"""A watch between every attacker and the office: a door a visitor, so that whoever comes by it is signed in as them, and
every answer of the whole run is looked at, whichever program asked for it.
"""

import re
import threading
import urllib.parse
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from visitors import Answer, Visitor

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "set-cookie", "date"}

# How a program shows its insides. Each is a finding unless the attacker sent the very words.
TELLS = [
    rb"panicked at|stack backtrace|RUST_BACKTRACE|Traceback \(most recent",
    rb"(?i)\b(sqlite3?|rusqlite|postgres(?:ql)?|tokio[-_]postgres|SQLITE_[A-Z]+)\b",
    rb"(?i)no such (?:table|column|function)|syntax error (?:at|near)|constraint failed|unrecognized token",
    rb"\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\s+\w+.{0,40}\b(?:FROM|VALUES|SET|WHERE)\b",
    rb"(?:/(?:tmp|root|home|usr|work|var|opt|src|etc)/[\w./-]+)|\b[\w/]+\.rs:\d+",
    rb"(?i)\b(?:axum|hyper|tokio|serde|askama|rancak)[/ -]?v?\d+\.\d+\.\d+",
    rb"Failed to (?:deserialize|parse|buffer|read)|Invalid URL:|invalid type: |missing field |Expected request with",
    rb"(?i)(?:office_id|master[_-]key|app_secret|verify_token)\b",
]
TOLD = [re.compile(tell) for tell in TELLS]


class Rows:
    """The addresses there are, as the printed document says."""

    def __init__(self, document):
        self.all = []
        for path, methods in document["paths"].items():
            pattern = "/".join(part(p, path) for p in path.split("/"))
            for method, told in methods.items():
                self.all.append((method.upper(), re.compile(f"{pattern}$"), path, told))
        # As a router chooses: a word that stands there goes before one that may be anything.
        self.all.sort(key=lambda row: ["{" in p for p in row[2].split("/")])

    def of(self, method, path):
        """The template and what is told of it; none where there is no such address."""
        method = "GET" if method == "HEAD" else method
        for verb, pattern, template, told in self.all:
            if verb == method and pattern.match(path):
                return template, told, pattern.match(path)
        return None, None, None


def part(word, path):
    if not word.startswith("{"):
        return re.escape(word)
    return f"(?P<{word[1:-1]}>.+)" if path.startswith("/aset/") else f"(?P<{word[1:-1]}>[^/]+)"


class Watch:
    def __init__(self, document, markers):
        self.rows, self.markers = Rows(document), [m.encode() for m in markers]
        self.lock = threading.Lock()
        self.findings, self.seen, self.said = {}, Counter(), {}
        self.nothing, self.doors = {}, []

    def door(self, visitor):
        """An address of this machine at which whoever asks is this visitor."""
        if visitor.name not in self.nothing:
            self.nothing[visitor.name] = visitor.get("/meja/tidak-ada")
            self.nothing[visitor.name, "public"] = visitor.get("/tidak-ada")
            visitor.watch = self
        server = Doors(("127.0.0.1", 0), Door)
        server.daemon_threads, server.visitor, server.watch = True, visitor, self
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.doors.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    def close(self):
        for server in self.doors:
            server.shutdown()
            server.server_close()

    def found(self, kind, who, method, path, detail):
        template, _, _ = self.rows.of(method, path.split("?")[0])
        key = (kind, who, method, template or path[:60])
        with self.lock:
            self.findings.setdefault(key, []).append(f"{method} {path[:300]}: {detail}"[:1500])

    def look(self, visitor, method, target, body, answer):
        path = target.split("?")[0]
        template, row, _ = self.rows.of(method, path)
        with self.lock:
            self.seen[visitor.name, method, template or "-", answer.status] += 1
        finding = lambda kind, detail: self.found(kind, visitor.name, method, target, detail)
        if answer.status >= 500:
            finding("breaks", f"{answer.status} {body[:200]!r}")
        # What is no HTTP at all is refused before there is an address.
        unheard = answer.status in (400, 414, 431) and not answer.body and not answer.header("content-type")
        if row is not None and not unheard and str(answer.status) not in row["responses"]:
            finding("undocumented", f"{answer.status} {answer.header('content-type')} {body[:200]!r}")
        if method != "HEAD":
            self.is_told_nothing(visitor, row, path, answer, finding)
        self.leaks(visitor, row, target, body, answer, finding)

    def is_told_nothing(self, visitor, row, path, answer, finding):
        """Whoever may not, and whoever asks for what is not there, gets the same bytes."""
        desk = path == "/meja" or path.startswith("/meja/")
        officers = row is not None and "x-roles" in row
        denied = desk and (row is None or visitor.name not in row.get("x-roles", []))
        nothing = self.nothing[visitor.name] if desk else self.nothing[visitor.name, "public"]
        if denied or (row is None and not path.startswith("/aset")):
            if (answer.status, answer.body) != (nothing.status, nothing.body) and answer.status != 403:
                finding("denied otherwise", f"{answer.status} {answer.body[:300]!r}")
        elif officers and answer.status == 404 and answer.body != nothing.body:
            finding("another 404", repr(answer.body[:300]))

    def leaks(self, visitor, row, target, body, answer, finding):
        whole = b"\n".join(f"{k}: {v}".encode("latin-1", "replace") for k, v in answer.headers) + b"\n\n" + answer.body
        sent = said(target, body)
        # Shown to an officer is only what the table of permissions gives a reason for; an administrator sees no case.
        may = visitor.login not in ("", "admin") and row is not None and "x-purpose" in row and visitor.name in row.get("x-roles", [])
        if not may:
            for marker in self.markers:
                if marker in whole and marker not in sent and marker not in visitor.own:
                    finding("tells of a resident", f"{answer.status} {marker.decode()}: {around(whole, marker)!r}")
                    break
        kind = answer.header("content-type")
        if kind.startswith(("text/", "application/json")) and not target.startswith("/aset/"):
            for tell in TOLD:
                found = tell.search(whole)
                if found and found[0] not in sent and not self.was_said(found[0]):
                    finding("tells of its insides", f"{answer.status} {around(whole, found[0])!r}")
        with self.lock:
            if any(tell.search(sent) for tell in TOLD):
                self.said[sent] = True

    def was_said(self, words):
        with self.lock:
            return any(words in sent for sent in self.said)

    def report(self):
        """A line a finding, the worst first."""
        lines = []
        for (kind, who, method, template), all_ in sorted(self.findings.items()):
            lines.append(f"FAIL {kind}: {who}: {method} {template} ({len(all_)}×)\n     {all_[0]}")
        return lines


def said(target, body):
    """What was sent, in the ways in which it may come back."""
    raw = target.encode("latin-1", "replace") + b"\n" + body
    plain = urllib.parse.unquote_to_bytes(raw.replace(b"+", b" "))
    return raw + b"\n" + plain


def around(whole, words):
    at = whole.find(words)
    return whole[max(0, at - 60):at + len(words) + 60]


class Doors(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """An attacker that goes away in the middle is nobody's fault."""


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.forward
        raise AttributeError(name)

    def forward(self):
        body = self.body()
        visitor, watch = self.server.visitor, self.server.watch
        headers = [(k, v) for k, v in self.headers.items() if k.lower() not in HOP and k.lower() != "accept-encoding"]
        target = self.path if self.path.startswith("/") else urllib.parse.urlsplit(self.path).path or "/"
        try:
            answer = visitor.ask(self.command, target, headers, body)
        except Exception as e:  # whatever the office did, the attacker must go on
            watch.found("answers nothing", visitor.name, self.command, target, f"{type(e).__name__}: {e}")
            self.send_error(502)
            return
        try:
            self.pass_on(answer)
        except OSError:
            # A browser that has seen enough goes away in the middle.
            self.close_connection = True

    def pass_on(self, answer):
        self.send_response_only(answer.status)
        for key, value in answer.headers:
            if key.lower() not in HOP:
                self.send_header(key, value)
        empty = answer.status in (204, 304) or self.command == "HEAD"
        if not empty or answer.status == 200:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if not empty:
            self.wfile.write(answer.body)

    def body(self):
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            whole = b""
            while size := int(self.rfile.readline().split(b";")[0] or b"0", 16):
                whole += self.rfile.read(size)
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return whole
        length = self.headers.get("content-length", "0")
        return self.rfile.read(int(length)) if length.isdigit() else b""

    def log_message(self, *_):
        pass


def missed(document, markers):
    """Answers that must be findings, shown to a watch of their own; the kinds that it did not see."""
    watch = Watch(document, markers)
    page = [("content-type", "text/html; charset=utf-8")]
    nothing = Answer(404, page, b"<p>Halaman tidak ada</p>")
    watch.nothing = {"administrator": nothing, ("administrator", "public"): nothing}
    visitor = Visitor("administrator", 0, "", "admin")
    told = [
        ("breaks", "GET", "/meja", b"", Answer(500, page, b"")),
        ("undocumented", "GET", "/meja", b"", Answer(418, page, b"")),
        ("denied otherwise", "GET", "/meja/cari", b"", Answer(200, page, b"<form>")),
        ("another 404", "GET", "/meja/pengguna/7", b"", Answer(404, page, b"<p>Akun 7 tidak ada</p>")),
        ("tells of a resident", "GET", "/meja", b"", Answer(200, page, markers[-1].encode())),
        ("tells of its insides", "GET", "/meja", b"q=1", Answer(200, page, b"near \"x\": syntax error at line 1")),
    ]
    for _, method, target, body, answer in told:
        watch.look(visitor, method, target, body, answer)
    seen = {kind for kind, *_ in watch.findings}
    return [f"FAIL the watch did not see what {kind}" for kind, *_ in told if kind not in seen]
