"""A small loglines site, and one of its workers as the supervisor would run it."""
import subprocess
import sys
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / ".build/release/loglines"

# The service that all messages are of.
SERVICE = "bench.example"


class Worker:
    """`loglines worker NAME` in a site of its own."""

    def __init__(self, folder: Path, name: str, redis: str, section: str, service: str = ""):
        """
        :param redis: The keys of [redis].
        :param section: The worker's file.
        :param service: The keys of the service, one per line.
        """
        site = folder / "site"
        for part in ("workers_available", "workers_enabled"):
            (site / part).mkdir(parents=True, exist_ok=True)
        services = f"[service_{SERVICE}]\n{service}\n" if service else ""
        (site / "loglines.cfg").write_text(f"[redis]\n{redis}\n{services}")
        for part in ("workers_available", "workers_enabled"):
            (site / part / f"{name}.conf").write_text(section)
        self._log = open(folder / "worker.log", "ab")
        self._process = subprocess.Popen(
            [PROGRAM, "worker", "-C", site, name],
            stdout=self._log, stderr=self._log, start_new_session=True)

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends it, and says what it said if something went wrong."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        if error is not None or self._process.returncode != 0:
            sys.stderr.write(Path(self._log.name).read_text())
        if error is None and self._process.returncode != 0:
            raise RuntimeError(f"the worker ended with {self._process.returncode}")

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def peak_rss(self) -> float:
        """The most memory that it has had resident, in MB."""
        with open(f"/proc/{self._process.pid}/status") as status:
            line = next(line for line in status if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
