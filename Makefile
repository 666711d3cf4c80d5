# The words to learn: chat, test, model, study, bench, format, install.

SWIFT  ?= swift
PREFIX ?= /usr/local
RUN    ?= runs/almanac
BUILD   = $(SWIFT) build -c release
BINARY  = .build/release/riposte
SOURCES = Package.swift Sources Tests

# Homebrew keeps its headers where the compiler does not look by itself.
BREW := $(shell command -v brew >/dev/null 2>&1 && brew --prefix)
ifneq ($(BREW),)
FLAGS = -Xcc -I$(BREW)/include -Xlinker -L$(BREW)/lib -Xcc -I$(BREW)/opt/libedit/include \
        -Xlinker -L$(BREW)/opt/libedit/lib
endif

PYTHON ?= python3
PEERS   = .build/peers
PEER_OPTIONS ?= --json .build/peers.json
TERMINAL = .build/terminal

# Where the study is made, of which texts (more than the almanac may be named), and how: with networks so
# small that five seeds of every arm take an evening.
STUDY       ?= runs/study
STUDY_TEXTS ?= corpora/almanac
STUDY_CONFIG = {"configuration": {"embedding": 48, "contextHidden": 128, "conditioning": 64, "attention": 64, \
    "topicWidth": 16}, "settings": {"heldOutPassages": 256, "likelihoodInterval": 1000, \
    "likelihoodPrice": 0.06, "adversarialInterval": 40}}
STUDY_OPTIONS ?= --config $(STUDY)/study.json --hidden 192 --discriminator-hidden 192 --steps 7000 \
    --adversarial-steps 160 --samples 384

.PHONY: help chat test model study bench bench-peers check-terminal format lint install build \
        dependencies clean

help:
	@echo "make chat      talk with the model of the almanac"
	@echo "make test      check the formatting and run all tests"
	@echo "make model     train checkpoints/almanac anew (under an hour on two cores)"
	@echo "make study     tell whether the duel pays (hours; goes on where it was stopped)"
	@echo "make bench     how fast this machine trains and samples"
	@echo "make bench-peers  the same beside PyTorch, in turns (installs it under $(PEERS))"
	@echo "make check-terminal  the chat in another terminal emulator, Python's pyte"
	@echo "make format    format the sources"
	@echo "make install   install riposte, its manual and completions under PREFIX=$(PREFIX)"

chat: build
	@$(BINARY) chat checkpoints/almanac

build: dependencies
	@$(BUILD) --product riposte $(FLAGS)

test: dependencies lint
	@$(SWIFT) build -c release --build-tests $(FLAGS)
	@# What runs on processors with shorter vectors.
	@for bits in 128 256; do \
	    RIPOSTE_VECTOR_BITS=$$bits $(SWIFT) test -c release --skip-build $(FLAGS) --quiet \
	        --filter 'TensorsTests|NetworksTests|ModelsTests' || exit 1; \
	done
	@# The threshold gives freed buffers back to the system at once, so that a use after it is seen.
	@MALLOC_MMAP_THRESHOLD_=131072 $(SWIFT) test -c release --skip-build $(FLAGS)

lint:
	@$(SWIFT) format lint --strict --recursive $(SOURCES)

format:
	@$(SWIFT) format --in-place --recursive $(SOURCES)

bench: build
	@$(BINARY) bench

# PyTorch in an environment of its own; `make bench-peers PEER_OPTIONS="--only duel-512 --pairs 9"`.
bench-peers: build $(PEERS)/ready
	@OMP_WAIT_POLICY=passive $(PEERS)/bin/python Tests/Reference/peers.py --riposte $(BINARY) \
	    $(PEER_OPTIONS)

$(PEERS)/ready: Tests/Reference/requirements.txt
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "PyTorch needs Python 3" >&2; exit 1; }
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet -r Tests/Reference/requirements.txt
	@touch $@

# The conversation as pyte shows it, an emulator that is not the tests' own.
check-terminal: build $(TERMINAL)/ready
	@$(TERMINAL)/bin/python Tests/Reference/check_terminal.py $(BINARY) checkpoints/almanac

$(TERMINAL)/ready: Tests/Reference/requirements-terminal.txt
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "the check needs Python 3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(TERMINAL)
	$(TERMINAL)/bin/pip install --quiet -r Tests/Reference/requirements-terminal.txt
	@touch $@

# Both phases, counted in updates so that the run repeats to the bit on processors of one kind; then the
# best checkpoint in the small form that is shipped.
model: build
	@rm -rf $(RUN)
	$(BINARY) train corpora/almanac --output $(RUN) --seed 7 --batch 64 --steps 6000 \
	    --adversarial-steps 850
	$(BINARY) export $(RUN) --output checkpoints/almanac

# One table a corpus, all of them on one page. Every piece that is finished stays, so a study that was
# killed goes on; counted in updates, it repeats to the bit on processors of one kind.
study: build $(STUDY)/study.json
	@set -e; for texts in $(STUDY_TEXTS); do \
	    $(BINARY) study "$$texts" --output "$(STUDY)/$$(basename "$$texts")" --seed 1 $(STUDY_OPTIONS); \
	done
	@for texts in $(STUDY_TEXTS); do \
	    printf '## %s\n\n' "$$(basename "$$texts")"; \
	    cat "$(STUDY)/$$(basename "$$texts")/table.md"; echo; \
	done > $(STUDY)/study.md
	@echo "$(STUDY)/study.md"

$(STUDY)/study.json: Makefile
	@mkdir -p "$(STUDY)"; printf '%s\n' '$(STUDY_CONFIG)' > $@

install: build
	@$(SWIFT) package -c release $(FLAGS) generate-manual >/dev/null
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d $(DESTDIR)$(PREFIX)/share/riposte
	install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/riposte
	install -m 644 "$$(find .build/plugins -name 'riposte.1' | head -n 1)" \
	    $(DESTDIR)$(PREFIX)/share/man/man1/riposte.1
	$(BINARY) --generate-completion-script bash \
	    > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/riposte
	$(BINARY) --generate-completion-script zsh \
	    > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_riposte
	$(BINARY) --generate-completion-script fish \
	    > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/riposte.fish
	rm -rf $(DESTDIR)$(PREFIX)/share/riposte/almanac
	cp -R checkpoints/almanac $(DESTDIR)$(PREFIX)/share/riposte/

# What Swift itself does not bring: oneDNN and libedit.
dependencies:
	@command -v $(SWIFT) >/dev/null 2>&1 || { \
	    echo "Riposte needs Swift 6: see https://www.swift.org/install" >&2; exit 1; }
	@case "$$(uname -s)" in \
	Linux) \
	    if [ -e /usr/include/oneapi/dnnl/dnnl.h ] && [ -e /usr/include/histedit.h ] \
	        && command -v xz >/dev/null; then exit 0; fi; \
	    command -v apt-get >/dev/null 2>&1 || { \
	        echo "install oneDNN, libedit (with headers) and xz, then run make again" >&2; \
	        exit 1; }; \
	    sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	    $$sudo apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq \
	        libedit-dev libdnnl-dev xz-utils >/dev/null ;; \
	Darwin) \
	    command -v brew >/dev/null 2>&1 || { \
	        echo "install Homebrew (https://brew.sh), then run make again" >&2; exit 1; }; \
	    for formula in onednn libedit xz; do \
	        brew list $$formula >/dev/null 2>&1 || brew install -q $$formula || exit 1; \
	    done ;; \
	esac

clean:
	@rm -rf .build
