# Everything is built below SCRATCH, and ARGS goes to what is run: make demo ARGS=--once
SCRATCH ?= .build
ARGS ?=

checked = Package.swift Sources Tests $(wildcard Benchmarks)
debug = swift build --scratch-path "$(SCRATCH)" --product switchboard
announce = test -e "$(SCRATCH)/$(1)" || echo "The first build takes about $(2) minutes on two cores; later ones take seconds."

.PHONY: help demo sandbox test bench lint format packages

help:
	@echo 'make demo      watch an agent take a phone call; ARGS=--once to stop after it'
	@echo 'make sandbox   run a local org that speaks the Salesforce API'
	@echo 'make test      run the tests'
	@echo 'make bench     measure'
	@echo 'make lint      check the format of the code'
	@echo 'make format    put it right'

demo sandbox: packages
	@$(call announce,debug/switchboard,3 to 8)
	@$(debug)
	@"$(SCRATCH)/debug/switchboard" $@ $(ARGS)

test: packages
	@$(call announce,debug/switchboard,3 to 8)
	@swift test --scratch-path "$(SCRATCH)" --disable-xctest --no-parallel $(ARGS)

bench: packages
	@$(call announce,release/switchboard-benchmarks,5 to 10)
	@swift build --scratch-path "$(SCRATCH)" -c release --product switchboard
	@swift run --scratch-path "$(SCRATCH)" -c release switchboard-benchmarks $(ARGS)

lint:
	@swift format lint --strict --parallel --recursive $(checked)

format:
	@swift format --in-place --parallel --recursive $(checked)

packages:
	@scripts/install-packages
