"""A throw-away redis-server with the durability that loglines is run with, and as much of its protocol as is needed here."""
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

PROGRAM = "/usr/bin/redis-server"
SCRIPTS = Path(__file__).resolve().parent.parent / "references"


class RedisServer:
    """A server that writes all changes to an append-only file, synced every second. It listens on a unix socket and on a
    port of the loopback interface. The file is not rewritten meanwhile: when that happens is chance, and would meet one
    side only."""

    def __init__(self, folder: Path):
        self._data = tempfile.TemporaryDirectory(prefix="redis-", dir=folder)
        self.socket = f"{self._data.name}/redis.sock"
        self.port = free_port()
        self._process = subprocess.Popen(
            [PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1", "--unixsocket", self.socket,
             "--dir", self._data.name, "--save", "", "--appendonly", "yes", "--appendfsync", "everysec",
             "--auto-aof-rewrite-percentage", "0", "--logfile", "redis.log"])
        deadline = time.monotonic() + 10
        while True:
            try:
                self._connection = socket.socket(socket.AF_UNIX)
                self._connection.connect(self.socket)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
        self._answers = self._connection.makefile("rb")

    def __enter__(self) -> "RedisServer":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._answers.close()
        self._connection.close()
        self._process.kill()
        self._process.wait()
        self._data.cleanup()

    @property
    def pid(self) -> int:
        return self._process.pid

    def run(self, *words: str | bytes | int):
        """Runs one command; answers a number, bytes, None or a list of these."""
        self._connection.sendall(command(*words))
        return self._answer()

    def length(self, *lists: str) -> int:
        """How many entries lists have together."""
        return sum(self.run("LLEN", name) for name in lists)

    def load(self, commands: Path) -> None:
        """Runs the commands of a file in the server's protocol."""
        with open(commands, "rb") as file:
            subprocess.run(
                ["redis-cli", "-s", self.socket, "--pipe"], stdin=file, check=True, stdout=subprocess.DEVNULL)

    def script(self, name: str) -> str:
        """Loads a script of the folder `references`; answers its digest."""
        return self.run("SCRIPT", "LOAD", (SCRIPTS / name).read_bytes()).decode()

    def _answer(self):
        line = self._answers.readline()
        kind, text = line[:1], line[1:-2]
        if kind == b"-":
            raise RuntimeError(f"redis: {text.decode()}")
        if kind == b":":
            return int(text)
        if kind == b"+":
            return text
        length = int(text)
        if length < 0:
            return None
        if kind == b"*":
            return [self._answer() for _ in range(length)]
        return self._answers.read(length + 2)[:-2]


def command(*words: str | bytes | int) -> bytes:
    """A command in the server's protocol."""
    arguments = [word if isinstance(word, bytes) else str(word).encode() for word in words]
    return b"*%d\r\n" % len(arguments) + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in arguments)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def version() -> str:
    text = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    return text.split("v=")[1].split()[0]
