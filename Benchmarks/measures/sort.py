"""sort: what a forwarder does with lines that are not for the tracker, which is most of a log."""
import subprocess

from harness import building
from harness.measuring import Measure, Run, watch
from harness.messages import Lines
from harness.redis import RedisServer
from harness.site import Worker

# As many as the worker takes.
BATCH = 256


class Sort(Measure):
    name = "sort"
    work = "claim, parse, settle lines that are not for the tracker"
    unit = "messages"
    needs = {"gcc": "gcc", "/usr/include/hiredis/hiredis.h": "libhiredis-dev"}

    def reference(self) -> str:
        return f"bare scripts by hiredis in C, without parsing, batch {BATCH}"

    def prepare(self, lines: Lines) -> None:
        self.count = int(500_000 * self.scale)
        self.commands = self.folder / "messages.resp"
        lines.write_messages(self.commands, "queue", self.count)
        self.bare = building.reference("claim_settle.c", self.folder, "hiredis")

    def run_loglines(self) -> Run:
        with RedisServer(self.folder) as redis:
            redis.load(self.commands)
            with Worker(
                self.folder, "pirus2", redis=f"unixsocket = {redis.socket}",
                section="[worker_pirus2]\nlistento = queue\nendpoint_url = http://127.0.0.1:9/\nother_queue = other\n",
                # Nobody asks for this path: every line is taken apart, its user agent judged, its URL compared.
                service="plugin = combined\nbase_url = http://bench.example\nrequest_path = ^/nobody/asks/for/([^/]+)",
            ) as worker:
                run = watch(lambda: redis.length("other"), self.count)
                run.peak_rss = worker.peak_rss
            return run

    def run_reference(self) -> Run:
        with RedisServer(self.folder) as redis:
            redis.load(self.commands)
            digests = redis.script("claim.lua"), redis.script("settle.lua")
            with subprocess.Popen([self.bare, redis.socket, str(BATCH), *digests, "queue", "other"]):
                return watch(lambda: redis.length("other"), self.count)
