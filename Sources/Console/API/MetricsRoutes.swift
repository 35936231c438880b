import Hummingbird
import SupervisorClient

/// `/metrics`: the last snapshot in Prometheus' text format (version 0.0.4).
struct MetricsRoutes: ConsoleRoutes {
    private let services: ConsoleServices

    init(_ services: ConsoleServices) { self.services = services }

    func add(to router: Router<ConsoleContext>) {
        router.get("/metrics") { _, _ in
            let state = services.state
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(
                    byteBuffer: ByteBuffer(string: state.snapshot.metrics(isFresh: state.staleness == nil))))
        }
    }
}

extension ConsoleSnapshot {
    /// All figures as Prometheus reads them.
    /// - Parameter isFresh: Whether they have been looked at just now.
    func metrics(isFresh: Bool) -> String {
        var text = MetricsText()
        text.family("loglines_up", .gauge, "Whether the supervisor and every Redis answer")
        text.sample([], isFresh && supervisorProblem == nil && servers.allSatisfy { $0.problem == nil } ? 1 : 0)
        text.family("loglines_snapshot_timestamp_seconds", .gauge, "When these figures were taken, since 1970")
        text.sample([], Double(time) / 1000)
        text.family("loglines_redis_up", .gauge, "Whether a Redis answers")
        for server in servers { text.sample([("redis", server.name)], server.problem == nil ? 1 : 0) }
        addProcesses(to: &text)
        addWorkers(to: &text)
        addEndpoints(to: &text)
        addQueues(to: &text)
        return text.text
    }

    private func addProcesses(to text: inout MetricsText) {
        text.family("loglines_process_state", .gauge, "1 for the state that a process is in, 0 for the others")
        for process in processes {
            for state in ProcessState.allCases {
                text.sample(process.labels + [("state", state.name)], process.state == state.rawValue ? 1 : 0)
            }
        }
        text.family("loglines_process_start_time_seconds", .gauge, "When a process was last started, since 1970")
        for process in processes where process.start > 0 { text.sample(process.labels, Double(process.start)) }
    }

    private func addWorkers(to text: inout MetricsText) {
        func family(
            _ name: String, _ type: MetricsText.Kind, _ help: String, _ value: (WorkerStatus) -> Double?
        ) {
            text.family("loglines_worker_\(name)", type, help)
            for worker in workers {
                if let value = value(worker) { text.sample(worker.labels, value) }
            }
        }
        family("done_total", .counter, "Messages dealt with since the worker's start") { Double($0.done) }
        family("failed_total", .counter, "Messages given up since the worker's start") { Double($0.failed) }
        family("rate", .gauge, "Messages per second") { $0.rate }
        family("in_flight", .gauge, "Messages that the worker holds") { Double($0.inFlight) }
        family("resident_memory_bytes", .gauge, "Memory, on this machine") { $0.memory.map(Double.init) }
        let now = Double(time) / 1000
        family("heartbeat_age_seconds", .gauge, "Time since its last sign of life") { max(0, now - Double($0.beat)) }
    }

    private func addEndpoints(to text: inout MetricsText) {
        let workers = workers.compactMap { worker in
            worker.endpoint.map { (labels: worker.labels + [("endpoint", $0.address)], endpoint: $0) }
        }
        text.family(
            "loglines_endpoint_paused", .gauge,
            "1 while nothing is sent to the endpoint, because it fails or asks to wait")
        for worker in workers { text.sample(worker.labels, worker.endpoint.pausedUntil == nil ? 0 : 1) }
        text.family("loglines_endpoint_requests", .gauge, "Requests under way")
        for worker in workers { text.sample(worker.labels, Double(worker.endpoint.requests)) }
        text.family(
            "loglines_endpoint_latency_seconds", .histogram,
            "Time from a request's being sent to its complete answer, or until it was given up; since the worker's start"
        )
        for worker in workers { text.histogram(worker.labels, worker.endpoint.latency) }
    }

    private func addQueues(to text: inout MetricsText) {
        func family(_ name: String, _ help: String, _ value: (QueueStatus) -> Double?) {
            text.family("loglines_queue_\(name)", .gauge, help)
            for queue in queues {
                if let value = value(queue) { text.sample([("queue", queue.name), ("redis", queue.redis)], value) }
            }
        }
        family("depth", "Messages that wait") { Double($0.depth) }
        family("in_flight", "Messages that workers hold") { Double($0.inFlight) }
        family("retry", "Messages that wait for another try") { Double($0.retry) }
        family("failed", "Messages that were given up and are kept") { Double($0.failed) }
        family("spilled", "Messages that wait on disks") { Double($0.spilled) }
        family("drain_rate", "Messages a second by which it becomes shorter") { $0.drain }
        family(
            "oldest_age_seconds",
            "For how long at least the message next to be taken has waited: since it was first seen there, looking once a "
                + "second; messages do not say when they were queued"
        ) { $0.headAge }
        family(
            "oldest_claim_age_seconds",
            "Time since the oldest of the messages that workers hold was claimed, as they say"
        ) { $0.claimAge }
        let now = Double(time) / 1000
        func untilRetry(_ queue: QueueStatus) -> Double? { queue.nextRetry.map { Double($0) / 1000 - now } }
        family("next_retry_seconds", "Time until the next of the messages that wait for another try is due") {
            untilRetry($0).map { max(0, $0) }
        }
        family("retry_overdue_seconds", "Time for which one of these has been due and was not taken") {
            untilRetry($0).map { max(0, -$0) }
        }
    }
}

extension ProcessReport {
    fileprivate var labels: MetricsText.Labels { [("process", name), ("group", group)] }
}

extension ConsoleSnapshot.WorkerStatus {
    fileprivate var labels: MetricsText.Labels {
        [("worker", name), ("kind", kind), ("host", host), ("redis", redis)]
    }
}
