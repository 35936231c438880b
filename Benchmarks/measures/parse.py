"""parse: log lines into their fields."""
import subprocess
import time
from pathlib import Path

from harness import building, machine
from harness.measuring import Measure, Run
from harness.messages import Lines


class Parse(Measure):
    name = "parse"
    work = "combined lines to all fields, URL split and decoded, robots list asked (one core)"
    unit = "lines"
    needs = {"goaccess": "goaccess"}

    def reference(self) -> str:
        version = machine.first_line("goaccess", "--version").split()[-1].rstrip(".")
        return f"GoAccess {version}, with its report as JSON"

    def prepare(self, lines: Lines) -> None:
        self.count = int(1_000_000 * self.scale)
        self.log = self.folder / "access.log"
        lines.write_log(self.log, self.count)

    def run_loglines(self) -> Run:
        done = building.in_process("parse", self.log)
        if done["count"] != self.count:
            raise RuntimeError(f"{done['count']} of {self.count} lines were parsed")
        return Run(done["count"], done["seconds"])

    def run_reference(self) -> Run:
        _, seconds = self.timed(
            "goaccess", self.log, "--log-format=COMBINED", "--no-global-config", "-o", self.folder / "report.json")
        return Run(self.count, seconds)

    def timed(self, *words: str | Path) -> tuple[subprocess.CompletedProcess, float]:
        """A command from its start to its end."""
        start = time.monotonic()
        done = subprocess.run(words, check=True, stdin=subprocess.DEVNULL, capture_output=True)
        return done, time.monotonic() - start
