# The two commands: make briefs, make test. Both set up what they need; see README.
.PHONY: briefs test check setup setup-dev bench lock clean

briefs: setup
	@.venv/bin/briefings build

test: setup-dev check
	@.venv/bin/python -m pytest -n auto --dist loadgroup

check: setup-dev
	@.venv/bin/ruff check .
	@.venv/bin/mypy

setup:
	@scripts/setup

setup-dev:
	@scripts/setup dev

bench:
	@scripts/setup bench
	@.venv-bench/bin/python -m benchmarks.ingest

lock:
	@scripts/lock

clean:
	rm -rf build .briefings
