"""What the figures were measured on."""
import datetime
import os
import platform
import subprocess
from pathlib import Path

from harness import redis, site


def description() -> str:
    """The machine, the versions and the date, as lines of markdown."""
    system = read_pairs("/etc/os-release", "=").get("PRETTY_NAME", "").strip('"')
    model = read_pairs("/proc/cpuinfo", ":").get("model name", platform.machine())
    memory = int(read_pairs("/proc/meminfo", ":")["MemTotal"].split()[0]) // 1024 // 1024
    return "\n".join([
        f"- Machine: {model}, {os.cpu_count()} cores, {memory} GB; {system}, Linux {platform.release()}",
        f"- Redis {redis.version()} (AOF everysec); {first_line('swift', '--version')}",
        f"- loglines {first_line('git', '-C', str(site.ROOT), 'describe', '--always', '--dirty')};"
        f" {datetime.datetime.now().astimezone():%Y-%m-%d %H:%M %Z};"
        f" load before the start {os.getloadavg()[0]:.2f}",
    ])


def first_line(*words: str) -> str:
    """The first line of what a command says."""
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return f"{words[0]}: unknown"
    return done.stdout.splitlines()[0].strip()


def read_pairs(file: str, separator: str) -> dict[str, str]:
    """A file of keys and values; of a key that comes twice, the first."""
    pairs: dict[str, str] = {}
    for line in Path(file).read_text().splitlines():
        key, _, value = line.partition(separator)
        pairs.setdefault(key.strip(), value.strip())
    return pairs
