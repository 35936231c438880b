public import SupervisorClient

/// Processes as supervisorctl prints them: name, state, and one line about it.
public struct StatusTable {
    private static let narrowest = 33

    /// One line per process.
    public let lines: [String]

    /// Sets processes in columns.
    public init(_ processes: [ProcessReport]) {
        let width = max(Self.narrowest, (processes.map(\.name.count).max() ?? 0) + 3)
        lines = processes.map { process in
            let name = process.name + String(repeating: " ", count: width - process.name.count)
            let state = process.statename + String(repeating: " ", count: max(1, 10 - process.statename.count))
            return process.description.isEmpty ? name + process.statename : name + state + process.description
        }
    }
}
