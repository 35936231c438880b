#!/usr/bin/env python3
"""Clients of Ansible's protocol (bbengfort/ansible), written from its description in peers.md alone: nothing of loglines is in it.

    ansible_client.py WHAT PORT

Ends with 0 when all that the protocol promises was seen; else it says what was not."""
import json
import re
import selectors
import socket
import sys
import time

PORT = int(sys.argv[2])


def connect():
    client = socket.create_connection(("127.0.0.1", PORT), timeout=10)
    client.settimeout(10)
    return client


def blocking_reader(client):
    """ansible/client.py: reads until the first line end, and takes everything received so far for one JSON text."""
    received = b""
    while b"\r\n" not in received:
        part = client.recv(65536)
        if not part:
            raise EOFError(f"closed after {received!r}")
        received += part
    return json.loads(received)


class Listener:
    """mazer.py listen: line after line."""

    def __init__(self):
        self.client = connect()
        self.buffer = b""

    def line(self, within=10):
        self.client.settimeout(within)
        while b"\r\n" not in self.buffer:
            part = self.client.recv(65536)
            if not part:
                raise EOFError("closed")
            self.buffer += part
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def state(self, within=10):
        return json.loads(self.line(within))

    def until(self, wanted, within=20):
        """States until one is as wanted."""
        end = time.time() + within
        while time.time() < end:
            state = self.state()
            if wanted(state):
                return state
        raise AssertionError("the state never came")

    def send(self, data):
        self.client.sendall(data)

    def is_silent(self, seconds):
        self.client.settimeout(seconds)
        try:
            part = self.client.recv(65536)
            self.buffer += part
            return False
        except socket.timeout:
            return True


def values(state, action):
    return [point["y"] for point in state.get(action, [])]


def protocol():
    first = Listener()
    assert first.line() == b"{}", "an empty state"
    second, third = Listener(), Listener()
    assert second.line() == b"{}" and third.line() == b"{}"
    before = time.time()
    first.send(b"abc 12.5\r\n")
    line = second.line()
    # json.dumps: ", " and ": ", floats as repr() writes them.
    assert re.fullmatch(rb'\{"ABC": \[\{"x": \d+\.\d+, "y": 12\.5\}\]\}', line), line
    assert before - 1 < json.loads(line)["ABC"][0]["x"] < time.time() + 1, "x is the time"
    assert values(third.state(), "ABC") == [12.5]
    assert first.is_silent(0.4), "not to the sender"
    # A bare line feed, blanks around and between, and what Python's float() takes.
    second.send(b"  abc \t -0.5 \nABC 1e3\r\nAbC 1.\r\nabc .5\r\nabc +7\r\nabc 1_000\r\n")
    assert values(first.until(lambda state: len(state["ABC"]) == 7), "ABC") == [12.5, -0.5, 1000, 1, 0.5, 7, 1000]
    third.until(lambda state: len(state["ABC"]) == 7)
    assert second.is_silent(0.4), "not to the sender"
    # The newest ten.
    for number in range(20):
        third.send(b"XYZ %d\r\n" % number)
    state = first.until(lambda state: values(state, "XYZ")[-1:] == [19])
    assert values(state, "XYZ") == list(range(10, 20)) and values(state, "ABC")[-1] == 1000
    assert [point["x"] for point in state["XYZ"]] == sorted(point["x"] for point in state["XYZ"])
    assert blocking_reader(connect()) == state, "a new client is told all"


def readers():
    """Blocking readers that come while much is going on must never get two states at once."""
    sender = connect()
    for number in range(300):
        sender.sendall(b"BUSY %d\r\nMORE %d\r\n" % (number, number))
        reader = connect()
        if number % 3 == 0:
            time.sleep(0.004)
        state = blocking_reader(reader)
        assert set(state) <= {"BUSY", "MORE"}
        reader.close()


def bad():
    client, listener = Listener(), Listener()
    client.line(), listener.line()
    for line in [b"", b"ABC nan", b"ABC inf", b"ABC -Infinity", b"ABC 1e999", b"ABC 1 2", b"\xff\xfe 1", b"a\x00b 1", b"?what"]:
        client.send(line + b"\r\n")
        answer = client.state()
        assert list(answer) == ["error"] and isinstance(answer["error"], str), (line, answer)
    assert listener.is_silent(0.3), "nobody else is told of bad lines"
    client.send(b"ABC 1\r\n")
    assert values(listener.state(), "ABC") == [1], "the connection goes on"
    # 16,384 bytes are a line, more end the connection.
    client.send(b"A " + b" " * 16381 + b"1\r\n")
    assert values(listener.state(), "A") == [1]
    client.send(b"A " + b" " * 16382 + b"1\r\n")
    assert "error" in client.state()
    try:
        while client.client.recv(65536):
            pass
    except ConnectionError:
        pass
    assert listener.is_silent(0.3)


def strict():
    for line in [b"", b"ABC", b"ABC 1 2", b"ABC x", b"ABC nan", b"drank 2 water"]:
        client = Listener()
        client.line()
        client.send(b"OK 1\r\n" + line + b"\r\nOK 2\r\n")
        try:
            while client.client.recv(65536):
                pass
        except ConnectionError:
            pass
    state = blocking_reader(connect())
    assert set(values(state, "OK")) == {1}, state


def typed():
    sensor, old, new = Listener(), Listener(), Listener()
    sensor.line(), old.line(), new.line()
    new.send(b"?typed\r\n")
    assert new.state() == {}
    sensor.send(b"?quiet\r\n?ack\r\ndrank 2 water\r\ngoodnight 11:00 PM\r\nmood happy\r\nbackup\r\ncoffee ++\r\n")
    count = 0
    while count < 5:
        count = sensor.state()["ok"]
    state = new.until(lambda state: len(state) == 5)
    told = {name: (points[0]["kind"], points[0]["y"], points[0].get("text")) for name, points in state.items()}
    assert told == {"DRANK": ("measurement", 2, "water"), "GOODNIGHT": ("event", 82800, "time of day"),
                    "MOOD": ("category", 1, "happy"), "BACKUP": ("event", 1, None), "COFFEE": ("counter", 1, None)}, told
    # An old client knows numbers only.
    state = old.until(lambda state: "COFFEE" in state)
    assert set(state) == {"DRANK", "COFFEE"} and all(set(point) == {"x", "y"} for point in state["DRANK"] + state["COFFEE"])
    assert sensor.is_silent(0.3), "who asked for quiet is told nothing"


def crowd(number=2000):
    clients = [connect() for _ in range(number)]
    listener = Listener()
    began = time.time()
    for index, client in enumerate(clients):
        client.sendall(b"C%d %d\r\n" % (index, index))
    sent = time.time()
    chooser = selectors.DefaultSelector()
    lines = {}
    for client in clients:
        client.setblocking(False)
        chooser.register(client, selectors.EVENT_READ)
        lines[client] = b""
    through = set()
    # Every client hears of every other's, whatever it had heard before.
    while len(through) < number and time.time() < began + 120:
        for key, _ in chooser.select(1):
            client = key.fileobj
            try:
                lines[client] += client.recv(1 << 20)
            except BlockingIOError:
                continue
            whole, mark, rest = lines[client].rpartition(b"\r\n")
            if not mark:
                continue
            lines[client] = rest
            last = whole.rpartition(b"\r\n")[2]
            if last.count(b'"y"') == number:
                json.loads(last)
                through.add(client)
                chooser.unregister(client)
    state = listener.until(lambda state: len(state) == number)
    assert all(values(state, f"C{index}") == [index] for index in range(number))
    assert len(through) >= number - 1, f"{len(through)} of {number} clients have heard of all"
    print(f"{number} clients: sent in {sent - began:.2f} s, all heard of all after {time.time() - began:.2f} s")


def slow():
    """One that never reads, and one that reads late: the others go on, and the late one gets what is newest."""
    slow, late, quick, sender = connect(), Listener(), Listener(), connect()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    names = 400
    for round in range(60):
        sender.sendall(b"".join(b"ACTION%d %d\r\n" % (index, round) for index in range(names)))
        time.sleep(0.05)
    quick.until(lambda state: len(state) == names and all(values(state, f"ACTION{i}")[-1] == 59 for i in range(names)))
    # A slow sensor is still heard.
    slow.sendall(b"SLOW 1\r\n")
    quick.until(lambda state: "SLOW" in state)
    told = 0
    while True:
        state = late.state()
        told += 1
        if values(state, "SLOW") == [1]:
            break
    print(f"the late reader read {told} states of some 60")


if __name__ == "__main__":
    {name: value for name, value in globals().items() if callable(value)}[sys.argv[1]](*map(int, sys.argv[3:]))
