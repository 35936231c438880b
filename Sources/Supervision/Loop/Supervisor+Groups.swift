import Settings
import SupervisorClient

/// What supervisorctl's `reread`, `add` and `remove` ask for: a new configuration taken in group by group.
extension Supervisor {
    /// Reads the configuration.
    /// - Returns: The processes that it asks for; nil: it is wrong, and all who must know have been told.
    func readConfiguration(_ client: ControlServer.Client?) -> [ProcessSpec]? {
        switch reloadSpecs() {
        case .success(let specs):
            (lastRead, wanted) = (specs, specs)
            return specs
        case .failure(let refused):
            for problem in refused.problems { tell("supervisor: reload refused: \(problem)") }
            if let client { refuse(.badConfiguration, refused.problems, client) }
            return nil
        }
    }

    /// Tells what the configuration would change.
    func reread(_ client: ControlServer.Client) {
        guard let specs = readConfiguration(client) else { return }
        let (old, new) = (groups(of: processes.map(\.spec)), groups(of: specs))
        let (known, wanted) = (Set(old.names), Set(new.names))
        let changed = new.names.filter { known.contains($0) && old.specs[$0] != new.specs[$0] }
        server?.send(
            .changes(
                added: new.names.filter { !known.contains($0) }, changed: changed,
                removed: old.names.filter { !wanted.contains($0) }),
            to: client)
        end(client, ok: true)
    }

    /// Takes groups in, and starts what of them is to be started.
    func addGroups(_ names: [String], _ client: ControlServer.Client) {
        guard let specs = lastRead ?? readConfiguration(client) else { return }
        var ok = true
        for name in names {
            let added = specs.filter { $0.group == name }
            if processes.contains(where: { $0.spec.group == name }) {
                report(.failed(name, .alreadyAdded, "already added"), to: client)
                ok = false
            } else if added.isEmpty {
                report(.failed(name, .noSuchName, "no such group"), to: client)
                ok = false
            } else {
                processes = Self.inOrder(processes + added.map(ManagedProcess.init))
                hasChanged = true
                tell("\(name): added")
                for process in processes where process.spec.group == name && process.spec.settings.autostart {
                    send(.start, to: process)
                }
                report(.done(name, "added"), to: client)
            }
        }
        end(client, ok: ok)
    }

    /// Takes groups out that do not run.
    func removeGroups(_ names: [String], _ client: ControlServer.Client) {
        var ok = true
        for name in names {
            let members = processes.filter { $0.spec.group == name }
            if members.isEmpty {
                report(.failed(name, .noSuchName, "no such group"), to: client)
                ok = false
            } else if !members.allSatisfy(\.isDown) {
                report(.failed(name, .stillRunning, "still running"), to: client)
                ok = false
            } else {
                processes.removeAll { $0.spec.group == name }
                hasChanged = true
                tell("\(name): removed")
                report(.done(name, "removed"), to: client)
            }
        }
        end(client, ok: ok)
    }

    private func groups(of specs: [ProcessSpec]) -> (names: [String], specs: [String: [ProcessSpec]]) {
        var names: [String] = []
        for spec in specs where !names.contains(spec.group) { names.append(spec.group) }
        return (names, Dictionary(grouping: specs, by: \.group))
    }
}
