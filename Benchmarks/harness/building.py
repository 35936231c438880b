"""Compiles what is measured but is no part of loglines."""
import functools
import json
import subprocess
import sys
from pathlib import Path

from harness import site

REFERENCES = site.ROOT / "Benchmarks/references"


def reference(source: str, folder: Path, *libraries: str) -> Path:
    """The program of a C file in `references/`."""
    program = folder / Path(source).stem
    subprocess.run(
        ["gcc", "-O2", "-Wall", "-o", program, REFERENCES / source, *[f"-l{name}" for name in libraries]], check=True)
    return program


def in_process(*words: str | Path) -> dict:
    """Runs the program of the package in `Benchmarks/`, which calls loglines' modules directly.

    :returns: What it prints: a JSON object.
    """
    return json.loads(subprocess.run([in_process_program(), *words], check=True, stdout=subprocess.PIPE).stdout)


@functools.cache
def in_process_program() -> Path:
    package = site.ROOT / "Benchmarks"
    subprocess.run(
        ["swift", "build", "--quiet", "--package-path", package, "--configuration", "release"],
        check=True, stdout=sys.stderr)
    return package / ".build/release/in-process"
