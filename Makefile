# The commands of the project. The first command that you run sets the project up; later commands start at once.
#
# ARGS is passed on unchanged, quotes and spaces included:  make acceptance ARGS="-k 'join and not ask' --headed"
# ROOM is the room file or the URL of the room under test:  make acceptance ROOM=acme.toml
# SHARD is one of several parts of the features, for several machines:  make acceptance SHARD=2/5
# MODERATOR and ATTENDEE are the two links of a running meeting, in place of ROOM:  make doctor MODERATOR=... ATTENDEE=...

PYTHON := .venv/bin/python
# One worker for each processor that may be used (tools/processors_plugin.py).
WORKERS ?= auto
PYTEST := $(PYTHON) -m pytest
FEATURES := $(PYTEST) -o testpaths=features --numprocesses=$(WORKERS)
# The results of a run: the living documentation, its record of Cucumber Messages, and JUnit XML beside the record.
DOCS := build/living-docs
RECORDED := --living-docs=$(DOCS) --junit-xml=$(DOCS)/record/junit.xml

# `make test` writes its record elsewhere, and without pictures, which take time and only readers need.
TESTED := --living-docs=build/test/living-docs --junit-xml=build/test/junit.xml --no-pictures

# Passed in environment variables, so that no shell interprets characters of a path or an address.
export STAGEDOOR_ROOM := $(value ROOM)
export STAGEDOOR_MODERATOR := $(value MODERATOR)
export STAGEDOOR_ATTENDEE := $(value ATTENDEE)
export STAGEDOOR_SHARD := $(value SHARD)
unexport ROOM MODERATOR ATTENDEE SHARD
ROOM_OPTION = $(if $(STAGEDOOR_ROOM),--room="$$STAGEDOOR_ROOM") \
	$(if $(STAGEDOOR_MODERATOR),--moderator="$$STAGEDOOR_MODERATOR") \
	$(if $(STAGEDOOR_ATTENDEE),--attendee="$$STAGEDOOR_ATTENDEE")
SHARD_OPTION = $(if $(STAGEDOOR_SHARD),--shard="$$STAGEDOOR_SHARD")

# Shows progress at once, also in a pipe, as in CI.
export PYTHONUNBUFFERED := 1
# A run starts hundreds of processes; without stored bytecode, each would compile the project's modules again.
unexport PYTHONDONTWRITEBYTECODE

# Tests of the code. With `worksteal`, no worker is idle at the end, and most tests of a module run on the same worker.
# The tests of the code spend half of their time waiting; “logical” is three workers for two processors.
TESTS := $(PYTEST) tests --numprocesses=$(if $(filter auto,$(WORKERS)),logical,$(WORKERS)) --dist=worksteal --progress=on
# The markers are registered in pyproject.toml.
FAST := not (browser or nested_run or disruption or exhaustive)

LINT := $(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check . && $(PYTHON) -m tools.layers && $(PYTHON) -m tools.project_rules && $(PYTHON) -m tools.javascript lint
TYPES := $(PYTHON) -m mypy && $(PYTHON) -m tools.javascript types

# Prints the name of each stage of `make check` or `make test`, and the name of the stage that failed.
stage = @printf '\n== %s\n' '$(1)'; $(2) || { printf 'make $@: stopped at "%s"\n' '$(1)' >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help acceptance doctor docs matrix rooms room livekit mutants generated-mutants check test benchmarks load setup environment lint format types bundle protocol site audit sbom lock update clean

help: ## show all commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r command words; \
	do printf '%-23s %s\n' "$$command" "$$words"; done

acceptance: setup ## run every feature in real browsers and write the living documentation; ROOM=...: a room file or address; MODERATOR=... ATTENDEE=...: links of a running meeting; ARGS='...': pytest's options
	@$(FEATURES) $(RECORDED) $(ROOM_OPTION) $(SHARD_OPTION) $(value ARGS)

doctor: setup ## before the first run in a room: list which places of the contract are found in ROOM=..., and what is in place of missing ones
	@$(PYTHON) -m conformance.doctor $(ROOM_OPTION) $(value ARGS)

docs: environment ## build the living documentation again from the record of the last run; ARGS='...': other records
	@$(PYTHON) -m living_docs build $(value ARGS)

matrix: environment ## compare rooms, rule by rule; ARGS='...' (required): their records, or conformance.json files
	@$(PYTHON) -m living_docs matrix $(value ARGS)

rooms: setup ## run the features in every installed room, print how to get the others, and write docs/conformance-matrix.md; ARGS='...': names of rooms, to run only these
	@$(PYTHON) -m tools.make_matrix $(value ARGS)

mutants: setup ## break the reference room in many small ways, and check that the features fail; ARGS='...': mutants, rules, or options
	@$(PYTHON) -m tests.mutants $(value ARGS)

generated-mutants: environment ## change the rules one expression at a time with mutmut, and check that their unit tests fail
	@$(PYTHON) -m tests.mutants.generated $(value ARGS)

room: environment ## start the reference room; ARGS='...': its options, such as --port
	@exec $(PYTHON) -m reference_server $(value ARGS)

livekit: environment ## build LiveKit's server from source, which takes minutes, into the user's cache folder
	@$(PYTHON) -m rooms.livekit_server

check: environment ## run lint, format, types and the fast tests, within a minute; do so before every commit
	$(call stage,lint,$(LINT))
	$(call stage,types,$(TYPES))
	$(call stage,fast tests,$(TESTS) -m '$(FAST)')

test: setup ## run lint, types, the tests of the code, and all features
	$(call stage,lint,$(LINT))
	$(call stage,types,$(TYPES))
	$(call stage,tests of the code,$(TESTS))
	$(call stage,features,$(FEATURES) $(TESTED))

benchmarks: setup ## measure a scenario, a connection, the pictures and the page load; best on an idle machine
	@$(PYTHON) -m tests.benchmarks.scenario_cost
	@$(PYTHON) -m tests.benchmarks.first_frame
	@$(PYTHON) -m tests.benchmarks.picture_cost
	@$(PYTHON) -m tests.benchmarks.page_load

load: environment ## measure many people in one session, compared with a bare Flask-SocketIO server; ARGS='--sizes 10 100 1000 5000'
	@$(PYTHON) -m tests.benchmarks.load $(value ARGS)

lint: environment ## check the style of Python, JavaScript and style sheets, the format, and the imports between folders
	@$(LINT)

format: environment ## correct style and format where that is safe
	@$(PYTHON) -m ruff check --fix . && $(PYTHON) -m ruff format .

types: environment ## check the types of Python and of the room's JavaScript
	@$(TYPES)

bundle: environment ## rebuild the bundles of the room's scripts and style sheets
	@$(PYTHON) -m tools.javascript bundle

protocol: environment ## write docs/wire-protocol.md from the room's code
	@$(PYTHON) -m tools.wire_protocol

setup: ## install the virtual environment, the pinned packages and a browser
	@.ci/setup

environment:
	@.ci/setup --no-browser

site: environment ## build the documentation as a site with search, in build/site
	@$(PYTHON) -m tools.site

audit: environment ## look for known vulnerabilities in all pinned packages and vendored files; ARGS='...': options, such as --service osv
	@$(PYTHON) -m tools.audit $(value ARGS)

sbom: environment ## write the software bill of materials, in build/sbom.json
	@$(PYTHON) -m tools.audit sbom

lock: environment ## pin the dependencies of pyproject.toml again; ARGS=--upgrade for newer versions
	@.ci/lock $(value ARGS)

update: environment ## update every dependency except vendored files (VENDORED.md): pin the newest versions, install them, rebuild what depends on them, and check
	@.ci/lock --upgrade
	@$(PYTHON) -m tools.javascript update
	@.ci/setup --no-browser
	@$(PYTHON) -m tools.javascript bundle
	@$(MAKE) --no-print-directory check

clean: ## remove all files that set-up and runs have created, except the room's data
	@rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
