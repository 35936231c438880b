import SupervisorClient

/// What supervisord calls a process, `GROUP:PROCESS`, or a whole group, `GROUP:*`.
struct ProcessName: Equatable {
    /// The group.
    let group: String
    /// The process; nil: all of the group.
    let process: String?

    /// Reads a name. Without a colon it is the group's and the process's.
    init(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else {
            (group, process) = (text, text)
            return
        }
        let rest = String(text[text.index(after: colon)...])
        group = String(text[..<colon])
        process = rest.isEmpty || rest == "*" ? nil : rest
    }

    /// The processes that it stands for, of all that there are; nil: there is no such group or process.
    ///
    /// A process's bare name is enough where supervisord wants the group's too: ours are named by their group and number.
    func processes(of all: [ProcessReport]) -> [ProcessReport]? {
        let found = all.filter { report in
            process == nil
                ? report.group == group
                : report.name == process && (report.group == group || group == process)
        }
        return found.isEmpty ? nil : found
    }
}

extension ProcessReport {
    /// `pirus2:pirus2_0`; `redis` where group and process have one name.
    var fullName: String { group == name ? name : "\(group):\(name)" }

    /// Whether this is the process that asks.
    var isConsole: Bool { pid > 0 && pid == ownProcess }

    /// Whether it runs, or is about to.
    var isUp: Bool {
        [ProcessState.running, .backoff, .starting].contains { $0.rawValue == state }
    }

    /// Whether there is a process that a signal can be sent to.
    var isSignallable: Bool {
        [ProcessState.running, .starting, .stopping].contains { $0.rawValue == state }
    }
}
