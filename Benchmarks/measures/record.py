"""record: uses of items from a queue into a statistics store; beside it, the same rows from a file by the store's own program."""
import subprocess
import time
from pathlib import Path

from harness import machine, site
from harness.measuring import Measure, Run, watch
from harness.messages import Lines
from harness.postgres import PROGRAMS, Postgres
from harness.redis import RedisServer
from harness.site import Worker

# Every line is a use; those of robots are rows too.
SERVICE = "plugin = combined\nbase_url = http://bench.example\nrequest_path = ^(/[^?]*)"


class Record(Measure):
    unit = "events"

    def prepare(self, lines: Lines) -> None:
        self.count = int(400_000 * self.scale)
        self.commands = self.folder / "messages.resp"
        lines.write_messages(
            self.commands, "queue", self.count, wanted=lambda line: b'] "GET /' in line and b'" 200 ' in line)
        self.rows = self.folder / "rows.csv"

    def record(self, database: str) -> Run:
        """Fills a store, and for the other side writes a file of its rows if there is none yet."""
        with RedisServer(self.folder) as redis:
            redis.load(self.commands)
            with Worker(
                self.folder, "recorder", redis=f"unixsocket = {redis.socket}",
                section=f"[worker_recorder]\nkind = recorder\nlistento = queue\ndatabase = {database}\n", service=SERVICE,
            ) as worker:
                # A message is gone when its event is on the store's disk.
                run = watch(lambda: self.count - redis.length("queue", "temp:recorder_0"), self.count)
                run.peak_rss = worker.peak_rss
        if not self.rows.exists():
            with open(self.rows, "wb") as rows:
                subprocess.run([site.PROGRAM, "store", "export", "events", "--database", database], stdout=rows, check=True)
        return run

    def check(self, count: str) -> None:
        if int(count) != self.count:
            raise RuntimeError(f"{count} rows for {self.count} messages")

    def some_rows(self) -> None:
        """Where the reference runs first there are no rows yet."""
        if not self.rows.exists():
            self.run_loglines()


class RecordPostgres(Record):
    name = "record-postgresql"
    work = "record uses from a queue into PostgreSQL"
    needs = {PROGRAMS + "/initdb": "postgresql", "psql": "postgresql-client"}

    def reference(self) -> str:
        return f"COPY of the same rows from a file, into the same table, by {machine.first_line('psql', '--version')}"

    def run_loglines(self) -> Run:
        with Postgres(self.folder) as postgres:
            run = self.record(postgres.uri)
            self.check(postgres.sql("SELECT count(*) FROM events"))
            return run

    def run_reference(self) -> Run:
        self.some_rows()
        with Postgres(self.folder) as postgres:
            subprocess.run([site.PROGRAM, "store", "migrate", "--database", postgres.uri], check=True)
            # The partitions are there already when a recorder has run for some time.
            months = {line[1:8] for line in times(self.rows)}
            for month in sorted(months):
                postgres.sql(
                    f"CREATE TABLE events_{month.replace('-', '_')} PARTITION OF events FOR VALUES"
                    f" FROM ('{month}-01 00:00:00+00') TO (timestamptz '{month}-01 00:00:00+00' + interval '1 month')")
            start = time.monotonic()
            postgres.sql(rf"\copy events FROM '{self.rows}' WITH (FORMAT csv, HEADER)")
            return Run(self.count, time.monotonic() - start)


class RecordSQLite(Record):
    name = "record-sqlite"
    work = "record uses from a queue into SQLite"
    needs = {"sqlite3": "sqlite3"}

    def reference(self) -> str:
        return f".import of the same rows from a file, into the same table, by sqlite3 {machine.first_line('sqlite3', '--version').split()[0]}"

    def run_loglines(self) -> Run:
        file = self.fresh("usage.sqlite")
        run = self.record(f"sqlite:{file}")
        self.check(self.sql(file, "SELECT count(*) FROM events"))
        return run

    def run_reference(self) -> Run:
        self.some_rows()
        file = self.fresh("reference.sqlite")
        subprocess.run([site.PROGRAM, "store", "migrate", "--database", f"sqlite:{file}"], check=True)
        start = time.monotonic()
        self.sql(file, "PRAGMA synchronous = FULL", ".mode csv", f".import --skip 1 {self.rows} events")
        return Run(self.count, time.monotonic() - start)

    def fresh(self, name: str) -> Path:
        for file in self.folder.glob(f"{name}*"):
            file.unlink()
        return self.folder / name

    @staticmethod
    def sql(file: Path, *statements: str) -> str:
        return subprocess.run(["sqlite3", file, *statements], stdout=subprocess.PIPE, text=True, check=True).stdout


def times(rows: Path):
    """The column `time` of an export, with its comma."""
    with open(rows, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line[line.index(","):]
