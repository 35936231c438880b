"""A throw-away PostgreSQL with its own defaults: what is committed is on the disk."""
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

from harness.redis import free_port

PROGRAMS = "/usr/lib/postgresql/*/bin"


class Postgres:
    """A cluster on a free port of the loopback interface. It is run by the user postgres where this is root, whom initdb
    refuses."""

    def __init__(self, folder: Path):
        self._folder = Path(tempfile.mkdtemp(prefix="loglines-postgres-", dir="/var/tmp"))
        self._programs = Path(sorted(glob.glob(PROGRAMS))[-1])
        self._user = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self._folder, user.pw_uid, user.pw_gid)
            self._user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self._log = open(folder / "postgres.log", "ab")
        self._run("initdb", "--pgdata", self._folder / "data", "--username", "bench", "--auth", "trust", "--encoding", "UTF8")
        self.port = free_port()
        self.uri = f"postgresql://bench@127.0.0.1:{self.port}/postgres"
        self._process = subprocess.Popen(
            [self._programs / "postgres", "-D", self._folder / "data", "-p", str(self.port), "-k", self._folder,
             "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=256MB", "-c", "max_wal_size=4GB"],
            stdout=self._log, stderr=self._log, cwd=self._folder, **self._user)
        deadline = time.monotonic() + 30
        while subprocess.run([self._programs / "pg_isready", "-q", "-d", self.uri], check=False).returncode != 0:
            if time.monotonic() > deadline:
                raise RuntimeError((folder / "postgres.log").read_text())
            time.sleep(0.05)

    def __enter__(self) -> "Postgres":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # A fast shutdown: it waits for nobody who is still connected.
        self._process.send_signal(signal.SIGINT)
        self._process.wait()
        self._log.close()
        shutil.rmtree(self._folder)

    def sql(self, *statements: str) -> str:
        """Runs statements; answers what the last one gives."""
        words = [word for statement in statements for word in ("-c", statement)]
        done = subprocess.run(
            ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", self.uri, *words], stdout=subprocess.PIPE, text=True, check=True)
        return done.stdout.strip()

    def _run(self, program: str, *words: str | Path) -> None:
        subprocess.run(
            [self._programs / program, *words], stdout=self._log, stderr=self._log, cwd=self._folder, check=True, **self._user)
