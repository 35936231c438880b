import SupervisorClient

extension Supervisor {
    /// Brings everything that was asked for as far as it can get now.
    func advanceOperations() {
        if isReloadWanted, !operations.contains(where: { $0.purpose == .reload }) {
            isReloadWanted = false
            beginReload(nil)
        }
        var index = 0
        while index < operations.count {
            if advance(&operations[index]) {
                let finished = operations.remove(at: index)
                end(finished.client, ok: finished.ok)
            } else {
                index += 1
            }
        }
    }

    /// - Returns: Whether nothing is left to do.
    private func advance(_ operation: inout Operation) -> Bool {
        while true {
            var unsettled: [String] = []
            for name in operation.waiting where !isSettled(name, in: &operation) { unsettled.append(name) }
            operation.waiting = unsettled
            guard operation.waiting.isEmpty else { return false }
            guard !operation.steps.isEmpty else { return true }
            begin(operation.steps.removeFirst(), of: &operation)
        }
    }

    private func begin(_ step: Operation.Step, of operation: inout Operation) {
        switch step {
        case .apply(let plan):
            apply(plan, for: operation.client)
        case .stop(let names):
            operation.isStarting = false
            let followedByStart = operation.steps.contains { if case .start = $0 { true } else { false } }
            for process in names.compactMap(process(named:)) {
                if process.isDown {
                    if !followedByStart {
                        report(.done(process.spec.name, "not running", .notRunning), to: operation.client)
                    }
                } else {
                    operation.waiting.append(process.spec.name)
                    send(.stop, to: process)
                }
            }
        case .start(let names):
            operation.isStarting = true
            for process in names.compactMap(process(named:)) {
                if process.state == .running {
                    report(.done(process.spec.name, "already started", .alreadyStarted), to: operation.client)
                } else {
                    operation.waiting.append(process.spec.name)
                    send(.start, to: process)
                }
            }
        }
    }

    /// Whether a process has come to where the present step wants it, or to where it will not get there any more.
    private func isSettled(_ name: String, in operation: inout Operation) -> Bool {
        guard let process = process(named: name) else {
            operation.ok = false
            report(.failed(name, .noSuchName, "no such process"), to: operation.client)
            return true
        }
        if operation.isStarting {
            switch process.state {
            case .starting, .stopping:
                return false
            case .running:
                report(.done(name, "started"), to: operation.client)
            case .backoff, .fatal, .exited, .unknown:
                operation.ok = false
                report(.failed(name, process.failure, process.reason), to: operation.client)
            case .stopped:
                operation.ok = false
                report(.failed(name, .stoppedMeanwhile, "stopped"), to: operation.client)
            }
            return true
        }
        if process.state == .unknown {
            operation.ok = false
            report(.failed(name, .failed, process.reason), to: operation.client)
            return true
        }
        guard process.isDown else { return false }
        report(.done(name, "stopped"), to: operation.client)
        return true
    }

    private func apply(_ plan: ReloadPlan, for client: ControlServer.Client?) {
        let changed = Dictionary(plan.changed.map { ($0.name, $0) }) { first, _ in first }
        let removed = Set(plan.removed)
        var kept: [ManagedProcess] = []
        for process in processes {
            let successor = changed[process.spec.name].map(ManagedProcess.init)
            if successor != nil || removed.contains(process.spec.name) { retire(process) }
            if let successor {
                kept.append(successor)
            } else if !removed.contains(process.spec.name) {
                kept.append(process)
            }
        }
        processes = Self.inOrder(kept + plan.added.map(ManagedProcess.init))
        hasChanged = true
        let changes = [
            ("removed", plan.removed), ("changed", plan.changed.map(\.name)), ("added", plan.added.map(\.name)),
        ]
        for (change, names) in changes {
            for name in names {
                tell("\(name): \(change)")
                report(.done(name, change), to: client)
            }
        }
    }
}

extension ManagedProcess {
    /// Whether there is no process and none is about to be started.
    var isDown: Bool {
        switch state {
        case .stopped, .exited, .fatal: true
        case .starting, .running, .backoff, .stopping, .unknown: false
        }
    }
}
