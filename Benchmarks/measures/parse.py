"""parse: log lines into their fields."""
import subprocess
import time

from harness import building, machine
from harness.measuring import Measure, Run
from harness.messages import Lines


class Parse(Measure):
    name = "parse"
    work = "parse combined lines to all fields (one core)"
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
        start = time.monotonic()
        subprocess.run(
            ["goaccess", self.log, "--log-format=COMBINED", "--no-global-config", "-o", self.folder / "report.json"],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return Run(self.count, time.monotonic() - start)
