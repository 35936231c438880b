"""Reads Prometheus' text format from stdin, strictly, and prints what is wrong with it; the number of samples when nothing is.

Each family has one HELP and one TYPE before its samples, which stand together; no series comes twice; labels are escaped;
counters do not fall below zero and are called _total; a histogram's buckets rise, in order, to +Inf, which is its count.
"""
import math
import re
import sys

HEAD = re.compile(r"# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)")
SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[^"}]|"(?:[^"\\]|\\[\\"n])*")*)\})? ([0-9eE.+-]+|NaN)')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"(?:,|$)')
SUFFIXES = {"histogram": ("_bucket", "_sum", "_count"), "counter": ("",), "gauge": ("",)}

problems, seen, helps, types = [], set(), {}, {}
buckets, totals = {}, {}
current, closed, samples = None, set(), 0


def labels_of(text):
    labels, at = [], 0
    while at < len(text or ""):
        match = LABEL.match(text, at)
        if not match:
            return None
        labels.append((match[1], match[2]))
        at = match.end()
    return labels if len(dict(labels)) == len(labels) else None


text = sys.stdin.buffer.read().decode("utf-8", "strict")
if not text.endswith("\n"):
    problems.append("does not end with a line end")
for number, line in enumerate(text.split("\n")[:-1], 1):
    def wrong(what):
        problems.append(f"{number}: {what}: {line}")

    head = HEAD.fullmatch(line)
    if head:
        kind, name, rest = head.groups()
        table = helps if kind == "HELP" else types
        if name in table or name in closed:
            wrong("comes twice")
        table[name] = rest
        if current not in (None, name):
            closed.add(current)
        current = name
        if kind == "TYPE" and rest not in SUFFIXES:
            wrong("no such type")
        continue
    match = SAMPLE.fullmatch(line)
    if not match:
        wrong("no sample")
        continue
    name, text_of_labels, value = match.groups()
    labels, value = labels_of(text_of_labels), float(value)
    samples += 1
    if labels is None:
        wrong("wrong labels")
        continue
    if current not in helps or current not in types:
        wrong("without HELP and TYPE")
        continue
    suffix = name[len(current):] if name.startswith(current) else None
    if suffix not in SUFFIXES[types[current]]:
        wrong(f"not of {current}")
        continue
    if (name, tuple(sorted(labels))) in seen:
        wrong("comes twice")
    seen.add((name, tuple(sorted(labels))))
    if types[current] == "counter" and (value < 0 or not name.endswith("_total")):
        wrong("no counter")
    if types[current] == "histogram":
        series = (current, tuple(sorted(item for item in labels if item[0] != "le")))
        if suffix == "_bucket":
            bound = dict(labels).get("le")
            buckets.setdefault(series, []).append((math.inf if bound == "+Inf" else float(bound), value))
        else:
            totals[series + (suffix,)] = value
for series, found in buckets.items():
    if found != sorted(found) or [count for _, count in found] != sorted(count for _, count in found):
        problems.append(f"{series}: the buckets do not rise")
    if found[-1] != (math.inf, totals.get(series + ("_count",))) or series + ("_sum",) not in totals:
        problems.append(f"{series}: +Inf, _sum and _count do not go together")
print("\n".join(problems) or f"{samples} samples, {len(buckets)} histograms")
sys.exit(bool(problems))
