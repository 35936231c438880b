#!/usr/bin/env python3
"""Many browsers' WebSockets that hear of hits, in one process.

  feed_listeners.py PORT COOKIE COUNT READ SECONDS

READ of them read their frames as a page does, and note when each hit came, by the end of its path; of the others the time is noted
that passed since the frame was made, and the rest is thrown away. Says `open` once all hear something, and a JSON object at the end
of the time or of its input: with READ's hits as pairs of that end and when it came."""
import json
import os
import re
import selectors
import sys
import time

from listeners import Client

TIME = re.compile(rb'"time":(\d+)')


class FeedClient(Client):
    """One that hears of hits."""

    topic = "hits"

    def __init__(self, port: int, cookie: str, reads: bool):
        super().__init__(port, cookie)
        self.reads = reads
        self._parts = bytearray()
        self._wanted = 0

    def frames(self) -> list[bytes]:
        """Takes what has come; answers the messages that are whole: of one that does not read, only their beginnings."""
        self._parts += self._bytes + self._some()
        self._bytes = b""
        frames = []
        while len(self._parts) >= 10:
            length, start = self._parts[1] & 127, 2
            if length > 125:
                start = 4 if length == 126 else 10
                length = int.from_bytes(self._parts[2:start], "big")
            if len(self._parts) < start + length:
                break
            frames.append((length, bytes(self._parts[start:start + (length if self.reads else min(length, 200))])))
            del self._parts[:start + length]
        return frames


def main() -> None:
    port, cookie, count, reads, seconds = (
        int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
    selector = selectors.DefaultSelector()
    selector.register(sys.stdin, selectors.EVENT_READ, None)
    clients = [FeedClient(port, cookie, number < reads) for number in range(count)]
    for client in clients:
        selector.register(client.socket, selectors.EVENT_READ, client)
    silent, end = set(map(id, clients)), None
    frames, received, hits, lags, seen = 0, 0, [], [], 0
    while end is None or time.time() < end:
        for key, _ in selector.select(timeout=0.2):
            if key.data is None:
                if not os.read(sys.stdin.fileno(), 1):
                    end = 0
                continue
            for length, text in key.data.frames():
                now = time.time()
                silent.discard(id(key.data))
                if end is None:
                    continue
                frames += 1
                received += length
                if found := TIME.search(text):
                    lags.append(now - int(found[1]) / 1000)
                if key.data.reads:
                    body = json.loads(text)["body"]
                    seen += body["more"] + sum(hit["n"] for hit in body["hits"])
                    hits += [(hit["path"].rsplit("/", 1)[-1], now) for hit in body["hits"]]
        if end is None and not silent:
            print("open", flush=True)
            end = time.time() + seconds
    lags.sort()
    print(json.dumps({
        "clients": count, "frames": frames, "bytes": received, "hits": hits, "seen": seen,
        "lag50": lags[len(lags) // 2] if lags else None, "lag99": lags[int(len(lags) * 0.99)] if lags else None}))


if __name__ == "__main__":
    main()
