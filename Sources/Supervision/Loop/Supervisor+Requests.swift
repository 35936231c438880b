import Settings
import SupervisorClient

extension Supervisor {
    private static let stopping = "the supervisor is stopping"

    /// Answers a client, or begins what it asks for.
    func answer(_ request: ControlRequest, _ client: ControlServer.Client) {
        switch request.command {
        case .about: return describeSelf(to: client)
        case .watch: return watch(client)
        case .status: return status(request, client)
        default: break
        }
        if isStopping { return refuse(.stopping, [Self.stopping], client) }
        switch request.command {
        case .reload: beginReload(client)
        case .reread: reread(client)
        case .add: addGroups(request.names, client)
        case .remove: removeGroups(request.names, client)
        case .signal: signal(request, client)
        case .clear: clearLogs(request, client)
        case .clearLog: clearOwnLog(client)
        case .shutdown:
            tell("supervisor: asked to end, stopping")
            beginShutdown(client)
        case .start: begin(request, client) { [.start($0)] }
        case .stop: begin(request, client) { stopWaves($0) }
        case .restart: begin(request, client) { stopWaves($0) + [.start($0)] }
        case .about, .watch, .status: break
        }
    }

    private func status(_ request: ControlRequest, _ client: ControlServer.Client) {
        let (names, allKnown) = select(request, client)
        server?.send(.processes(names.compactMap { process(named: $0)?.report() }), to: client)
        end(client, ok: allKnown)
    }

    private func begin(
        _ request: ControlRequest, _ client: ControlServer.Client, _ steps: ([String]) -> [Operation.Step]
    ) {
        let (names, allKnown) = select(request, client)
        operations.append(Operation(purpose: .request, client: client, steps: steps(names), ok: allKnown))
    }

    /// Stops everything; whatever else was under way is given up.
    func beginShutdown(_ client: ControlServer.Client?) {
        isStopping = true
        announceStop()
        for operation in operations {
            if let client = operation.client { refuse(.stopping, [Self.stopping], client) }
        }
        operations = [
            Operation(purpose: .shutdown, client: client, steps: stopWaves(processes.map(\.spec.name)))
        ]
    }

    /// Reads the configuration again and begins to change what differs; a bad one changes nothing.
    func beginReload(_ client: ControlServer.Client?) {
        if isStopping || operations.contains(where: { $0.purpose == .reload }) {
            guard let client else { return }
            return isStopping
                ? refuse(.stopping, [Self.stopping], client)
                : refuse(.reloading, ["another reload is under way"], client)
        }
        if let specs = readConfiguration(client) {
            let plan = ReloadPlan(from: processes.map(\.spec), to: specs)
            let stopped = plan.removed + plan.changed.map(\.name)
            // What the operator stopped stays stopped; the rest of what changed is started as new processes are.
            let restarted = plan.changed.filter { process(named: $0.name)?.state != .stopped }
            let started = (restarted + plan.added).filter(\.settings.autostart).map(\.name)
            let steps: [Operation.Step] = stopWaves(stopped) + [.apply(plan), .start(started)]
            operations.append(Operation(purpose: .reload, client: client, steps: plan.isEmpty ? [] : steps))
            if plan.isEmpty { report(.done("all", "unchanged"), to: client) }
        }
    }

    /// Waves of stops: the highest priority first, and each wave gone before the next begins.
    private func stopWaves(_ names: [String]) -> [Operation.Step] {
        let chosen = names.compactMap(process(named:))
        let waves = Dictionary(grouping: chosen, by: \.spec.settings.priority).sorted { $0.key > $1.key }
        return waves.map { .stop($0.value.map(\.spec.name)) }
    }

    /// The processes that a request is about; each name that stands for none is told.
    func select(_ request: ControlRequest, _ client: ControlServer.Client) -> (names: [String], allKnown: Bool) {
        let selection = NameSelection(processes.map(\.spec))
        let asked = request.names.isEmpty && request.command == .status ? ["all"] : request.names
        var allKnown = true
        var wanted: Set<String> = []
        for name in asked {
            let found = selection.processes(name)
            if found.isEmpty && name != "all" {
                allKnown = false
                report(.failed(name, .noSuchName, "no such process"), to: client)
            }
            wanted.formUnion(found)
        }
        return (processes.map(\.spec.name).filter(wanted.contains), allKnown)
    }

    func refuse(_ code: ControlRefusal.Code, _ reasons: [String], _ client: ControlServer.Client) {
        server?.send(.refused(ControlRefusal(code, reasons)), to: client)
        end(client, ok: false)
    }

    func end(_ client: ControlServer.Client?, ok: Bool) {
        if let client { server?.send(.end(ok: ok), to: client) }
    }

    func report(_ outcome: ControlOutcome, to client: ControlServer.Client?) {
        if let client { server?.send(.outcome(outcome), to: client) }
    }
}
