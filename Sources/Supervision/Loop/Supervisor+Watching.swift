import Glibc
import Settings
import SupervisorClient

/// What is told of the supervisor and its processes, and what is done to them besides starting and stopping.
extension Supervisor {
    /// Tells who this is.
    func describeSelf(to client: ControlServer.Client) {
        let present = Set(processes.map(\.spec.group))
        let absent = Set(wanted.filter(\.settings.autostart).map(\.group)).subtracting(present)
        let report = SupervisorReport(
            pid: Int(getpid()), isStopping: isStopping, logfile: log?.path, missing: absent.sorted())
        server?.send(.supervisor(report), to: client)
        end(client, ok: true)
    }

    /// Tells all processes now, and from now on whenever one of them changes.
    func watch(_ client: ControlServer.Client) {
        watchers.insert(client)
        server?.send(.processes(processes.map { $0.report() }), to: client)
    }

    /// Tells those who watch, and the service manager, if there is something to tell.
    func tellWatchers() {
        guard hasChanged, let server else { return }
        hasChanged = false
        if !isStopping { announceStatus() }
        watchers.formIntersection(server.connections.keys)
        guard !watchers.isEmpty else { return }
        let reports = processes.map { $0.report() }
        for client in watchers { server.send(.processes(reports), to: client) }
    }

    /// Sends a signal to processes that run.
    func signal(_ request: ControlRequest, _ client: ControlServer.Client) {
        guard let number = request.signal.flatMap(SignalName.parse) else {
            return refuse(.badSignal, ["'\(request.signal ?? "")' is no signal"], client)
        }
        var (names, ok) = select(request, client)
        for process in names.compactMap(process(named:)) {
            let name = process.spec.name
            guard let pid = process.child?.pid else {
                report(.failed(name, .notRunning, "not running"), to: client)
                ok = false
                continue
            }
            if kill(pid, number) == 0 {
                report(.done(name, "signalled"), to: client)
            } else {
                report(.failed(name, .failed, errorText(errno)), to: client)
                ok = false
            }
        }
        end(client, ok: ok)
    }

    /// Empties the logs of processes.
    func clearLogs(_ request: ControlRequest, _ client: ControlServer.Client) {
        var (names, ok) = select(request, client)
        for process in names.compactMap(process(named:)) {
            let (name, problem) = (process.spec.name, process.clearLogs())
            report(problem.map { .failed(name, .failed, $0) } ?? .done(name, "cleared"), to: client)
            if problem != nil { ok = false }
        }
        end(client, ok: ok)
    }

    /// Empties the supervisor's own log.
    func clearOwnLog(_ client: ControlServer.Client) {
        guard let log else { return refuse(.noLog, ["the supervisor keeps no log"], client) }
        if let problem = log.clear() { return refuse(.failed, [problem], client) }
        // Not there: supervisord's is empty then, too.
        display.tell("supervisor: its log was emptied")
        end(client, ok: true)
    }
}
