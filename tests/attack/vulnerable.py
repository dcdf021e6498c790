"""A server with the faults that the attack looks for, on purpose: a search that an attacker can finish as SQL, a word
that comes back as markup, another that is kept and comes back as markup. Whatever does not find them finds nothing.
Serves this machine only, holds invented words only, and is part of nothing that runs.
"""

import html
import sqlite3
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HEAD = "<!doctype html><html lang=id><title>Sengaja rapuh</title>"
FORMS = (
    "<form action=/cari><input name=q value=umpama><button>Cari</button></form>"
    "<form action=/sapa><input name=nama value=umpama><button>Sapa</button></form>"
    "<form action=/tulis method=post><input name=pesan value=umpama><button>Tulis</button></form>"
    '<p><a href="/cari?q=umpama">cari</a> <a href="/sapa?nama=umpama">sapa</a> <a href="/baca">baca</a></p>'
)


class Rapuh(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Page)
        self.kept, self.lock = [], threading.Lock()
        self.db = sqlite3.connect(":memory:", check_same_thread=False)
        self.db.execute("CREATE TABLE warga (nama TEXT, alamat TEXT)")
        rows = [("umpama", "Painan"), ("misalnya", "Tarusan"), ("ibarat", "Salido")]
        self.db.executemany("INSERT INTO warga VALUES (?, ?)", rows)
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_port}"


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        path, _, query = self.path.partition("?")
        asked = dict(urllib.parse.parse_qsl(query))
        if path == "/cari":
            self.search(asked.get("q", ""))
        elif path == "/sapa":
            self.told(200, f"{HEAD}<p>Halo {asked.get('nama', '')}</p>")
        elif path == "/baca":
            self.told(200, HEAD + "".join(f"<p>{word}</p>" for word in self.server.kept[-400:]))
        else:
            self.told(200, HEAD + FORMS)

    def do_POST(self):
        sent = self.rfile.read(int(self.headers.get("content-length", "0"))).decode("utf-8", "replace")
        self.server.kept.append(dict(urllib.parse.parse_qsl(sent)).get("pesan", ""))
        self.told(200, f'{HEAD}<p>Tertulis. <a href="/baca">baca</a></p>')

    def search(self, word):
        try:
            with self.server.lock:
                found = self.server.db.execute(f"SELECT nama, alamat FROM warga WHERE nama = '{word}'").fetchall()
        except (sqlite3.Error, sqlite3.Warning) as e:
            return self.told(500, f"{HEAD}<p>sqlite3.OperationalError: {html.escape(str(e))}</p>")
        self.told(200, HEAD + "".join(f"<li>{html.escape(str(row))}</li>" for row in found))

    def told(self, status, text):
        read = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(read)))
        self.end_headers()
        self.wfile.write(read)

    def log_message(self, *_):
        pass
