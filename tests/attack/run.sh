#!/usr/bin/env bash
# Other people's attacks against an office that is really there: schemathesis, sqlmap, wapiti, and collections of words
# that are code somewhere. Prints what each found; fails where one found anything. ATTACK=long takes all the time it
# needs, ATTACK_SEED=N repeats a run. Needs: cargo build (rancak, whatsapp-sim), and what scripts/setup test installs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${CARGO_TARGET_DIR:-$here/../../target}

"$here/../../scripts/venv" tests/attack >/dev/null
if [ ! "$here/node_modules/.package-lock.json" -nt "$here/package-lock.json" ]; then
  (cd "$here" && npm ci --silent --ignore-scripts --no-audit --no-fund)
fi
exec "$target/venv-attack/bin/python" -B "$here/attack.py"
