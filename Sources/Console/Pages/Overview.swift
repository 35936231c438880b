import PluginAPI

/// What the overview shows of a snapshot.
struct Overview {
    /// The most reasons that are shown.
    private static let mostReasons = 12

    private let services: ConsoleServices
    private let snapshot: ConsoleSnapshot
    private let role: Role
    private let own: [Instance]
    private let others: [Instance]

    init(_ services: ConsoleServices, _ snapshot: ConsoleSnapshot, _ role: Role) {
        self.services = services
        self.snapshot = snapshot
        self.role = role
        own = Instance.own(in: snapshot)
        others = Instance.others(in: snapshot)
    }

    /// What its templates name.
    var values: [String: Any] {
        let verdict = Verdict(snapshot, own + others)
        let endpoints = endpoints
        return [
            "role": role.rawValue, "hasChart": ChartLibrary.isThere,
            "verdict": ["colour": verdict.colour.rawValue, "text": verdict.text, "details": verdict.details],
            "totals": totals, "instances": lights(own),
            "hosts": Dictionary(grouping: others, by: \.host).sorted { $0.key < $1.key }.map { host, instances in
                [
                    "hostTitle": host == snapshot.host ? "Also on this machine" : "On \(host)",
                    "instances": lights(instances),
                ] as [String: Any]
            },
            "hasEndpoints": !endpoints.isEmpty, "endpoints": endpoints, "queues": queues,
            "none": isPartial ? "What waits is not known." : "There is no queue yet.",
            "hasFailures": !snapshot.failures.isEmpty, "failures": failures, "notAll": notAll,
        ].withoutEmptyTexts
    }

    /// Whether there is a Redis that tells nothing.
    private var isPartial: Bool { snapshot.servers.contains { $0.problem != nil } }

    private var totals: [[String: Any]] {
        let failed = snapshot.queues.reduce(0) { $0 + $1.failed }
        let retry = snapshot.queues.reduce(0) { $0 + $1.retry }
        return [
            ("messages a second", Figure.rate(snapshot.workers.reduce(0) { $0 + $1.rate }), false),
            ("waiting", Figure.count(snapshot.queues.reduce(0) { $0 + $1.depth }), false),
            ("in flight", Figure.count(snapshot.queues.reduce(0) { $0 + $1.inFlight }), false),
            ("wait for another try", Figure.count(retry), false),
            ("given up", Figure.count(failed), failed > 0),
        ].map { ["label": $0.0, "value": isPartial ? "–" : $0.1, "bad": $0.2] }
    }

    private func lights(_ instances: [Instance]) -> [[String: Any]] {
        let history = services.state.rates
        let rates = Dictionary(history.workers.map { ("\($0.redis) \($0.name)", $0.rates) }) { first, _ in first }
        // A console that was started just now shows what it has.
        let shown = max(24, history.workers.map(\.rates.count).max() ?? 0)
        return instances.map { instance in
            var values = instance.values(snapshot, forOperator: false)
            if let worker = instance.worker, let rates = rates["\(worker.redis) \(worker.name)"] {
                values["spark"] = Spark.path(rates, of: shown)
            }
            return values
        }
    }

    private var endpoints: [[String: Any]] {
        snapshot.workers.compactMap { worker in
            guard let endpoint = worker.endpoint else { return nil }
            return [
                "worker": worker.name, "endpoint": endpoint.address, "requests": Figure.count(endpoint.requests),
                "endpointColour": (endpoint.pausedUntil == nil ? Light.Colour.green : .amber).rawValue,
                "endpointState": endpoint.pausedUntil.map { "paused until \(Figure.clock($0))" } ?? "in use",
                "reason": endpoint.pauseReason ?? "", "median": Figure.latency(endpoint.median),
                "p99": Figure.latency(endpoint.p99),
            ].withoutEmptyTexts
        }
    }

    private var queues: [[String: Any]] {
        snapshot.queues.map { queue in
            [
                "queue": queue.name, "redis": queue.redis, "address": QueuesPage.address(of: queue.name) ?? false,
                "depth": Figure.count(queue.depth),
                "drain": Self.drain(queue.drain), "inFlight": Figure.count(queue.inFlight),
                "retry": Figure.count(queue.retry), "failed": Figure.count(queue.failed),
                "hasFailed": queue.failed > 0, "emptyIn": queue.secondsToEmpty.map { Figure.duration($0) } ?? "–",
            ] as [String: Any]
        }
    }

    private static func drain(_ rate: Double) -> String {
        if rate.magnitude < 0.05 { return "–" }
        return rate > 0 ? "\(Figure.rate(rate))/s" : "grows by \(Figure.rate(-rate))/s"
    }

    private var failures: [[String: Any]] {
        snapshot.failures.sorted { $0.count > $1.count }.prefix(Self.mostReasons).map { failure in
            var values: [String: Any] = [
                "queue": failure.queue, "redis": failure.redis, "reason": failure.reason,
                "many": Figure.count(failure.count), "last": failure.last, "lastAge": Figure.moment(failure.last),
            ].withoutEmptyTexts
            if role == .operator {
                values["retryPath"] = "/api/v1/queues/\(PercentEncoding.encoded(failure.queue))/retry"
            }
            return values
        }
    }

    /// What is not shown of what was given up; empty: nothing.
    private var notAll: String {
        var lines: [String] = []
        let hidden = snapshot.failures.count - Self.mostReasons
        if hidden > 0 { lines.append("\(hidden) further reasons are not shown.") }
        for queue in snapshot.queues {
            let seen = snapshot.failures.first { $0.queue == queue.name && $0.redis == queue.redis }?.seen ?? 0
            guard seen > 0, seen < queue.failed else { continue }
            lines.append(
                "Of \(queue.name) these are the newest \(Figure.count(seen)) of \(Figure.count(queue.failed)); Retry "
                    + "sends all of the same reason, older ones too.")
        }
        return lines.joined(separator: " ")
    }
}
