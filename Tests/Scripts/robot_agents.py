"""Says for each line of a combined log whether its user agent is on the COUNTER list: 1 or 0.

usage: robot_agents.py LIST LOG
"""

import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    patterns = [re.compile(line.rstrip("\n"), re.IGNORECASE) for line in file if line.strip()]

# The last field; one line of the sample log is cut off before its closing quote.
AGENT = re.compile(r' "((?:[^"\\]|\\.)*)"?$')
verdicts = {}
with open(sys.argv[2], encoding="utf-8", errors="surrogateescape") as file:
    for line in file:
        agent = AGENT.search(line.rstrip("\n")).group(1)
        if agent not in verdicts:
            verdicts[agent] = any(pattern.search(agent) for pattern in patterns)
        print(int(verdicts[agent]))
