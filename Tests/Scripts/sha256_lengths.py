#!/usr/bin/env python3
"""Prints the SHA-256 of one text of each length below the argument."""
import hashlib
import sys

for length in range(int(sys.argv[1])):
    print(hashlib.sha256(bytes((i * 7 + length) % 256 for i in range(length))).hexdigest())
