"""openurl: lines of a DSpace to OpenURLs."""
import subprocess

from harness import building, site
from harness.measuring import Run
from harness.messages import Lines
from measures.parse import Parse


class OpenURL(Parse):
    name = "openurl"
    work = "parse, decide and render the OpenURL, plugin dspace, every line a use (one core)"

    def prepare(self, lines: Lines) -> None:
        """GoAccess reads the same traffic, with all that is no use too: it makes no difference."""
        self.count = int(500_000 * self.scale)
        self.log = self.folder / "access.log"
        with open(self.log, "wb") as log:
            subprocess.run(
                [site.PROGRAM, "generate", "--rate", "0", "--count", str(self.count), "--seed", "1", "--broken", "0"],
                check=True, stdout=log)

    def run_loglines(self) -> Run:
        done = building.in_process("openurl", str(self.count))
        return Run(done["count"], done["seconds"])
