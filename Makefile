# Two commands do everything: `make demo` and `make test`. The work is in clinic/bootstrap/.
PYTHON ?= python3
export PORT HTTPS VIDEO EXERCISE LOCALE

.PHONY: demo test fast install format messages clean

demo: ## Install, start everything and analyze a video: PORT=8000 HTTPS=1 VIDEO=clip.mp4 EXERCISE=squat
	@$(PYTHON) -m clinic.bootstrap demo

test: ## Install what tests need and run every check
	@$(PYTHON) -m clinic.bootstrap test

fast: ## The checks of `make test` without slow tests
	@$(PYTHON) -m clinic.bootstrap fast

install: ## Install everything development needs into .venv
	@$(PYTHON) -m clinic.bootstrap install

format: install ## Format and mend what can be mended
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

messages: ## Collect the texts to translate into clinic/locale: LOCALE="de es ar"
	@$(PYTHON) -m clinic.bootstrap messages

clean: ## Remove what was installed and the demo's state
	rm -rf .venv node_modules var
