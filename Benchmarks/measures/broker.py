"""broker: every message of one queue into three."""
import subprocess

from harness import redis as redis_server
from harness.measuring import Measure, Run, watch
from harness.messages import Lines
from harness.redis import RedisServer
from harness.site import Worker

TARGETS = ["first", "second", "third"]
# As many as the worker takes.
BATCH = 512


class Broker(Measure):
    name = "broker"
    work = "broker, 1 → 3 queues"
    unit = "messages"
    needs = {"redis-benchmark": "redis-tools"}

    def reference(self) -> str:
        return f"bare script by redis-benchmark {redis_server.version()}, batch {BATCH}"

    def prepare(self, lines: Lines) -> None:
        self.count = int(500_000 * self.scale)
        self.commands = self.folder / "messages.resp"
        lines.write_messages(self.commands, "queue", self.count)

    def run_loglines(self) -> Run:
        with RedisServer(self.folder) as redis:
            redis.load(self.commands)
            with Worker(
                self.folder, "broker", redis=f"unixsocket = {redis.socket}",
                section=f"[worker_broker]\nlistento = queue\nfanout = {' '.join(TARGETS)}\n",
            ) as worker:
                run = watch(lambda: redis.length(*TARGETS) // len(TARGETS), self.count)
                run.peak_rss = worker.peak_rss
            return run

    def run_reference(self) -> Run:
        with RedisServer(self.folder) as redis:
            redis.load(self.commands)
            digest = redis.script("fan_out.lua")
            with subprocess.Popen(
                ["redis-benchmark", "-s", redis.socket, "-c", "1", "-n", str(-(-self.count // BATCH)), "-q",
                 "EVALSHA", digest, str(1 + len(TARGETS)), "queue", *TARGETS, str(BATCH)],
                stdout=subprocess.DEVNULL):
                return watch(lambda: redis.length(*TARGETS) // len(TARGETS), self.count)
