"""Says for each line of a combined log whether its user agent is on a list: 0, or 1 and the first pattern met.

usage: robot_agents.py LIST… LOG
"""

import re
import sys

patterns = []
for path in sys.argv[1:-1]:
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    patterns += [re.compile(line, re.IGNORECASE) for line in lines]

# The last field; one line of the sample log is cut off before its closing quote.
AGENT = re.compile(r' "((?:[^"\\]|\\.)*)"?$')
verdicts = {}
with open(sys.argv[-1], encoding="utf-8", errors="surrogateescape") as file:
    for line in file:
        agent = AGENT.search(line.rstrip("\n")).group(1)
        if agent not in verdicts:
            verdicts[agent] = next((f"1 {pattern.pattern}" for pattern in patterns if pattern.search(agent)), "0")
        print(verdicts[agent])
