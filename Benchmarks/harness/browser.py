"""A headless Chromium, driven by its chromedriver over the W3C's WebDriver protocol."""
import json
import re
import subprocess
import urllib.request
from types import TracebackType

DRIVER, CHROMIUM = "/usr/bin/chromedriver", "/usr/bin/chromium"
OPTIONS = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
           "--remote-debugging-pipe"]


class Browser:
    """One window; it ends with its driver."""

    def __init__(self, width: int = 1280, height: int = 800):
        self._process = subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, text=True)
        for line in self._process.stdout:
            if match := re.search(r"started successfully on port (\d+)", line):
                self._address = f"http://127.0.0.1:{match[1]}"
                break
        else:
            raise RuntimeError(f"{DRIVER} has not started")
        wishes = {"binary": CHROMIUM, "args": [*OPTIONS, f"--window-size={width},{height}"]}
        answer = self._call("POST", "/session", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": wishes}}})
        self._address += f"/session/{answer['sessionId']}"

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._call("DELETE", "")
        finally:
            self._process.terminate()
            self._process.wait()

    def open(self, url: str) -> None:
        self._call("POST", "/url", {"url": url})

    def run(self, script: str, *arguments):
        """Runs a script in the page, as the body of a function; answers what it returns."""
        return self._call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def _call(self, method: str, path: str, body: dict | None = None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self._address + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["value"]


def version() -> str:
    return subprocess.run([CHROMIUM, "--version"], capture_output=True, text=True, check=True).stdout.strip()
