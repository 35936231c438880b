"""The input of all measures: real log lines, repeated, as a file and as messages in a queue."""
import itertools
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from harness import site
from harness.redis import command

# A public log of a web server (10,000 lines), where the development data is at hand.
SAMPLE = site.ROOT.parent / "shared/data/apache-combined-10k.log"


class Lines:
    """Some log lines that are repeated as often as needed."""

    def __init__(self, sample: Path | None):
        """
        :param sample: A log in the combined format; None: the public log if it is there, else generated traffic.
        """
        if sample is None and SAMPLE.exists():
            sample = SAMPLE
        if sample is None:
            self.origin = "10,000 lines of `loglines generate --seed 1`, repeated"
            text = subprocess.run(
                [site.PROGRAM, "generate", "--rate", "0", "--count", "10000", "--seed", "1", "--broken", "0"],
                capture_output=True, check=True).stdout
        else:
            self.origin = f"{sample.name}, repeated"
            text = sample.read_bytes()
        # A line that is no entry of the log (the sample's last one is cut off) would be given up, and not be counted.
        self._lines = [line for line in text.splitlines() if line.count(b'"') >= 6]

    def repeated(self, count: int, wanted: Callable[[bytes], bool] = lambda line: True) -> Iterator[bytes]:
        """That many lines of those wanted."""
        return itertools.islice(itertools.cycle([line for line in self._lines if wanted(line)]), count)

    def write_log(self, file: Path, count: int) -> None:
        """Writes lines as a log."""
        with open(file, "wb") as log:
            for line in self.repeated(count):
                log.write(line + b"\n")

    def write_messages(
        self, file: Path, queue: str, count: int, wanted: Callable[[bytes], bool] = lambda line: True
    ) -> None:
        """Writes the commands that put lines into a queue, as `kind = tail` would."""
        offset = 0
        with open(file, "wb") as commands:
            lines = self.repeated(count, wanted)
            while batch := list(itertools.islice(lines, 1000)):
                entries = []
                for line in batch:
                    entries.append(json.dumps({
                        "service": site.SERVICE, "logline": line.decode("utf-8", "surrogateescape"),
                        "id": f"5be9a27c1d3f8046:{offset}"}, separators=(",", ":")))
                    offset += len(line) + 1
                commands.write(command("LPUSH", queue, *entries))
