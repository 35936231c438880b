"""Prints the log lines of the records of a failed list, byte for byte.

usage: failed_lines.py RECORDS    (one JSON record per line)
"""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    for record in file:
        message = json.loads(record)["message"]
        sys.stdout.buffer.write(message["logline"].encode("utf-8", "surrogateescape") + b"\n")
