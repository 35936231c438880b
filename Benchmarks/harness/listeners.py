#!/usr/bin/env python3
"""Many browsers' WebSockets in one process: each hears of the console's overview, and notes when.

  listeners.py PORT COOKIE BASIC COUNT SECONDS

Says `open` once all hear something, and a JSON object at the end of the time or of its input. What a snapshot's time is, is
asked for once whenever news come: the delay runs from when the console begins to look at everything to when all of a message
has come. Masks are zeros, which is a mask as good as any."""
import base64
import http.client
import json
import os
import selectors
import socket
import sys
import threading
import time

TOPIC = "overview:operator"


class Client:
    """One WebSocket (RFC 6455)."""

    topic = TOPIC

    def __init__(self, port: int, cookie: str):
        self.socket = socket.create_connection(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
            f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
            .encode())
        self._bytes = b""
        while b"\r\n\r\n" not in self._bytes:
            self._bytes += self._some()
        head, self._bytes = self._bytes.split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 101"):
            raise RuntimeError(head.decode())
        text = json.dumps({"topic": "__topic_subscribe__", "body": self.topic}).encode()
        self.socket.sendall(bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text)
        self.socket.setblocking(False)

    def receive(self) -> list[int]:
        """Takes what has come; answers the lengths of the messages that are whole."""
        self._bytes += self._some()
        lengths = []
        while len(self._bytes) >= 2:
            length, start = self._bytes[1] & 127, 2
            if length > 125:
                start = 4 if length == 126 else 10
                length = int.from_bytes(self._bytes[2:start], "big")
            if len(self._bytes) < start + length:
                break
            lengths.append(length)
            self._bytes = self._bytes[start + length:]
        return lengths

    def _some(self) -> bytes:
        some = self.socket.recv(1 << 18)
        if not some:
            raise RuntimeError("the console has ended a WebSocket")
        return some


class Snapshots:
    """When the console began to look, for each time that it had news."""

    def __init__(self, port: int, basic: str):
        self._port, self._headers = port, {"Authorization": f"Basic {basic}"}
        self.times: list[float] = []
        self._news = threading.Event()
        threading.Thread(target=self._ask, daemon=True).start()

    def ask(self) -> None:
        self._news.set()

    def _ask(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        while True:
            self._news.wait()
            connection.request("GET", "/api/v1/state", headers=self._headers)
            self.times.append(json.load(connection.getresponse())["time"] / 1000)
            self._news.clear()


def main() -> None:
    port, cookie, basic, count, seconds = (
        int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5]))
    snapshots = Snapshots(port, basic)
    selector = selectors.DefaultSelector()
    selector.register(sys.stdin, selectors.EVENT_READ, None)
    for _ in range(count):
        client = Client(port, cookie)
        selector.register(client.socket, selectors.EVENT_READ, client)
    receipts: list[float] = []
    silent = set(range(count))
    numbers = {id(key.data): number for number, key in enumerate(selector.get_map().values()) if key.data}
    silent = set(numbers.values())
    received, last, end = 0, 0.0, None
    while end is None or time.time() < end:
        for key, _ in selector.select(timeout=0.2):
            if key.data is None:
                if not os.read(sys.stdin.fileno(), 1):
                    end = 0
                continue
            for length in key.data.receive():
                now = time.time()
                silent.discard(numbers[id(key.data)])
                received += length
                receipts.append(now)
                if now - last > 0.4:
                    snapshots.ask()
                    last = now
        if end is None and not silent:
            print("open", flush=True)
            receipts.clear()
            received, end = 0, time.time() + seconds
    delays = sorted(now - max(known) for now in receipts if (known := [t for t in snapshots.times if t <= now]))
    print(json.dumps({
        "clients": count, "messages": len(receipts), "bytes": received,
        "p50": delays[len(delays) // 2] if delays else None,
        "p99": delays[int(len(delays) * 0.99)] if delays else None, "most": delays[-1] if delays else None}))


if __name__ == "__main__":
    main()
