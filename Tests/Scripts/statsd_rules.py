#!/usr/bin/env python3
"""What StatsD's reference server makes of packets, by the rules of peers.md (A5.1, A5.2), sharing no code with loglines.

Each line of the file named is a case, in JSON: {"options": {...}, "intervals": [[packet, ...], ...]}; a packet's characters
stand for its bytes. Printed is a line of JSON for each: for every interval the list of "path value".
"""
import json
import math
import re
import sys

BLANKS = "\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
DEFAULTS = {
    "interval": 10, "clean": True, "dogstatsd": False, "influx": False, "percentiles": [90], "histogram": [],
    "timer_metrics": [], "delete_counters": False, "delete_timers": False, "delete_gauges": False, "delete_sets": False,
    "gauges_max_ttl": 1, "flush_counts": True, "legacy": True, "global_prefix": "stats", "prefix_counter": "counters",
    "prefix_timer": "timers", "prefix_gauge": "gauges", "prefix_set": "sets", "prefix_stats": "statsd", "suffix": "",
}


def number(text):
    """JavaScript's Number(); None: NaN."""
    text = text.strip("\t\n\v\f\r ")
    if text == "":
        return 0.0
    for prefix, base, digits in (("0x", 16, "[0-9a-f]+"), ("0o", 8, "[0-7]+"), ("0b", 2, "[01]+")):
        if re.fullmatch(prefix + digits, text.lower()):
            return float(int(text[2:], base))
    if re.fullmatch(r"[+-]?Infinity", text):
        return float(text.replace("Infinity", "inf"))
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text):
        return float(text)
    return None


def text(value):
    """JavaScript's String(number)."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(float(value))).partition("e")
    whole, _, part = mantissa.partition(".")
    part = "" if part == "0" else part
    point = len(whole) + int(exponent or 0)
    digits = whole + part
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    shown = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{shown}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def clean(key):
    key = re.sub(f"[{BLANKS}]+", "_", key).replace("/", "-")
    return re.sub(r"[^a-zA-Z_\-0-9.;=]", "", key)


class Server:
    def __init__(self, options):
        self.o = {**DEFAULTS, **options}
        self.counters, self.timers, self.timer_counts, self.gauges, self.sets, self.ttl = {}, {}, {}, {}, {}, {}
        self.flushed = 0
        for name in ("bad_lines_seen", "packets_received", "metrics_received"):
            self.counters[self.own(name)] = 0.0

    def own(self, name):
        return f"{self.o['prefix_stats']}.{name}"

    def packet(self, data):
        self.counters[self.own("packets_received")] += 1
        for line in data.split("\n"):
            if line:
                self.counters[self.own("metrics_received")] += 1
                self.line(line)

    def line(self, line):
        if self.o["dogstatsd"] and (line.startswith("_e{") or line.startswith("_sc|")):
            return
        parts = line.split("|#")
        tags = parts[1] if len(parts) > 1 else ""
        if self.o["dogstatsd"]:
            tags = tags.split("|")[0]
        key, *samples = parts[0].split(":")
        if self.o["influx"]:
            key = key.replace(",", ";")
        if tags:
            key += "".join(";" + tag.replace(";", "_", 1).replace(":", "=", 1) for tag in tags.split(","))
        if self.o["clean"]:
            key = clean(key)
        for sample in samples or ["1"]:
            if not self.sample(key, sample.split("|")):
                self.counters[self.own("bad_lines_seen")] += 1

    def sample(self, key, fields):
        if len(fields) < 2:
            return False
        value, kind, rate = fields[0], fields[1], 1.0
        if len(fields) > 2:
            at = fields[2]
            if len(at) < 2 or at[0] != "@" or at[1] == "-" or number(at[1:]) is None:
                return False
            digits = re.match(r"[0-9.]+", at[1:])
            # Where the reference crashes or divides by zero, the sample is bad.
            if not digits or not number(digits.group()):
                return False
            rate = number(digits.group())
        timers = ("ms", "h", "d") if self.o["dogstatsd"] else ("ms",)
        trimmed = kind.strip("\t\n\v\f\r ")
        if kind != "s" and (value == "" or number(value) is None):
            return False
        if kind in timers and number(value) < 0:
            return False
        if trimmed in timers:
            self.timers.setdefault(key, []).append(number(value))
            self.timer_counts[key] = self.timer_counts.get(key, 0.0) + 1 / rate
        elif trimmed == "g":
            if self.o["delete_gauges"]:
                self.ttl[key] = self.o["gauges_max_ttl"]
            old = self.gauges.get(key, 0)
            change = value[0] in "+-" and old != 0 and not math.isnan(old)
            self.gauges[key] = old + number(value) if change else number(value)
        elif trimmed == "s":
            self.sets.setdefault(key, set()).add(value or "0")
        else:
            self.counters[key] = self.counters.get(key, 0.0) + number(value) * (1 / rate)
        return True

    def timer(self, key):
        values = sorted(self.timers[key])
        n = len(values)
        if n == 0:
            return [("count", 0.0), ("count_ps", 0.0)]
        sums, squares = [values[0]], [values[0] * values[0]]
        for value in values[1:]:
            sums.append(value + sums[-1])
            squares.append(value * value + squares[-1])
        out = []
        for p in self.o["percentiles"]:
            share = abs(p) / 100 * n
            k = math.floor(share) + (1 if share - math.floor(share) >= 0.5 else 0)
            if n == 1:
                k, edge, total, square = 1, values[0], values[0], values[0] * values[0]
            elif k == 0:
                continue
            elif p > 0:
                edge, total, square = values[k - 1], sums[k - 1], squares[k - 1]
            else:
                edge = values[n - k]
                total = sums[-1] - (sums[n - k - 1] if k < n else 0)
                square = squares[-1] - (squares[n - k - 1] if k < n else 0)
            name = text(p).replace(".", "_", 1).replace("-", "top", 1)
            out += [(f"count_{name}", k), (f"mean_{name}", total / k), (f"{'upper' if p > 0 else 'lower'}_{name}", edge),
                    (f"sum_{name}", total), (f"sum_squares_{name}", square)]
        mean, spread = sums[-1] / n, 0.0
        for value in values:
            spread += (value - mean) * (value - mean)
        median = values[n // 2] if n % 2 else (values[n // 2 - 1] + values[n // 2]) / 2
        count = self.timer_counts[key]
        out += [("std", math.sqrt(spread / n) if spread == spread else math.nan), ("upper", values[-1]), ("lower", values[0]),
                ("count", count), ("count_ps", count / self.o["interval"]), ("sum", sums[-1]), ("sum_squares", squares[-1]),
                ("mean", mean), ("median", median)]
        for row in self.o["histogram"]:
            if row["metric"] in key:
                i = 0
                for edge in row["bins"]:
                    start = i
                    while i < n and (edge == "inf" or values[i] < edge):
                        i += 1
                    name = edge if edge == "inf" else text(edge)
                    out.append((f"histogram.bin_{name.replace('.', '_', 1)}", i - start))
                break
        return out

    def flush(self):
        o, out = self.o, []
        if self.flushed:
            self.gauges[self.own("timestamp_lag")] = 0.0
        self.flushed += 1

        def tell(parts, value, key=""):
            name, semicolon, tags = key.partition(";")
            if not o["clean"]:
                name = clean(name)
            path = ".".join(name if part is None else part for part in parts)
            out.append(f"{path}{'.' + o['suffix'] if o['suffix'] else ''}{semicolon}{tags} {text(value)}")

        def folder(kind):
            if o["legacy"]:
                return {"counter": ["stats"], "timer": ["stats", "timers"], "gauge": ["stats", "gauges"],
                        "set": ["stats", "sets"], "stats": ["stats", o["prefix_stats"]]}[kind]
            return [part for part in (o["global_prefix"], o["prefix_" + kind]) if part]

        for key, value in self.counters.items():
            tell(folder("counter") + [None] + ([] if o["legacy"] else ["rate"]), value / o["interval"], key)
            if o["flush_counts"]:
                tell(["stats_counts", None] if o["legacy"] else folder("counter") + [None, "count"], value, key)
        for key in self.timers:
            for name, value in self.timer(key):
                general = "histogram" if name.startswith("histogram.") else re.sub(r"_(top)?\d+$", "_percent", name)
                if not o["timer_metrics"] or general in o["timer_metrics"]:
                    tell(folder("timer") + [None, name], value, key)
        for key, value in self.gauges.items():
            tell(folder("gauge") + [None], value, key)
        for key, values in self.sets.items():
            tell(folder("set") + [None, "count"], len(values), key)
        total = len(self.counters) + len(self.timers) + len(self.gauges) + len(self.sets)
        tell([o["prefix_stats"], "numStats"] if o["legacy"] else folder("stats") + ["numStats"], total)
        for name in ("graphiteStats.calculationtime", "processing_time", "graphiteStats.last_exception",
                     "graphiteStats.last_flush", "graphiteStats.flush_time", "graphiteStats.flush_length", "kernel_drops"):
            tell(folder("stats") + [name], 0)
        self.reset()
        return out

    def reset(self):
        o = self.o
        for key in list(self.counters):
            self.counters[key] = 0.0
            if o["delete_counters"] and not any(
                    own in key for own in ("packets_received", "metrics_received", "bad_lines_seen")):
                del self.counters[key]
        for store, delete, empty in ((self.timers, o["delete_timers"], list), (self.sets, o["delete_sets"], set)):
            for key in list(store):
                if delete:
                    del store[key]
                else:
                    store[key] = empty()
        self.timer_counts = {}
        for key in list(self.ttl):
            self.ttl[key] -= 1
            if self.ttl[key] < 1:
                del self.gauges[key], self.ttl[key]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            case = json.loads(line)
            server, told = Server(case["options"]), []
            for packets in case["intervals"]:
                for packet in packets:
                    server.packet(packet.encode("latin-1").decode("utf-8", "replace"))
                told.append(server.flush())
            print(json.dumps(told))


main()
