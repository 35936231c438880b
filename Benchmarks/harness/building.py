"""Compiles what is measured but is no part of loglines."""
import json
import subprocess
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
    """Builds the package of `Benchmarks/` and runs its program, which calls loglines' modules directly.

    :returns: What it prints: a JSON object.
    """
    package = site.ROOT / "Benchmarks"
    options = ["--package-path", package, "--configuration", "release"]
    subprocess.run(["swift", "build", "--quiet", *options], check=True, stdout=subprocess.DEVNULL)
    program = package / ".build/release/in-process"
    return json.loads(subprocess.run([program, *words], check=True, stdout=subprocess.PIPE).stdout)
