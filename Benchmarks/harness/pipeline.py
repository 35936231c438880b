"""A whole site under its supervisor: tail → broker → pirus2 → files, with a console; Redis and nginx are the harness's."""
import base64
import http.client
import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path
from types import TracebackType

from harness import site
from harness.nginx import Nginx
from harness.redis import RedisServer, free_port

PASSWORD = "bench"
LISTENERS = Path(__file__).resolve().parent / "listeners.py"
FEED_LISTENERS = LISTENERS.with_name("feed_listeners.py")

CONFIGURATION = """
[supervisor]
port = 127.0.0.1:{port}
password = {password}
[redis]
unixsocket = {socket}
[DEFAULT]
startsecs = 0.1
[worker_console]
kind = console
[service_{service}]
plugin = combined
base_url = http://bench.example
robots = keep
request_path = ^(/[^?]*)
[logger_access]
pushto = lines
servicename = {service}
logfile = access.log
start = beginning
[worker_broker]
kind = broker
listento = lines
fanout = {fanout}
[worker_pirus2]
kind = pirus2
listento = pirus2
endpoint_url = http://127.0.0.1:{tracker}/tracker
success_queue = sent
other_queue = other
[logger_sentlogger]
listento = sent
logfile = logs/sent.log
[logger_otherlogger]
listento = other
logfile = logs/other.log
{more}
"""


class Pipeline:
    """All of it, in a folder of its own."""

    def __init__(self, folder: Path, publisher: str = "", configuration: str = CONFIGURATION):
        """publisher: the section of a publisher of the queue `live`; without it there is none."""
        self.folder = folder
        folder.mkdir()
        (folder / "access.log").touch()
        self._redis, self._nginx = RedisServer(folder), Nginx(folder)
        self.port = free_port()
        (folder / "loglines.cfg").write_text(configuration.format(
            port=self.port, password=PASSWORD, socket=self._redis.socket, service=site.SERVICE, tracker=self._nginx.port,
            more=publisher, fanout="pirus2 live" if publisher else "pirus2"))
        self._log = open(folder / "supervisor.out", "ab")
        self._process = subprocess.Popen(
            [site.PROGRAM, "supervisor", "-C", folder], stdout=self._log, stderr=self._log, start_new_session=True)
        deadline = time.monotonic() + 30
        while not self._is_up():
            if time.monotonic() > deadline:
                raise RuntimeError((folder / "supervisor.out").read_text())
            time.sleep(0.1)

    def __enter__(self) -> "Pipeline":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(30)
        self._log.close()
        self._nginx.__exit__(kind, error, trace)
        self._redis.__exit__(kind, error, trace)
        if error is not None:
            sys.stderr.write((self.folder / "supervisor.out").read_text())

    @property
    def written(self) -> int:
        """How many bytes have come out at the end: each line once, in one of two files."""
        return sum(
            file.stat().st_size for name in ("sent", "other") if (file := self.folder / f"logs/{name}.log").exists())

    @property
    def console(self) -> int:
        """The console's process."""
        text = subprocess.run(
            [site.PROGRAM, "status", "--json", "-C", self.folder], capture_output=True, check=True).stdout
        return next(process["pid"] for process in json.loads(text) if process["name"] == "console_0")

    def listen(self, count: int, seconds: float) -> subprocess.Popen:
        """So many browsers that look at the overview; returns once all hear something."""
        words = [sys.executable, LISTENERS, str(self.port), self._log_in(), self._basic, str(count), str(seconds)]
        listeners = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if listeners.stdout.readline() != "open\n":
            raise RuntimeError("the listeners have not come to listen")
        return listeners

    def listen_to_hits(self, count: int, reads: int, seconds: float) -> subprocess.Popen:
        """So many browsers that hear of hits, of which some read what they hear; returns once all hear something."""
        words = [sys.executable, FEED_LISTENERS, str(self.port), self._log_in(), str(count), str(reads), str(seconds)]
        listeners = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if listeners.stdout.readline() != "open\n":
            raise RuntimeError("the listeners have not come to listen")
        return listeners

    def redis_connection(self) -> socket.socket:
        """A connection to its Redis."""
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(self._redis.socket))
        return connection

    @property
    def _basic(self) -> str:
        return base64.b64encode(f"loglines:{PASSWORD}".encode()).decode()

    def _is_up(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _log_in(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("POST", "/login", urllib.parse.urlencode({"name": "loglines", "password": PASSWORD}))
        answer = connection.getresponse()
        if answer.status != 303:
            raise RuntimeError(f"log in: {answer.status} {answer.read().decode()}")
        return answer.headers["Set-Cookie"].split(";")[0]


def processor_seconds(pid: int) -> float:
    """What a process has used of the processors."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int, what: str) -> float:
    """`VmRSS` or `VmHWM`, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{what}:")).split()[1]) / 1024
