import Settings

extension Supervisor {
    /// Answers a client, or begins what it asks for.
    func answer(_ request: ControlRequest, _ client: ControlServer.Client) {
        if request.command == .reload { return beginReload(client) }
        let (names, unknown) = select(request)
        for name in unknown { server?.send(.outcome(name: name, text: "ERROR (no such process)"), to: client) }
        if request.command == .status {
            server?.send(.processes(names.compactMap { process(named: $0)?.report() }), to: client)
            server?.send(.end(ok: unknown.isEmpty), to: client)
            return
        }
        if isStopping { return refuse(["the supervisor is stopping"], client) }
        var steps: [Operation.Step] = []
        switch request.command {
        case .start: steps = [.start(names)]
        case .stop: steps = stopWaves(names)
        case .restart: steps = stopWaves(names) + [.start(names)]
        case .status, .reload: break
        }
        operations.append(Operation(purpose: .request, client: client, steps: steps, ok: unknown.isEmpty))
    }

    /// Stops everything; whatever else was under way is given up.
    func beginShutdown() {
        isStopping = true
        for operation in operations {
            if let client = operation.client { refuse(["the supervisor is stopping"], client) }
        }
        operations = [
            Operation(purpose: .shutdown, client: nil, steps: stopWaves(processes.map(\.spec.name)))
        ]
    }

    /// Reads the configuration again and begins to change what differs; a bad one changes nothing.
    func beginReload(_ client: ControlServer.Client?) {
        if isStopping || operations.contains(where: { $0.purpose == .reload }) {
            guard let client else { return }
            return refuse([isStopping ? "the supervisor is stopping" : "another reload is under way"], client)
        }
        switch reloadSpecs() {
        case .failure(let refused):
            for problem in refused.problems { display.tell("supervisor: reload refused: \(problem)") }
            if let client { refuse(refused.problems, client) }
        case .success(let specs):
            let plan = ReloadPlan(from: processes.map(\.spec), to: specs)
            let stopped = plan.removed + plan.changed.map(\.name)
            // What the operator stopped stays stopped; the rest of what changed is started as new processes are.
            let restarted = plan.changed.filter { process(named: $0.name)?.state != .stopped }
            let started = (restarted + plan.added).filter(\.settings.autostart).map(\.name)
            let steps: [Operation.Step] = stopWaves(stopped) + [.apply(plan), .start(started)]
            operations.append(Operation(purpose: .reload, client: client, steps: plan.isEmpty ? [] : steps))
            if plan.isEmpty { report("all", "unchanged", to: client) }
        }
    }

    /// Waves of stops: the highest priority first, and each wave gone before the next begins.
    private func stopWaves(_ names: [String]) -> [Operation.Step] {
        let chosen = names.compactMap(process(named:))
        let waves = Dictionary(grouping: chosen, by: \.spec.settings.priority).sorted { $0.key > $1.key }
        return waves.map { .stop($0.value.map(\.spec.name)) }
    }

    private func select(_ request: ControlRequest) -> (names: [String], unknown: [String]) {
        let selection = NameSelection(processes.map(\.spec))
        let asked = request.names.isEmpty && request.command == .status ? ["all"] : request.names
        var unknown: [String] = []
        var wanted: Set<String> = []
        for name in asked {
            let found = selection.processes(name)
            if found.isEmpty && name != "all" { unknown.append(name) }
            wanted.formUnion(found)
        }
        return (processes.map(\.spec.name).filter(wanted.contains), unknown)
    }

    private func refuse(_ reasons: [String], _ client: ControlServer.Client) {
        server?.send(.refused(reasons), to: client)
        server?.send(.end(ok: false), to: client)
    }

    func report(_ name: String, _ text: String, to client: ControlServer.Client?) {
        if let client { server?.send(.outcome(name: name, text: text), to: client) }
    }
}
