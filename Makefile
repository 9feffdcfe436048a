# Everything one does with this project. `make` alone lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve test dist dist-test dist-crash package host audit reproduce bench bench-body bench-life bench-read bench-similar bench-tape eval-similar weigh tools test-tools lint clean

# cargo installs its programs here, and not every shell has it on PATH.
CARGO_HOME ?= $(HOME)/.cargo
export PATH := $(CARGO_HOME)/bin:$(PATH)

# trunk reads NO_COLOR=1 as a broken option, and need not look for updates.
unexport NO_COLOR
export TRUNK_SKIP_VERSION_CHECK := true

# Steps are announced with the seconds since the first make started.
ifndef STARTED
STARTED := $(shell date +%s)
endif
export STARTED
say = @printf '[%4d s] %s\n' "$$(($$(date +%s) - $(STARTED)))" '$(1)'

PORT ?= 8080
# A browser tab is opened on a desktop only: never for root, never in CI.
OPEN := $(shell if [ -z "$$CI" ] && [ "$$(id -u)" -ne 0 ] && { [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; }; then echo --open; fi)

WASM := --target wasm32-unknown-unknown

help: ## list the targets
	@echo 'make <target>:'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: tools ## build, serve on http://127.0.0.1:8080/ and rebuild on every change (PORT=… for another port)
	@node -e 'require("net").createServer().once("error", (e) => { console.error("port $(PORT) cannot be used (" + e.code + "): end the program that has it, or choose another with `make serve PORT=8081`"); process.exit(1); }).listen($(PORT), "127.0.0.1", () => process.exit());'
	@mkdir -p dist dist-test dist-crash
	@echo 'serving on http://127.0.0.1:$(PORT)/ as soon as the first build is done (a minute or two the first time); Ctrl-C ends it'
	@trunk serve --port $(PORT) $(OPEN) --ignore dist --ignore dist-test --ignore dist-crash --ignore node_modules

test: tools test-tools lint ## everything that must pass: lint, all tests, size budget
	$(call say,native tests)
	cargo test --workspace --exclude e2e
	$(call say,tests in the browser)
	CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
	CHROMEDRIVER="$${CHROMEDRIVER:-$$(command -v chromedriver)}" \
	cargo test $(WASM) --test browser -p news-widget
	@$(MAKE) --no-print-directory dist-test dist-crash host
	$(call say,tests of the delivered files)
	cargo test -p e2e
	$(call say,all passed)

# Messages in the module name source files: by the crate alone, not by the home folder or the
# registry of whoever built it. Looked up late, for the folders may only just have come.
REMAP = $(foreach folder,$(wildcard $(CARGO_HOME)/registry/src/*),--remap-path-prefix=$(folder)/=)
TRUNK_BUILD = CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS='$(REMAP)' trunk build --release

dist: tools ## build the files to deliver into dist/
	$(call say,building dist)
	@$(TRUNK_BUILD) --dist dist

dist-test: tools ## the same with an open shadow root, for the tests, into dist-test/
	$(call say,building dist-test)
	@NEWS_WIDGET_ROOT=open $(TRUNK_BUILD) --dist dist-test

dist-crash: tools ## the same with a switch that makes it crash, for the tests, into dist-crash/
	$(call say,building dist-crash)
	@NEWS_WIDGET_ROOT=open $(TRUNK_BUILD) --features crash --dist dist-crash

package: dist ## make the npm package into target/package/ and pack it
	$(call say,packing)
	@node embed/package.mjs dist target/package
	@cd target && npm pack --silent ./package

host: package ## build the pages of other frameworks that use the package, for the tests, into target/host/
	$(call say,building the host pages)
	@sh tools/setup.sh hosts
	@cd tests/host && npm install --silent --no-save --no-package-lock --no-audit --no-fund ../../target/news-widget-*.tgz
	@cd tests/host && npm run --silent types && npm run --silent build

reproduce: tools ## build twice from nothing and compare the bytes (some minutes)
	@CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS='$(REMAP)' sh tools/reproduce.sh

audit: tools ## licences, versions, sources and known holes of all that the project is built of
	@sh tools/setup.sh deny
	@sh tools/audit.sh

bench: dist test-tools ## measure the delivered widget in a browser
	$(call say,measuring)
	node bench/run.mjs

bench-body: dist test-tools ## how long the texts of articles take from HTML to nodes on the page
	$(call say,measuring)
	node bench/body.mjs

bench-life: dist test-tools ## what a hundred elements cost, a thousand lives, and a crash
	$(call say,measuring)
	node bench/life.mjs

bench-read: ## how long the readers take for 1 and 10 MB of everything, and of the worst (some six minutes)
	cargo bench --bench read

bench-tape: dist test-tools ## what moving rates cost a second, beside still ones and a ticker that script moves
	$(call say,measuring)
	node bench/tape.mjs

bench-similar: dist test-tools ## what the choice of similar news costs for 1,000 and 10,000 candidates, beside MiniSearch
	$(call say,measuring)
	node bench/similar.mjs

# Sets of news with judgements of what is similar; what a set is, says bench/similar.rs.
SETS ?= ../shared/corpus/similar
eval-similar: ## how well similar news are chosen, beside BM25 (SETS=folder)
	@cargo bench --quiet --bench similar -- "$(SETS)"

weigh: tools ## what each family of readers weighs in the wasm (seven builds, some six minutes)
	@CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS='$(REMAP)' node bench/weigh.mjs

tools: ## install what is needed to build: wasm target, trunk, wasm-bindgen, npm packages
	@sh tools/setup.sh target trunk bindgen node_modules

test-tools: ## install what the tests need: Chromium, Firefox, WebKitGTK and their drivers, nginx
	@sh tools/setup.sh browsers nginx

lint: tools ## formatting and clippy, native and wasm
	$(call say,formatting)
	cargo fmt --all --check
	$(call say,clippy (native))
	cargo clippy --all-targets --workspace -- -D warnings
	$(call say,clippy (wasm))
	cargo clippy $(WASM) --lib --test browser -p news-widget -- -D warnings

clean: ## remove everything that was built or installed inside the checkout
	rm -rf target dist dist-test dist-crash node_modules tests/host/node_modules
