"""tail → Redis: a log file into a queue."""
import subprocess

from harness import machine, site
from harness.measuring import Measure, Run, watch
from harness.messages import Lines
from harness.redis import RedisServer
from harness.site import Worker

RSYSLOGD = "/usr/sbin/rsyslogd"


class Tail(Measure):
    name = "tail"
    work = "tail a file into Redis"
    unit = "lines"
    needs = {RSYSLOGD: "rsyslog", "/usr/lib/*/rsyslog/omhiredis.so": "rsyslog-hiredis"}

    def reference(self) -> str:
        return f"rsyslog {machine.first_line(RSYSLOGD, '-v').split()[1]}, imfile → omhiredis"

    def prepare(self, lines: Lines) -> None:
        self.count = int(1_000_000 * self.scale)
        self.log = self.folder / "access.log"
        lines.write_log(self.log, self.count)

    def run_loglines(self) -> Run:
        with RedisServer(self.folder) as redis:
            # omhiredis knows no unix sockets, so neither side uses one.
            with Worker(
                self.folder, "access", redis=f"host = 127.0.0.1\nport = {redis.port}",
                section=f"[logger_access]\npushto = queue\nservicename = {site.SERVICE}\n"
                f"logfile = {self.log}\nstart = beginning\n",
            ) as worker:
                run = watch(lambda: redis.length("queue"), self.count)
                run.peak_rss = worker.peak_rss
            return run

    def run_reference(self) -> Run:
        with RedisServer(self.folder) as redis:
            configuration = self.folder / "rsyslog.conf"
            text = (site.ROOT / "Benchmarks/references/rsyslog.conf").read_text()
            for name, value in {"FOLDER": self.folder, "LOG": self.log, "PORT": redis.port}.items():
                text = text.replace(f"@{name}@", str(value))
            configuration.write_text(text)
            for state in self.folder.glob("imfile-state*"):
                state.unlink()
            process = subprocess.Popen([RSYSLOGD, "-n", "-f", configuration, "-i", self.folder / "rsyslogd.pid"])
            try:
                return watch(lambda: redis.length("queue"), self.count)
            finally:
                process.terminate()
                process.wait()
