import PluginAPI
import SupervisorClient

extension Instance {
    /// What templates show of it.
    /// - Parameter forOperator: Whether buttons belong to it.
    func values(_ snapshot: ConsoleSnapshot, forOperator: Bool) -> [String: Any] {
        var values: [String: Any] = [
            "name": name, "address": address, "colour": light.colour.rawValue, "state": light.state,
            "remark": light.remark, "rate": worker.map { Figure.rate($0.rate) } ?? "", "host": host,
            "figures": figures(snapshot), "job": job, "lastError": lastError,
        ].withoutEmptyTexts
        if forOperator, let process { values["actions"] = actions(process) }
        return values
    }

    /// What went wrong last; empty: nothing, or what is said already.
    private var lastError: String {
        guard let error = worker?.lastError, !light.remark.contains(error) else { return "" }
        return error
    }

    /// What it does, in a few words.
    private var job: String {
        guard let worker else { return "" }
        return worker.queue.map { "\(worker.kind) of \($0)" } ?? worker.kind
    }

    private func figures(_ snapshot: ConsoleSnapshot) -> [[String: Any]] {
        func figure(_ label: String, _ value: String?, isBad: Bool = false) -> [String: Any] {
            ["label": label, "value": value ?? "–", "bad": isBad]
        }
        var figures = [
            process.map { _ in figure("up for", uptime.map { Figure.duration(Double($0)) }) }
                ?? figure("host", host.isEmpty ? nil : host),
            figure("pid", (process?.pid ?? worker?.pid).flatMap { $0 > 0 ? String($0) : nil }),
            figure("memory", memory.map(Figure.bytes)),
        ]
        guard let worker else { return figures }
        figures += [
            figure("per second", Figure.rate(worker.rate)), figure("done", Figure.count(worker.done)),
            figure("failed", Figure.count(worker.failed), isBad: worker.failed > 0),
        ]
        guard let queue = worker.queue else { return figures }
        let depth = snapshot.queues.first { $0.name == queue && $0.redis == worker.redis }?.depth
        return figures + [
            figure("in flight", Figure.count(worker.inFlight)), figure("waiting", depth.map(Figure.count)),
        ]
    }

    private func actions(_ process: ProcessReport) -> [String: Any] {
        [
            "path": "/api/v1/processes/\(PercentEncoding.encoded(process.fullName))", "subject": process.name,
            "seen": String(process.pid), "start": !process.isUp, "restart": process.isUp, "clear": true,
            "stop": process.isUp && !process.isConsole, "isConsole": process.isConsole,
        ]
    }
}
