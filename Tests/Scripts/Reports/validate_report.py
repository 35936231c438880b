"""Validates a COUNTER report in JSON against the rules of its kind; prints what is wrong, a line each.

usage: validate_report.py SCHEMA KIND [REPORT]     KIND: PR, PR_P1, IR or IR_A1; without REPORT stdin

Exits with 0 when nothing is wrong, with 1 when something is.
"""

import json
import sys

from jsonschema import Draft202012Validator

schema, kind, *report = sys.argv[1:]
with open(schema, encoding="utf-8") as file:
    rules = json.load(file)
rules["$ref"] = f"#/$defs/{kind}"
Draft202012Validator.check_schema(rules)
with open(report[0], encoding="utf-8") if report else sys.stdin as file:
    document = json.load(file)
problems = sorted(
    (f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in
     Draft202012Validator(rules).iter_errors(document)))
print("\n".join(problems), end="\n" if problems else "")
sys.exit(1 if problems else 0)
