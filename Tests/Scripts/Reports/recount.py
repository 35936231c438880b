"""What COUNTER counts of an access log, computed from its lines by the rules of the Code of Practice 5.1 alone and
without loglines: one line `ITEM<tab>METRIC<tab>YYYY-MM<tab>COUNT` each, in the order of their bytes.

usage: recount.py ROBOTS_LIST AI_AGENTS_LIST PREFIX REQUEST_PATTERN INVESTIGATION_PATTERN LOG

Common and combined lines. In this order: only GET with 200 or 304 (section 7.1); no robots; the address tells what kind
of use of which item it is; times in UTC; of hits of the same user (address and user agent) on the same address (without
its query) at most 30 seconds apart the last counts, pairwise along a chain (7.2); a session is a user's clock hour (7.3).
An empty INVESTIGATION_PATTERN matches nothing.
"""

import collections
import re
import sys
from datetime import datetime, timezone

robots, agents, prefix, request_pattern, investigation_pattern, log = sys.argv[1:]

LINE = re.compile(
    r'^(?P<ip>\S+) \S+ .*? \[(?P<time>[^\]]+)\] "(?P<request>(?:[^"\\]|\\.)*)" (?P<status>\d{3}) \S+'
    r'(?: "(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.)*)"?)?$')
DOUBLE_CLICK = 30

patterns = []
for path in (robots, agents):
    with open(path, encoding="utf-8") as file:
        patterns += [
            re.compile(line.rstrip("\n"), re.IGNORECASE) for line in file if line.strip() and not line.startswith("#")]
is_robot = {}


def robot(agent):
    if agent not in is_robot:
        is_robot[agent] = any(pattern.search(agent) for pattern in patterns)
    return is_robot[agent]


def use(target):
    """The kind of use and the item's local identifier, or nothing."""
    for kind, pattern in (("Request", request_pattern), ("Investigation", investigation_pattern)):
        found = re.search(pattern, target) if pattern else None
        if found:
            return kind, found.group(1)
    return None


hits = []
with open(log, encoding="latin-1", newline="\n") as file:
    for number, line in enumerate(file):
        match = LINE.match(line.rstrip("\r\n"))
        if not match:
            continue
        words = match["request"].split(" ")
        if words[0] != "GET" or len(words) < 2 or match["status"] not in ("200", "304"):
            continue
        agent = match["agent"] or "-"
        if robot(agent):
            continue
        found = use(words[1])
        if not found:
            continue
        time = datetime.strptime(match["time"], "%d/%b/%Y:%H:%M:%S %z").astimezone(timezone.utc)
        hits.append((int(time.timestamp()), number, f"{match['ip']}|{agent}", words[1].partition("?")[0], *found))

hits.sort()
survivors = []
last = {}
for hit in hits:
    time, _, user, path, kind, _ = hit
    click = (user, kind, path)
    before = last.get(click)
    if before is not None and time - survivors[before][0] <= DOUBLE_CLICK:
        survivors[before] = None
    last[click] = len(survivors)
    survivors.append(hit)

counts = collections.Counter()
sessions = set()
for hit in survivors:
    if hit is None:
        continue
    time, _, user, _, kind, item = hit
    moment = datetime.fromtimestamp(time, timezone.utc)
    for metric in ("Investigations", "Requests") if kind == "Request" else ("Investigations",):
        counts[item, f"Total_Item_{metric}", moment.strftime("%Y-%m")] += 1
        session = (user, moment.strftime("%Y-%m-%d|%H"), item, metric)
        if session not in sessions:
            sessions.add(session)
            counts[item, f"Unique_Item_{metric}", moment.strftime("%Y-%m")] += 1

rows = sorted(f"{prefix}:{item}\t{metric}\t{month}\t{count}\n" for (item, metric, month), count in counts.items())
sys.stdout.reconfigure(encoding="latin-1")
sys.stdout.writelines(rows)
