"""schemathesis on every address as everybody: nothing breaks, and every answer is one that the document names."""

import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import document as documents

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance"


def run(folder, document, doors, long, seed):
    """`doors` is visitor -> address. Two at once; what those said that failed. The short form tries each address
    thoroughly as one of those who may open it, drawn by lot, and a little as everybody else."""
    lot = documents.dealt(document, list(doors), random.Random(seed))
    todo, failed, lock = list(doors.items()), [], threading.Lock()

    def work():
        while True:
            with lock:
                if not todo:
                    return
                name, url = todo.pop(0)
            mine = lambda path, method: lot[path, method] == name or (long and documents.may(document["paths"][path][method], name))
            for part, told in zip(PARTS, documents.split(document, name, mine)):
                told["paths"] = {path: methods for path, methods in told["paths"].items() if methods}
                if told["paths"]:
                    said = once(folder, f"{name}-{part}", told, url, PARTS[part][long], seed)
                    if said:
                        failed.append(said)

    workers = [threading.Thread(target=work, daemon=True) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return failed


# Of what is tried thoroughly, of what is tried a little and of what is shut: examples in the short form and the long.
PARTS = {"thoroughly": (8, 100), "little": (2, 10), "shut": (1, 5)}


def once(folder, name, told, url, examples, seed):
    place = Path(folder) / f"schemathesis-{name}"
    place.mkdir()
    (place / "openapi.json").write_text(json.dumps(told))
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", "openapi.json", "--url", url]
    command += ["--checks", CHECKS, "--phases", "coverage,fuzzing" if name.endswith("thoroughly") else "fuzzing"]
    command += ["--max-examples", str(examples), "--seed", str(seed), "--continue-on-failure", "--warnings", "off"]
    command += ["--suppress-health-check", "all", "--no-shrink", "--request-timeout", "300"]
    env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "160"}
    done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True)
    (place / "said.txt").write_text(done.stdout + done.stderr)
    if done.returncode == 0:
        return None
    return f"FAIL schemathesis as {name} (exit {done.returncode})\n" + done.stdout[-4000:] + done.stderr[-2000:]
