"""An nginx of our own, which answers every request with 200 and writes down what was asked for."""
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

from harness.redis import free_port

PROGRAM = "/usr/sbin/nginx"

CONFIGURATION = """
daemon off; master_process off; pid nginx.pid; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    log_format target '$request_uri';
    access_log requests.log target buffer=256k;
    keepalive_requests 100000000;
    client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
    server {{ listen 127.0.0.1:{port}; location / {{ return 200 'OK'; }} }}
}}
"""


class Nginx:
    """One worker process, on a free port."""

    def __init__(self, folder: Path):
        self.port = free_port()
        self.requests = folder / "requests.log"
        self.requests.unlink(missing_ok=True)
        configuration = folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(port=self.port))
        self._process = subprocess.Popen([PROGRAM, "-p", folder, "-c", configuration, "-e", folder / "nginx.err"])
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def __enter__(self) -> "Nginx":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends it; what it logged is complete then."""
        self._process.terminate()
        self._process.wait()
