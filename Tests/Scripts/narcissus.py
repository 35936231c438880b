#!/usr/bin/env python3
"""Narcissus' two ends, written from peers.md E1 alone, with Debian's pyzmq and websockets: its sender (PUB, which binds), and its
page (Moksha's WebSocket). Publishes a line until each topic has told of it, and prints a JSON object of the bodies.

    narcissus.py ZMQ-PORT WEBSOCKET-PORT LINE TOPIC…"""
import asyncio
import json
import sys

import websockets
import zmq


async def publish(sender, line):
    # A sender of Narcissus' publishes lines as they are logged; those that nobody hears yet are lost.
    while True:
        sender.send_multipart([b"httpdlight_http_rawlogs", line.encode() + b"\n"])
        await asyncio.sleep(0.2)


async def main(zmq_port, socket_port, line, *topics):
    sender = zmq.Context().socket(zmq.PUB)
    sender.bind(f"tcp://127.0.0.1:{zmq_port}")
    async with websockets.connect(f"ws://127.0.0.1:{socket_port}/") as page:
        for topic in topics:
            await page.send(json.dumps({"topic": "__topic_subscribe__", "body": topic}))
        task = asyncio.create_task(publish(sender, line))
        heard = {}
        while len(heard) < len(topics):
            frame = await page.recv()
            assert isinstance(frame, str), "a text frame"
            message = json.loads(frame)
            assert set(message) == {"topic", "body"}, message
            heard.setdefault(message["topic"], message["body"])
        task.cancel()
    print(json.dumps(heard, sort_keys=True))


asyncio.run(asyncio.wait_for(main(*sys.argv[1:]), 60))
