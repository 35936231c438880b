"""forward: one request per event to a web server on this machine, from a queue, settled."""
import shutil
import subprocess

from harness import building, machine
from harness.measuring import Measure, Run, watch
from harness.messages import Lines
from harness.nginx import PROGRAM as NGINX
from harness.nginx import Nginx
from harness.redis import RedisServer
from harness.site import Worker

CONCURRENCY = 8


class Forward(Measure):
    name = "forward"
    work = f"forward OpenURLs to nginx, from a queue, settled ({CONCURRENCY} in flight, one process)"
    unit = "requests"
    needs = {"gcc": "gcc", "curl-config": "libcurl4-openssl-dev", NGINX: "nginx-light"}

    def reference(self) -> str:
        nginx = machine.first_line(NGINX, "-v").split("/")[-1]
        return f"bare {machine.first_line('curl-config', '--version')} (multi, C), the same URLs from a file; nginx {nginx}"

    def prepare(self, lines: Lines) -> None:
        self.count = int(100_000 * self.scale)
        self.commands = self.folder / "messages.resp"
        lines.write_messages(
            self.commands, "queue", self.count, wanted=lambda line: b'] "GET /' in line and b'" 200 ' in line)
        self.bare = building.reference("curl_get.c", self.folder, "curl")
        self.urls = self.folder / "urls"

    def run_loglines(self) -> Run:
        # The same messages as in the round before, which the journal knows to be accepted a moment ago.
        shutil.rmtree(self.folder / "site" / "data" / "journal", ignore_errors=True)
        with RedisServer(self.folder) as redis, Nginx(self.folder) as nginx:
            redis.load(self.commands)
            with Worker(
                self.folder, "pirus2", redis=f"unixsocket = {redis.socket}",
                section=f"[worker_pirus2]\nlistento = queue\nendpoint_url = http://127.0.0.1:{nginx.port}/tracker\n"
                f"concurrency = {CONCURRENCY}\nsuccess_queue = sent\nother_queue = other\n",
                service="plugin = combined\nbase_url = http://bench.example\nrobots = keep\nrequest_path = ^(/[^?]*)",
            ) as worker:
                run = watch(lambda: redis.length("sent"), self.count)
                run.peak_rss = worker.peak_rss
        requests = nginx.requests.read_text().splitlines()
        if len(requests) != self.count:
            raise RuntimeError(f"nginx got {len(requests)} requests for {self.count} messages")
        self.targets = requests
        return run

    def run_reference(self) -> Run:
        """Asks for what loglines asked for."""
        with Nginx(self.folder) as nginx:
            self.urls.write_text("".join(f"http://127.0.0.1:{nginx.port}{target}\n" for target in self.targets))
            done = subprocess.run([self.bare, self.urls, str(CONCURRENCY)], check=True, stdout=subprocess.PIPE)
            return Run(self.count, float(done.stdout))
