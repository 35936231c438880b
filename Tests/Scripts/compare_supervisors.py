"""Makes the same XML-RPC calls to two supervisors and prints where their answers differ.

compare_supervisors.py URL URL: the first is loglines, the second supervisord; both run the same programs. Times, process
numbers and paths differ; what is compared of them is the type. Faults must be equal in number and text.
"""
import sys
import xmlrpc.client

ours, theirs = (xmlrpc.client.ServerProxy(url) for url in sys.argv[1:3])
FREE = {"pid", "start", "stop", "now", "description", "logfile", "stdout_logfile", "stderr_logfile", "command",
        "directory", "uid", "serverurl", "killasgroup", "stdout_syslog", "stderr_syslog"}
MINE = {"console_0", "redis_0"}


def shape(value, key=None):
    """What of an answer must be equal."""
    if key in FREE:
        return type(value).__name__
    if isinstance(value, dict):
        return {name: shape(item, name) for name, item in sorted(value.items())}
    if isinstance(value, list):
        return [shape(item) for item in value if not (isinstance(item, dict) and item.get("name") in MINE)]
    return value


def call(server, method, arguments):
    target = server
    for part in method.split("."):
        target = getattr(target, part)
    try:
        return shape(target(*arguments))
    except xmlrpc.client.Fault as fault:
        return "fault", fault.faultCode, fault.faultString
    except xmlrpc.client.ProtocolError as error:
        return "status", error.errcode


CALLS = [
    ("supervisor.getAPIVersion",), ("supervisor.getVersion",), ("supervisor.getState",),
    ("supervisor.getAllProcessInfo",), ("supervisor.getAllConfigInfo",),
    ("supervisor.getProcessInfo", "cat:cat_0"), ("supervisor.getProcessInfo", "cat"),
    ("supervisor.getProcessInfo", "cat:*"), ("supervisor.getProcessInfo", "many:nix"),
    ("supervisor.getProcessInfo",), ("supervisor.getProcessInfo", "cat:cat_0", "more"), ("supervisor.nix",), ("nix",),
    ("supervisor.stopProcess", "cat:cat_0"), ("supervisor.stopProcess", "cat:cat_0"),
    ("supervisor.getProcessInfo", "cat:cat_0"), ("supervisor.signalProcess", "cat:cat_0", "HUP"),
    ("supervisor.startProcess", "cat:cat_0"), ("supervisor.startProcess", "cat:cat_0", True),
    ("supervisor.startProcess", "nix"), ("supervisor.startProcess", "broken:broken_0"),
    ("supervisor.startProcess", "script:script_0"), ("supervisor.startProcess", "quick:quick_0"),
    ("supervisor.startProcessGroup", "many"), ("supervisor.stopProcessGroup", "many"),
    ("supervisor.startProcessGroup", "many", True), ("supervisor.startProcessGroup", "nix"),
    ("supervisor.stopProcessGroup", "nix"), ("supervisor.stopProcess", "many:*"), ("supervisor.startProcess", "many:*"),
    ("supervisor.signalProcess", "cat:cat_0", "NIX"), ("supervisor.signalProcess", "cat:cat_0", "SIGCONT"),
    ("supervisor.signalProcess", "nix", "CONT"),
    ("supervisor.signalProcess", "off:off_0", "NIX"), ("supervisor.signalProcessGroup", "many", "NIX"),
    ("supervisor.signalProcessGroup", "many", "18"),
    ("supervisor.signalProcessGroup", "nix", "18"), ("supervisor.signalProcess", "off:off_0", "CONT"),
    ("supervisor.readProcessStdoutLog", "cat:cat_0", -12, 0), ("supervisor.readProcessStdoutLog", "cat:cat_0", 0, 5),
    ("supervisor.readProcessLog", "cat:cat_0", -12, 0), ("supervisor.readProcessStdoutLog", "cat:cat_0", -1, 1),
    ("supervisor.readProcessStdoutLog", "cat:cat_0", 0, -1), ("supervisor.readProcessStdoutLog", "nix", 0, 0),
    ("supervisor.readProcessStderrLog", "cat:cat_0", -5, 0), ("supervisor.tailProcessStderrLog", "nix", 0, 10),
    ("supervisor.clearProcessLogs", "cat:cat_0"), ("supervisor.clearProcessLogs", "nix"),
    ("supervisor.readProcessStdoutLog", "cat:cat_0", 0, 0), ("supervisor.tailProcessStdoutLog", "cat:cat_0", 0, 100),
    ("supervisor.tailProcessStdoutLog", "chatty:chatty_0", 0, 10), ("supervisor.tailProcessLog", "chatty:chatty_0", 5, 100),
    ("supervisor.tailProcessStdoutLog", "chatty:chatty_0", 15, 11), ("supervisor.tailProcessStdoutLog", "chatty:chatty_0", 26, 9),
    ("supervisor.tailProcessStdoutLog", "chatty:chatty_0", 99, 9), ("supervisor.tailProcessStdoutLog", "chatty:chatty_0", 0, 0),
    ("supervisor.addProcessGroup", "cat"), ("supervisor.addProcessGroup", "nix"),
    ("supervisor.removeProcessGroup", "cat"), ("supervisor.removeProcessGroup", "nix"),
    ("supervisor.removeProcessGroup", "off"), ("supervisor.getProcessInfo", "off:off_0"),
    ("supervisor.addProcessGroup", "off"), ("supervisor.reloadConfig",),
    ("supervisor.sendProcessStdin", "off:off_0", "x"), ("supervisor.sendProcessStdin", "nix", "x"),
    ("supervisor.sendRemoteCommEvent", "a", "b"), ("system.methodSignature", "supervisor.startProcess"),
    ("system.methodSignature", "supervisor.getAllProcessInfo"), ("system.methodSignature", "nix"),
    ("system.methodHelp", "nix"), ("system.listMethods",),
    ("system.multicall", [{"methodName": "supervisor.getState", "params": []},
                          {"methodName": "supervisor.stopProcess", "params": ["nix"]}, {"params": []},
                          {"methodName": "system.multicall", "params": [[]]}, {"methodName": "supervisor.nix"}]),
    ("supervisor.stopAllProcesses",), ("supervisor.startProcess", "cat:cat_0", False),
]

differences = 0
for method, *arguments in CALLS:
    mine, other = call(ours, method, arguments), call(theirs, method, arguments)
    if isinstance(mine, list) and mine and isinstance(mine[0], dict):
        # supervisord answers for several processes in the order in which they were done.
        mine, other = (sorted(each, key=str) for each in (mine, other))
    if mine != other:
        differences += 1
        print(f"{method}{tuple(arguments)}:\n  loglines    {mine}\n  supervisord {other}")
print(f"{len(CALLS)} calls, {differences} differ")
