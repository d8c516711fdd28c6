# Everything a stranger needs: Python 3.11, pip and make. `make help` lists the targets.
PYTHON ?= python3
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1
export PIP_ROOT_USER_ACTION = ignore

bin := .venv/bin
run := $(bin)/respondeat -w demo
comma := ,
pytest := $(bin)/python -m pytest
lock := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --quiet

# pip of the environment, or where venv came without one, the pip beside PYTHON
pip = if [ -x $(bin)/pip ]; then $(bin)/python -m pip $(1); \
	else $(PYTHON) -m pip --python $(bin)/python $(1); fi
say = @printf '\n== %s\n\n' "$(1)"

.DEFAULT_GOAL := help
.PHONY: help demo test proofs bench format readme lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 14

demo: .venv/core ## install, build a workspace from the bundled corpus, and ask it
	@rm -rf demo
	$(call say,The bundled corpus becomes a record and an index in ./demo)
	@$(run) load corpus --by 'make demo' >/dev/null
	@$(run) verify $(if $(RESPONDEAT_DATA),--texts $(RESPONDEAT_DATA)/article)
	$(call say,1. What is claimed about Idlib: bounds$(comma) hedges$(comma) voices and places in the text)
	@$(run) ask queries/demo/idlib.rq
	$(call say,2. Many outlets and few voices: who passes on whom)
	@$(run) ask one-voice-many-outlets
	$(call say,3. What the article changed against its upstream)
	@$(run) ask queries/demo/changed.rq
	$(call say,4. Who is accused$(comma) of what$(comma) by whom; and what is demanded)
	@$(run) ask queries/demo/accused.rq
	@echo
	@$(run) ask queries/demo/demands.rq
	$(call say,5. Khan Shaykhun$(comma) 4 April 2017: who attributes it to whom$(comma) and who denies it)
	@$(run) ask queries/demo/attributed.rq
	$(call say,6. Khan Shaykhun: what bound that day$(comma) and why the memorandum did not)
	@$(run) scope incident:khan-shaykhun-2017-04-04 --actor actor:syrian-armed-forces
	$(call say,7. The massacres reported from Idlib: who may have to answer$(comma) by which links$(comma) on whose word)
	@$(run) trace set:idlib-massacres-2017-2018 --to actor:russia --table
	$(call say,The dossier of that set)
	@$(run) report set:idlib-massacres-2017-2018 --against respondent --out demo
	$(call say,Ask more: .venv/bin/respondeat -w demo ask)

test: .venv/dev ## lint, types, floors, tests with doctests, notebooks: what CI runs
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports
	$(pytest) -n auto --dist worksteal
	$(pytest) --nbmake notebooks

proofs: .venv/dev ## the long counts: kills, cuts, flips, mutations
	RESPONDEAT_PROOFS=1 $(pytest) tests/test_reliability.py --durations 0 -vv

bench: .venv/dev ## measure what benchmarks/RESULTS.md claims
	@for script in benchmarks/[a-z]*.py; do $(bin)/python $$script || exit 1; done

format: .venv/dev ## format the code and the notebooks
	$(bin)/ruff check --fix-only --quiet
	$(bin)/ruff format

readme: .venv/dev ## write the commands into README.md
	$(bin)/python tests/test_project.py

lock: ## resolve the dependencies again (needs uv)
	$(lock) --all-extras --group dev --group build -o requirements-dev.lock
	$(lock) --group build --constraint requirements-dev.lock --no-annotate -o requirements.lock

clean: ## remove what was made
	rm -rf .venv demo dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/core: requirements.lock pyproject.toml
	@test -x $(bin)/python || $(PYTHON) -m venv .venv || $(PYTHON) -m venv --clear --without-pip .venv
	@echo 'installing the locked dependencies into .venv'
	@$(call pip,install -qq --require-hashes -r requirements.lock)
	@$(call pip,install -qq --no-deps --no-build-isolation --editable .)
	@touch $@

.venv/dev: .venv/core requirements-dev.lock
	@echo 'installing the locked tools into .venv'
	@$(call pip,install -qq --require-hashes -r requirements-dev.lock)
	@touch $@
