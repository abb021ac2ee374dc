# Each line is a command you could type.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.installed

.PHONY: demo reset test check bench bench-data format lock

demo: $(READY)
	@MAVENRY_ENV=demo $(BIN)/flask --app wsgi demo

reset: $(READY)
	@MAVENRY_ENV=demo $(BIN)/flask --app wsgi reset-demo

# With WHOLE=1 every part of every page is looked at, and pages are read and changes tried on PostgreSQL, too.
WHOLLY := $(if $(WHOLE),--whole)
test: $(READY)
	$(BIN)/pytest -n 2 --dist loadscope $(WHOLLY)
	@if [ -n "$$TEST_POSTGRES_URL" ]; then $(BIN)/pytest -n 2 --dist loadscope --engine postgresql $(WHOLLY); \
	elif [ "$$CI" = true ]; then echo "CI needs TEST_POSTGRES_URL" >&2; exit 1; \
	else echo "PostgreSQL was left out: set TEST_POSTGRES_URL to the address of a server for tests"; fi

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates marketplace/simulator/templates --lint --quiet
	$(BIN)/python -m tests.rules.dead_code
	@scratch=$$(mktemp -d); export INSTANCE_PATH=$$scratch; \
	$(BIN)/flask --app wsgi db upgrade && $(BIN)/flask --app wsgi db check; done=$$?; rm -r $$scratch; exit $$done

# N experts for measuring, into DATABASE_URL, or a file under instance/bench/ and the server of BENCH_POSTGRES_URL.
bench-data: $(READY)
	$(BIN)/python -m tests.bench.data $(N)

# N chooses among the sizes that bench-data has made; all of them without it.
bench: $(READY)
	N="$(N)" $(BIN)/python -m tests.bench

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --quiet --output-file requirements.lock

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
