# make run     start aishtui with its embedded broker      make test   run the tests
# make check   format, lint, types, import contracts, tests
# make soak    the long forms: SOAK=2000 conversations over a server that errs at random, the wire's
#                     properties, and fifty kills in mid-answer
# make test-servers   aishtui against a server that nobody here wrote, llama.cpp's, in an environment of its own
#                     (test-servers-litellm: and LiteLLM's proxy, which takes 750 MB)
# make reference   docs/configuration.md and config.default.toml, made of aishtui/store/config_table.py
# make walkthrough   docs/walkthrough.md and its pictures: a new user's first steps, walked and counted
# make bench   the table of docs/performance.md, measured on this machine; ARGS="--only cpu --quick" for a part of it
PYTHON ?= python3
# Tests wait for servers and programs more than they work: four at a time are done in half the time.
WORKERS ?= 4
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev
LLAMA   := .venv-llama
LITELLM := .venv-litellm
# pip knows dependency groups only since 25.1, and Debian's is older.
GROUP  := import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['dev'], sep='\n')

.PHONY: run test check format lint types contracts screenshots reference walkthrough bench soak test-servers test-servers-litellm clean

run: $(RUN)
	@$(BIN)/aishtui --embedded

test: $(DEV)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: format lint types contracts
	@$(MAKE) --no-print-directory test

format: $(DEV)
	@$(BIN)/ruff format --check .

lint: $(DEV)
	@$(BIN)/ruff check .

types: $(DEV)
	@$(BIN)/mypy

contracts: $(DEV)
	@$(BIN)/lint-imports

screenshots: $(DEV)
	@$(BIN)/python -m tests.pictures screenshots

walkthrough: $(DEV)
	@$(BIN)/python -m tests.walkthrough

reference: $(DEV)
	@$(BIN)/python -m aishtui.commands.config_reference

soak: $(DEV)
	@AISHTUI_SOAK=$(or $(SOAK),2000) $(BIN)/python -m pytest tests/soak tests/wire tests/store/test_injected_failures.py tests/stories/test_killing.py $(ARGS)

bench: $(DEV)
	@$(BIN)/python -m benchmarks $(ARGS)

# Servers of others, with what they need and no more: nothing of it reaches aishtui's own environment.
test-servers: $(DEV) $(LLAMA)/.installed
	@$(BIN)/python -m tests.real_servers --llama $(LLAMA)/bin/python $(ARGS)

test-servers-litellm: $(DEV) $(LLAMA)/.installed $(LITELLM)/.installed
	@$(BIN)/python -m tests.real_servers --llama $(LLAMA)/bin/python --litellm $(LITELLM)/bin/python $(ARGS)

.venv-%/.installed: tests/real_servers/requirements-%.txt
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: -r $<
	@touch $@

# The stamps make the second run work without a network: pip is asked only when pyproject.toml has changed.
$(RUN): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@$(BIN)/python -m compileall -q aishtui $(VENV)/lib || true
	@touch $@

$(DEV): $(RUN)
	@$(BIN)/python -c "$(GROUP)" | $(BIN)/python -m pip install --quiet --disable-pip-version-check -r /dev/stdin
	@touch $@

clean:
	rm -rf $(VENV) $(LLAMA) $(LITELLM) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
