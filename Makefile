# make run    installs what is missing, builds, and runs loglines over generated traffic with a Redis and a tracker of its own
# make test   installs what is missing, and runs every test
SWIFT ?= swift
SWIFTFLAGS ?=

.PHONY: run test build lint bench clean

run: build
	@exec .build/release/loglines supervisor

test:
	@scripts/setup --tests
	$(SWIFT) build $(SWIFTFLAGS) --build-tests
	$(SWIFT) test $(SWIFTFLAGS) --skip-build

build:
	@scripts/setup
	$(SWIFT) build $(SWIFTFLAGS) -c release --product loglines

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Plugins Tests Benchmarks
	@scripts/check-arrows

bench: build
	@Benchmarks/run

clean:
	rm -rf .build Benchmarks/.build
