"""dry-run: what would become of a whole log."""
import json
import os
import subprocess

from harness import site
from harness.measuring import Run
from harness.messages import Lines
from measures.parse import Parse


class DryRun(Parse):
    name = "dry-run"
    work = f"import --dry-run, plugin dspace, the whole process ({os.cpu_count()} cores)"

    def prepare(self, lines: Lines) -> None:
        super().prepare(lines)
        self.site = self.folder / "site"
        self.site.mkdir()
        (self.site / "loglines.cfg").write_text(
            f"[redis]\nport = 1\n[service_{site.SERVICE}]\nplugin = dspace\nbase_url = https://repository.example\n")

    def run_loglines(self) -> Run:
        done, seconds = self.timed(
            site.PROGRAM, "import", self.log, "--service", site.SERVICE, "--dry-run", "--json", "-C", self.site)
        read = json.loads(done.stdout)["ledger"]["read"]
        if read != self.count:
            raise RuntimeError(f"{read} of {self.count} lines were read")
        return Run(self.count, seconds)
