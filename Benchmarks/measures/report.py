"""report: the Item Report of ten million stored events."""
import os
import sqlite3
import subprocess
import time
from pathlib import Path

from harness import machine, site
from harness.measuring import Measure, Run
from harness.messages import Lines

MONTH = "2024-06"
START = 1_717_200_000
SECONDS = 30 * 86_400
ITEMS = 100_000

# One event of each number from 0: some 14,000 an hour by 2,000 users, one in eight a robot's, three in four Requests, some items
# used much more often than others.
COLUMNS = "id, time, service, kind, item, url, status, bytes, agent_class, session, double_click"


def values(time: str, false: str) -> str:
    """The columns of an event n of all."""
    item = f"((n * 7919 % {ITEMS}) * (n * 104729 % 1000) / 1000)"
    return f"""
        'bench:' || n, {time}, '{site.SERVICE}', CASE n % 4 WHEN 0 THEN 'Investigation' ELSE 'Request' END,
        'oai:bench.example:' || {item}, 'https://bench.example/items/' || {item}, 200, 100000,
        CASE n % 8 WHEN 0 THEN 'robot' ELSE 'person' END,
        substr('0000000000000000' || (n * 2654435761 % 2000 + 100000 * (n * {SECONDS} / :all / 3600)), -16), {false}"""


# What a report counts, as a statement that the store answers by itself.
COUNTS = f"""
    SELECT item, count(*), count(DISTINCT session), sum(CASE kind WHEN 'Request' THEN 1 ELSE 0 END),
        count(DISTINCT CASE kind WHEN 'Request' THEN session END)
    FROM events WHERE service = '{site.SERVICE}' AND agent_class = 'person' AND NOT double_click
    GROUP BY item"""


class Report(Measure):
    name = "report"
    unit = "events"
    work = "report ir of a month in SQLite, from its start to its end"
    reference_name = "the counts by one statement, SQLite"

    def reference(self) -> str:
        return f"{self.reference_name} {sqlite3.sqlite_version}"

    def prepare(self, lines: Lines) -> None:
        self.count = int(10_000_000 * self.scale)
        self.site = self.folder / "site"
        self.site.mkdir()
        self.database = self.make_database()
        (self.site / "loglines.cfg").write_text(
            f"[service_{site.SERVICE}]\nplugin = dspace\nbase_url = https://bench.example\n")
        subprocess.run([*self.command("store", "migrate")], check=True)
        self.fill()

    def make_database(self) -> str:
        self.file = self.folder / "usage.sqlite"
        return f"sqlite:{self.file}"

    def fill(self) -> None:
        with sqlite3.connect(self.file) as store:
            store.execute(
                f"""WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < :all - 1)
                INSERT INTO events ({COLUMNS}) SELECT {values(f"{START} + n * {SECONDS} / :all", "0")} FROM numbers""",
                {"all": self.count})

    def command(self, *words: str) -> list[str]:
        return [str(site.PROGRAM), *words, "--database", self.database, "-C", str(self.site)]

    def run_loglines(self) -> Run:
        start = time.monotonic()
        with open(self.folder / "report.json", "wb") as output:
            process = subprocess.Popen(
                self.command("report", "ir", "--json", "--from", MONTH, "--to", MONTH), stdout=output)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        if status:
            raise RuntimeError(f"loglines report ended with {os.waitstatus_to_exitcode(status)}")
        return Run(self.count, seconds, peak_rss=used.ru_maxrss / 1024)

    def run_reference(self) -> Run:
        start = time.monotonic()
        with sqlite3.connect(self.file) as store:
            for _ in store.execute(COUNTS):
                pass
        return Run(self.count, time.monotonic() - start)


class PostgresReport(Report):
    name = "report-postgresql"
    work = "report ir of a month in PostgreSQL, from its start to its end"
    reference_name = "the counts by one statement, psql"
    needs = {"/usr/lib/postgresql/*/bin/initdb": "postgresql"}

    def reference(self) -> str:
        return f"{self.reference_name}; {machine.first_line('psql', '--version')}"

    def make_database(self) -> str:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.data = self.folder / "postgres"
        # A server does not run as root.
        self.as_server = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        self.pg_ctl = [*self.as_server, str(programs / "pg_ctl"), "-D", str(self.data), "-w"]
        self.folder.chmod(0o755)
        self.data.mkdir(mode=0o700)
        if self.as_server:
            subprocess.run(["chown", "postgres", self.data], check=True)
        subprocess.run(
            [*self.as_server, programs / "initdb", "-D", self.data, "-A", "trust", "-U", "bench", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL)
        options = f"-c listen_addresses='' -c unix_socket_directories={self.data} -c max_wal_size=8GB"
        subprocess.run(
            [*self.pg_ctl, "start", "-o", options, "-l", str(self.data / "log")], check=True, stdout=subprocess.DEVNULL)
        return f"postgresql:///postgres?host={self.data}&user=bench"

    def fill(self) -> None:
        text = values(f"to_timestamp({START} + n * {SECONDS} / :all)", "false").replace(":all", str(self.count))
        self.psql(
            f"CREATE TABLE events_2024_06 PARTITION OF events FOR VALUES FROM ('2024-06-01 00:00Z') TO ('2024-07-01 00:00Z')")
        self.psql(
            f"INSERT INTO events ({COLUMNS}) SELECT {text} FROM generate_series(0::bigint, {self.count - 1}) AS n")
        self.psql("VACUUM ANALYZE events")

    def psql(self, statement: str) -> None:
        subprocess.run(
            ["psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-d", self.database, "-c", statement], check=True,
            stdout=subprocess.DEVNULL)

    def run_reference(self) -> Run:
        start = time.monotonic()
        self.psql(COUNTS)
        return Run(self.count, time.monotonic() - start)

    def compare(self, *arguments):
        try:
            return super().compare(*arguments)
        finally:
            subprocess.run([*self.pg_ctl, "stop", "-m", "immediate"], check=False, stdout=subprocess.DEVNULL)
