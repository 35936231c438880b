# make run    installs what is missing, builds, and runs loglines over generated traffic with a Redis and a tracker of its own
# make test   installs what is missing, and runs every test
SWIFT ?= swift
SWIFTFLAGS ?=
# In a terminal SwiftPM compiles with another flag than in a pipe, and so everything again; hence --no-color-diagnostics.

.PHONY: run test build lint fuzz sanitize bench clean

run: build
	@exec .build/release/loglines supervisor

test:
	@scripts/setup --tests
	$(SWIFT) build --no-color-diagnostics $(SWIFTFLAGS) --build-tests
	$(SWIFT) test --no-color-diagnostics $(SWIFTFLAGS) --skip-build

build:
	@scripts/setup
	$(SWIFT) build --no-color-diagnostics $(SWIFTFLAGS) -c release --product loglines

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Plugins Tests Benchmarks
	@scripts/check-arrows

fuzz:
	@scripts/setup
	@Tests/Fuzz/run

sanitize:
	@scripts/setup --tests
	@Tests/Sanitizers/run

bench: build
	@Benchmarks/run

clean:
	rm -rf .build Benchmarks/.build
