import SupervisorClient

/// Whether all is well, in a few words that can be read from across the room.
struct Verdict: Equatable {
    let colour: Light.Colour
    let text: String
    /// What is not well, one line each.
    let details: [String]

    /// The verdict. As with `/health`, nobody misses what is stopped and not started with the supervisor.
    init(_ snapshot: ConsoleSnapshot, _ instances: [Instance]) {
        let missed = instances.filter { $0.light.colour != .grey || $0.process?.autostart != false }
        let worst = missed.map(\.light.colour).max() ?? .grey
        let troubled = missed.filter { $0.light.colour == worst }
        let others =
            (snapshot.supervisorProblem.map { [$0] } ?? []) + snapshot.servers.compactMap(\.problem)
            + snapshot.missing.map { "\($0) is enabled, but not among the supervisor's groups" }
        colour = others.isEmpty ? worst : .red
        text =
            switch colour {
            case .green: "All is well"
            case .amber: troubled.count == 1 ? "One process waits" : "\(troubled.count) processes wait"
            case .red where worst != .red:
                snapshot.supervisorProblem != nil
                    ? "The supervisor does not answer"
                    : snapshot.missing.isEmpty ? "Redis does not answer" : "Something is missing"
            case .red: troubled.count == 1 ? "One process is down" : "\(troubled.count) processes are down"
            case .grey where troubled.count == missed.count: "Nothing runs"
            case .grey: troubled.count == 1 ? "One process is stopped" : "\(troubled.count) processes are stopped"
            }
        // Who listens to a screen reader hears each change once: nothing here changes from second to second.
        let names = missed.filter { $0.light.colour != .green }.sorted { $0.light.colour > $1.light.colour }
            .map { "\($0.name) \($0.light.state)" }.joined(separator: ", ")
        details = others + (names.isEmpty ? [] : [names])
    }
}
