# Each target does its own set-up; `make demo` and `make test` are all a newcomer needs.
.PHONY: demo test torture attack mutants bench build fmt clean

demo:
	scripts/setup build
	cargo build --locked --profile demo -p office -p whatsapp_sim -p printer_sim
	target/demo/rancak demo

test:
	scripts/setup test
	scripts/test

# Faults of disk, power, clock and network, so often as `make test` has them; TORTURE=long takes days.
torture:
	scripts/setup test
	scripts/torture

# Not part of `make test`: it takes long. ATTACK=short leaves most of it to the lot.
attack:
	scripts/setup test attack
	cargo build --locked --workspace --bins
	ATTACK=$${ATTACK:-long} tests/attack/run.sh

# Not part of `make test` either: breaks the code line by line and asks whether a test notices. About an hour.
mutants:
	scripts/mutants

bench:
	scripts/setup bench
	cargo build --locked --release -p bench -p office
	target/release/bench

build:
	scripts/setup build
	cargo build --locked --release -p office

fmt:
	cargo fmt --all

clean:
	cargo clean
	rm -rf crates/office/assets/dist var
