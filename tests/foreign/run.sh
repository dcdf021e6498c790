#!/usr/bin/env bash
# Other people's clients of the Cloud API against the SIMULATOR: if they and our office both get along with
# it, it speaks the protocol and not merely our reading of it. Prints a line per check; stops at the first
# that fails. Needs: cargo build -p whatsapp_sim, python3 with venv, node with npm.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${CARGO_TARGET_DIR:-$here/../../target}
simulator=${WHATSAPP_SIM:-$target/debug/whatsapp-sim}

"$here/../../scripts/venv" tests/foreign >/dev/null
venv=$target/venv-foreign
if [ ! "$here/node_modules/.package-lock.json" -nt "$here/package-lock.json" ]; then
  (cd "$here" && npm ci --silent --ignore-scripts --no-audit --no-fund)
fi

started=$(mktemp)
# Any set-up of this machine for a simulator of its own must not reach the one under test.
env -u WHATSAPP_SIM_ACCESS_TOKEN -u WHATSAPP_SIM_PHONE_NUMBER_ID -u WHATSAPP_SIM_DB -u WHATSAPP_SIM_WEBHOOK_URL \
  "$simulator" --bind 127.0.0.1 --port 0 >"$started" &
pid=$!
trap 'kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -f "$started"' EXIT
for _ in $(seq 100); do
  [ -s "$started" ] && break
  kill -0 "$pid" || { echo "FAIL the simulator did not start" >&2; exit 1; }
  sleep 0.1
done
base=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["base_url"])' <"$started")

verify() { python3 "$here/verify.py" "$@"; }
verify pywa "$base" 6281200000001 "$venv/bin/python" "$here/callers/pywa_caller.py"
verify kapso "$base" 6281200000002 node "$here/callers/kapso.mjs"
verify great-detail "$base" 6281200000003 node "$here/callers/great_detail.mjs"
