"""Prints of one text of each length below the argument its SHA-256, its MD5, and the HMAC-SHA-256 of `key` under it.

usage: digests.py COUNT
"""

import hashlib
import hmac
import sys

for length in range(int(sys.argv[1])):
    text = bytes((i * 7 + length) % 256 for i in range(length))
    digests = hashlib.sha256(text), hashlib.md5(text), hmac.new(text, b"key", hashlib.sha256)
    print(*(digest.hexdigest() for digest in digests))
