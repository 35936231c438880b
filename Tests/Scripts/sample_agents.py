"""Says for each sample user agent of crawler-user-agents which pattern of a list it meets: 0, or 1 and the first one.

usage: sample_agents.py LIST CRAWLER_USER_AGENTS_JSON
"""

import json
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    patterns = [re.compile(line.rstrip("\n"), re.IGNORECASE) for line in file if line.strip() and not line.startswith("#")]
with open(sys.argv[2], encoding="utf-8") as file:
    for crawler in json.load(file):
        for agent in crawler["instances"]:
            print(next((f"1 {pattern.pattern}" for pattern in patterns if pattern.search(agent)), "0"))
