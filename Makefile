# Everything is built below SCRATCH, and ARGS goes to what is run: make demo ARGS=--once
SCRATCH ?= .build
ARGS ?=

checked = Package.swift Sources Tests $(wildcard Benchmarks)
debug = swift build --scratch-path "$(SCRATCH)" --product switchboard
announce = test -e "$(SCRATCH)/$(1)" || echo "The first build takes about $(2) minutes on two cores; later ones take seconds."

clients = $(SCRATCH)/python-clients

.PHONY: help demo serve sandbox test clients endurance bench lint format packages test-packages client-packages bench-packages

help:
	@echo 'make demo      watch an agent take a phone call; ARGS=--once to stop after it'
	@echo 'make serve     run the server; ARGS=--sandbox to have a local org connected'
	@echo 'make sandbox   run a local org that speaks the Salesforce API'
	@echo 'make test      run the tests; ARGS="--filter Name" for some of those in Swift'
	@echo "make clients   try the sandbox org with Salesforce's Python clients, and the console with a browser"
	@echo 'make endurance kill a server while it writes, and count; ARGS="--writes 2000" for more'
	@echo 'make bench     measure; ARGS=server for the server alone'
	@echo 'make lint      check the format of the code'
	@echo 'make format    put it right'

demo serve sandbox: packages
	@$(call announce,debug/switchboard,3 to 8)
	@$(debug)
	@"$(SCRATCH)/debug/switchboard" $@ $(ARGS)

# The clients come first, for the last line to be what Swift says of all its tests.
test: test-packages $(if $(strip $(ARGS)),,clients)
	@$(call announce,debug/switchboard,3 to 8)
	@scripts/with-postgresql swift test --scratch-path "$(SCRATCH)" --disable-xctest --no-parallel $(ARGS)

clients: client-packages
	@$(call announce,debug/switchboard,3 to 8)
	@$(debug)
	@scripts/install-python-clients "$(clients)"
	@SWITCHBOARD="$(SCRATCH)/debug/switchboard" SCREENSHOTS="$(SCRATCH)/screenshots" "$(clients)/bin/python" -B -m pytest -c Tests/Clients/pytest.ini Tests/Clients

endurance: test-packages
	@swift build --scratch-path "$(SCRATCH)" --product endurance
	@"$(SCRATCH)/debug/endurance" $(ARGS)
	@scripts/with-postgresql sh -c 'test -z "$$SWITCHBOARD_TEST_POSTGRES" || "$(SCRATCH)/debug/endurance" \
		--postgres "$$SWITCHBOARD_TEST_POSTGRES" $(ARGS)'

bench: bench-packages
	@$(call announce,release/switchboard-benchmarks,5 to 10)
	@swift build --scratch-path "$(SCRATCH)" -c release --product switchboard
	@scripts/python-environment "$(SCRATCH)/python-benchmarks" Benchmarks/MCP/requirements.txt
	@BENCHMARKS_PYTHON="$(SCRATCH)/python-benchmarks/bin/python" \
		swift run --scratch-path "$(SCRATCH)" -c release switchboard-benchmarks $(ARGS)

lint:
	@swift format lint --strict --parallel --recursive $(checked)

format:
	@swift format --in-place --parallel --recursive $(checked)

packages:
	@scripts/install-packages

test-packages:
	@scripts/install-packages postgresql

client-packages:
	@scripts/install-packages chromium chromium-driver

bench-packages:
	@scripts/install-packages nginx-light wrk
