# make run    installs what is missing, builds, and runs loglines over generated traffic with a Redis and a tracker of its own
# make test   installs what is missing, and runs every test
# make screenshots  takes pictures of every page of the console, light and dark, into screenshots/
# make install    puts what `make build` has built into PREFIX (/usr/local), with a service for systemd; see docs/deploy.md
# make package    loglines.tar.gz of what would be installed, for machines without Swift
# make uninstall  takes it away again, and leaves configuration and data
# make soak   ten minutes of faults at random; LOGLINES_SOAK_SEED=N for the same ones again
SWIFT ?= swift
SWIFTFLAGS ?=
# make instructions  what a line costs in instructions and allocations, compared with Benchmarks/instructions.txt
# In a terminal SwiftPM compiles with another flag than in a pipe, and so everything again; hence --no-color-diagnostics.

.PHONY: run test screenshots soak build install package uninstall lint fuzz sanitize bench instructions clean

run: build
	@exec .build/release/loglines supervisor

test:
	@scripts/setup --tests
	$(SWIFT) build --no-color-diagnostics $(SWIFTFLAGS) --build-tests
	$(SWIFT) test --no-color-diagnostics $(SWIFTFLAGS) --skip-build --skip SoakTests
	$(SWIFT) test --no-color-diagnostics $(SWIFTFLAGS) --skip-build --filter SoakTests

# Every page of the console as a browser shows it, in screenshots/.
screenshots:
	@scripts/setup --tests
	$(SWIFT) build --no-color-diagnostics $(SWIFTFLAGS) --build-tests
	LOGLINES_SCREENSHOTS=$(CURDIR)/screenshots \
	    $(SWIFT) test --no-color-diagnostics $(SWIFTFLAGS) --skip-build --filter ConsoleTests.Screenshots

soak:
	@scripts/setup --tests
	$(SWIFT) build --no-color-diagnostics $(SWIFTFLAGS) --build-tests
	LOGLINES_SOAK_SECONDS=$${LOGLINES_SOAK_SECONDS-600} \
	    $(SWIFT) test --no-color-diagnostics $(SWIFTFLAGS) --skip-build --filter SoakTests

build:
	@scripts/setup
	$(SWIFT) build --no-color-diagnostics $(SWIFTFLAGS) -c release --product loglines

# Does not build: as root it would leave root's files behind.
install:
	@PREFIX="$(PREFIX)" SYSCONFDIR="$(SYSCONFDIR)" DESTDIR="$(DESTDIR)" scripts/install

package:
	@PREFIX="$(PREFIX)" SYSCONFDIR="$(SYSCONFDIR)" scripts/install --package

uninstall:
	@PREFIX="$(PREFIX)" SYSCONFDIR="$(SYSCONFDIR)" DESTDIR="$(DESTDIR)" scripts/install --remove

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Plugins Tests Benchmarks
	@scripts/check-arrows
	@scripts/check-deploy

fuzz:
	@scripts/setup
	@Tests/Fuzz/run

sanitize:
	@scripts/setup --tests
	@Tests/Sanitizers/run

bench: build
	@Benchmarks/run

# Not part of `test`: it needs valgrind and a release build of its own.
instructions:
	@scripts/setup --bench
	@Benchmarks/instructions

clean:
	rm -rf .build Benchmarks/.build
