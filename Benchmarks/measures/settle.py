"""settle: take messages from a queue in batches, and settle them."""
import subprocess

from harness import building
from harness.measuring import Measure, Run, watch
from harness.messages import Lines
from harness.redis import RedisServer

BATCH = 512


class Settle(Measure):
    name = "settle"
    work = f"claim + settle, batches of {BATCH}"
    unit = "messages"
    needs = {"gcc": "gcc", "/usr/include/hiredis/hiredis.h": "libhiredis-dev"}

    def reference(self) -> str:
        return "bare scripts by hiredis in C"

    def prepare(self, lines: Lines) -> None:
        self.count = int(500_000 * self.scale)
        self.commands = self.folder / "messages.resp"
        lines.write_messages(self.commands, "queue", self.count)
        self.bare = building.reference("claim_settle.c", self.folder, "hiredis")

    def run_loglines(self) -> Run:
        with RedisServer(self.folder) as redis:
            redis.load(self.commands)
            done = building.in_process("settle", redis.socket, "queue", str(BATCH))
            return Run(done["count"], done["seconds"])

    def run_reference(self) -> Run:
        with RedisServer(self.folder) as redis:
            redis.load(self.commands)
            with subprocess.Popen(
                [self.bare, redis.socket, str(BATCH), redis.script("claim.lua"), redis.script("settle.lua"), "queue"]):
                return watch(lambda: self.count - redis.length("queue", "temp:bare"), self.count)
