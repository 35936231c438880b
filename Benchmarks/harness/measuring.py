"""What a measure is: two sides that do the same work, run one after the other, several times."""
import dataclasses
import glob
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from harness.messages import Lines


@dataclasses.dataclass
class Run:
    """One run of one side."""
    count: int
    seconds: float
    # The most memory that the worker had resident, in MB; None where no worker process was run.
    peak_rss: float | None = None

    @property
    def rate(self) -> float:
        return self.count / self.seconds


@dataclasses.dataclass
class Result:
    """All runs of a measure."""
    work: str
    reference: str
    unit: str
    reference_runs: list[Run]
    loglines_runs: list[Run]


class Measure:
    """One line of the table. Subclasses say what the two sides do."""
    # What `Benchmarks/run NAME` takes.
    name: str
    # What is done, in words.
    work: str
    # What is counted: "lines", "messages", "requests".
    unit: str
    # The programs and files that the reference needs, with the Debian packages that bring them.
    needs: dict[str, str] = {}

    def __init__(self, folder: Path, scale: float):
        self.folder = folder
        self.scale = scale

    def missing(self) -> list[str]:
        """The packages without which the reference cannot be run."""
        return sorted({package for program, package in self.needs.items() if not is_there(program)})

    def reference(self) -> str:
        """What the reference is, with its version."""
        raise NotImplementedError

    def prepare(self, lines: Lines) -> None:
        """Makes what all runs share."""
        raise NotImplementedError

    def run_loglines(self) -> Run:
        raise NotImplementedError

    def run_reference(self) -> Run:
        raise NotImplementedError

    def compare(self, lines: Lines, rounds: int, say: Callable[[str], None]) -> Result:
        """Runs both sides in turn, so that what else the machine does meets both. The side that begins changes."""
        self.prepare(lines)
        result = Result(self.work, self.reference(), self.unit, [], [])
        sides = [
            ("loglines", self.run_loglines, result.loglines_runs),
            ("reference", self.run_reference, result.reference_runs),
        ]
        for number in range(rounds):
            for side, run, runs in sides if number % 2 == 0 else reversed(sides):
                done = run()
                runs.append(done)
                say(f"{self.name} {number + 1}/{rounds} {side}: {done.count} in {done.seconds:.2f} s, {done.rate:,.0f}/s")
        return result


def is_there(program: str) -> bool:
    """Whether a program, or a file by the pattern of its path, is installed."""
    return bool(glob.glob(program)) if "/" in program else shutil.which(program) is not None


def median(runs: list[Run]) -> Run:
    """The run in the middle by rate."""
    return sorted(runs, key=lambda run: run.rate)[(len(runs) - 1) // 2]


def watch(done: Callable[[], int], total: int, patience: float = 60) -> Run:
    """Waits until all is done. The clock runs from the first thing that is seen to be done, so that the start of a
    process does not count, on neither side.

    :param patience: Seconds without any progress after which the work is taken to hang.
    """
    first_count, first_time = 0, 0.0
    last_count, last_change = 0, time.monotonic()
    while True:
        count, now = done(), time.monotonic()
        if count > last_count:
            if last_count == 0:
                first_count, first_time = count, now
            last_count, last_change = count, now
        if count >= total:
            if first_count >= total:
                raise RuntimeError("all was done before the first look: more work is needed for a figure")
            return Run(total - first_count, now - first_time)
        if now - last_change > patience:
            raise RuntimeError(f"stands still at {count} of {total}")
        time.sleep(0.003)
