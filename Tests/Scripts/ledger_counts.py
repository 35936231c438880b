"""What the ledger must say of a combined log, counted without loglines: one line `COUNT<tab>DAY<tab>RULE<tab>DETAIL` each.

usage: ledger_counts.py ROBOTS_LIST AI_AGENTS_LIST LOG ITEM_PATTERN

The rules in their order: method, status, AI agent, robot, not an item; what is left is accepted.
"""

import collections
import re
import sys
from datetime import datetime

robots_list, agents_list, log, item = sys.argv[1:]
lists = []
for rule, path in (("AI agent", agents_list), ("robot", robots_list)):
    with open(path, encoding="utf-8") as file:
        patterns = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    lists += [(rule, pattern, re.compile(pattern, re.IGNORECASE)) for pattern in patterns]
LINE = re.compile(r'^\S+ \S+ .*? \[([^]:]*):[^]]*\] "((?:[^"\\]|\\.)*)" (\d{3}) \S+ "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)"?$')


def verdict(request, status, agent):
    method, _, rest = request.partition(" ")
    if method != "GET":
        return "method", method
    if status not in ("200", "304"):
        return "status", status
    for rule, pattern, compiled in lists:
        if compiled.search(agent):
            return rule, pattern
    return ("accepted", "") if re.search(item, rest.rsplit(" ", 1)[0]) else ("not an item", "")


counts = collections.Counter()
with open(log, encoding="utf-8", errors="surrogateescape") as file:
    for line in file:
        match = LINE.match(line.rstrip("\n"))
        day, request, status, agent = match.groups()
        counts[(datetime.strptime(day, "%d/%b/%Y").strftime("%Y-%m-%d"), *verdict(request, status, agent))] += 1
for (day, rule, detail), count in sorted(counts.items()):
    print(count, day, rule, detail, sep="\t")
