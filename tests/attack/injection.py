"""sqlmap and wapiti, as they come, against the office through a signed-in officer's door and a stranger's; and against a
server that is vulnerable on purpose, where they must find what is there.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path

import vulnerable

# Whoever tried fewer addresses and forms came nowhere.
LEAST = 4
MODULES = "sql,blindsql,xss,permanentxss,redirect,crlf,exec,file"


def sqlmap(folder, name, url, data=None, wide=False):
    """The parameters that sqlmap finished as SQL; nothing where there are none."""
    place = Path(folder) / f"sqlmap-{name}"
    place.mkdir()
    command = [str(Path(sys.executable).with_name("sqlmap")), "-u", url, "--batch", "--disable-coloring"]
    command += ["--output-dir", str(place), "--flush-session", "--timeout", "60", "--time-sec", "3"]
    # Answers that tell wrong words apart (404, 422) are what the office is there for.
    command += ["--ignore-code", "*", "--skip", "form"]
    command += ["--level", "3", "--risk", "2"] if wide else ["--level", "1", "--risk", "1", "--dbms", "sqlite"]
    command += ["--data", data] if data else []
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    (place / "said.txt").write_text(done.stdout + done.stderr)
    tested = done.stdout.count("testing if") + done.stdout.count("appears to be dynamic")
    if "all tested parameters do not appear to be injectable" not in done.stdout:
        if "identified the following injection point" in done.stdout:
            start = done.stdout.index("identified the following injection point")
            return [done.stdout[start:start + 900]]
        return [f"sqlmap came to no end ({tested}): {done.stdout[-1200:]}"]
    return []


def wapiti(folder, name, url, seconds, starts=()):
    """What wapiti calls a vulnerability (kind, method, path, parameter), and how many addresses and forms it tried.
    `seconds` it may look around, and attack by each of its modules.
    """
    scan, attack = seconds
    place = Path(folder) / f"wapiti-{name}"
    (place / "config").mkdir(parents=True)
    # Or it looks for this list of other people's programs, which no module of ours reads, on the net.
    (place / "config/apps.json").write_text("{}")
    command = ["wapiti", "-u", url, "-m", MODULES, "--flush-session", "--no-bugreport", "-v", "1", "-d", "2"]
    command += ["--store-session", str(place / "session"), "--store-config", str(place / "config")]
    command += ["-f", "json", "-o", str(place / "report.json"), "--max-links-per-page", "40", "--max-files-per-dir", "12"]
    command += ["--max-scan-time", str(scan), "--max-attack-time", str(attack), "--max-parameters", "30"]
    for start in starts:
        command += ["-s", start]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    (place / "said.txt").write_text(done.stdout + done.stderr)
    try:
        report = json.loads((place / "report.json").read_text())
    except (OSError, ValueError):
        raise SystemExit(f"FAIL wapiti as {name} wrote no report: {done.stdout[-1500:]} {done.stderr[-1500:]}") from None
    found = [(kind, f) for kind, all_ in report["vulnerabilities"].items() for f in all_]
    attacked = len({line for line in done.stdout.splitlines() if line.startswith("[+] ")})
    return [(kind, f["method"], f["path"], f["parameter"] or "", f["info"]) for kind, f in found], attacked


def finds_what_is_there(folder):
    """Both find the faults of the server that is vulnerable on purpose; what they missed."""
    server = vulnerable.Rapuh()
    missed = []
    found, _ = wapiti(folder, "vulnerable", server.url + "/", (20, 20))
    told = {(kind, path, parameter) for kind, _, path, parameter, _ in found}
    for kind, path, parameter in [
        ("SQL Injection", "/cari", "q"),
        ("Cross Site Scripting", "/sapa", "nama"),
        ("Cross Site Scripting", "/tulis", "pesan"),
    ]:
        if (kind, path, parameter) not in told:
            missed.append(f"FAIL wapiti did not find {kind} at {path} ({parameter}), which is there: {sorted(told)}")
    found = sqlmap(folder, "vulnerable", f"{server.url}/cari?q=umpama")
    if not any("Parameter: q (GET)" in words for words in found):
        missed.append(f"FAIL sqlmap did not find the injection at /cari (q), which is there: {found}")
    server.shutdown()
    return missed


def run(folder, targets, sites, seconds, wide):
    """`targets` is name -> (url, data) for sqlmap, `sites` name -> (url, starts) for wapiti. Two at once."""
    todo = [("sqlmap", name, told) for name, told in targets.items()]
    todo += [("wapiti", name, told) for name, told in sites.items()]
    found, lock, attacked = [], threading.Lock(), {}

    def work():
        while True:
            with lock:
                if not todo:
                    return
                tool, name, (url, more) = todo.pop()
            if tool == "sqlmap":
                found.extend(f"FAIL sqlmap at {name}: {words}" for words in sqlmap(folder, name, url, more, wide))
            else:
                vulnerabilities, attacked[name] = wapiti(folder, name, url, seconds, more)
                found.extend(f"FAIL wapiti as {name}: {v}" for v in vulnerabilities)
                if attacked[name] < LEAST:
                    found.append(f"FAIL wapiti as {name} tried {attacked[name]} addresses only")

    workers = [threading.Thread(target=work, daemon=True) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return found, attacked
