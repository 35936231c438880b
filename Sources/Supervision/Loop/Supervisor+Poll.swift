import CLinux
import Glibc
import SupervisorClient

extension Supervisor {
    /// What a descriptor of the poll stands for.
    private enum Source {
        case signals
        case listener
        case client(ControlServer.Client)
        case pipe(ManagedProcess)
        case display
    }

    /// Waits until something happens or the next deadline, and deals with it.
    func wait(_ signals: SupervisorSignals, _ server: ControlServer) {
        var sources: [Source] = []
        var polled: [pollfd] = []
        func watch(_ descriptor: Int32, _ source: Source, writing: Bool = false, reading: Bool = true) {
            let events = (reading ? POLLIN : 0) | (writing ? POLLOUT : 0)
            polled.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
            sources.append(source)
        }
        watch(signals.descriptor, .signals)
        watch(server.descriptor, .listener)
        for (client, connection) in server.connections {
            watch(connection.descriptor, .client(client), writing: connection.hasUnsent)
        }
        for process in processes {
            for pipe in process.openPipes { watch(pipe, .pipe(process)) }
        }
        if display.buffer.hasUnsent {
            watch(display.buffer.descriptor, .display, writing: true, reading: false)
        }
        guard poll(&polled, nfds_t(polled.count), timeout()) > 0 else { return }
        // Output first: what a child wrote before its end is read before its end is seen.
        for (entry, source) in zip(polled, sources) where entry.revents != 0 {
            switch source {
            case .pipe(let process): drain(entry.fd, of: process)
            case .display: display.flush()
            case .listener: server.accept()
            case .client(let client):
                if entry.revents & Int16(POLLOUT) != 0 { server.flush(client) }
                if entry.revents & ~Int16(POLLOUT) != 0 {
                    for request in server.receive(from: client) { answer(request, client) }
                }
            case .signals: break
            }
        }
        for signal in signals.next() { handle(signal: signal) }
    }

    /// Milliseconds until something is due; -1: nothing is.
    private func timeout() -> Int32 {
        var due = processes.compactMap(\.lifecycle.deadline).min()
        if display.isLive {
            let repaint = ContinuousClock.now + DisplayRefresh.interval
            due = min(due ?? repaint, repaint)
        }
        guard let due else { return -1 }
        let left = (due - .now) / .milliseconds(1)
        return Int32(max(0, min(left.rounded(.up), 3_600_000)))
    }

    private func drain(_ pipe: Int32, of process: ManagedProcess) {
        note(process.drain(pipe, buffer: pipeBuffer), of: process)
    }

    func note(_ problem: String?, of process: ManagedProcess) {
        guard let problem else {
            brokenLogs.remove(process.spec.name)
            return
        }
        guard brokenLogs.insert(process.spec.name).inserted else { return }
        tell("\(process.spec.name): its output is lost: \(problem)")
    }
}

/// Repaints the live display, at most twice a second.
final class DisplayRefresh {
    static let interval: Duration = .milliseconds(500)
    private let sampler: FiguresSampler?
    private var last: ContinuousClock.Instant?

    init(sampler: FiguresSampler?) {
        self.sampler = sampler
    }

    func paint(_ supervisor: Supervisor, now isUrgent: Bool = false) {
        guard supervisor.display.isLive else { return }
        let now = ContinuousClock.now
        if let last, now - last < Self.interval, !isUrgent { return }
        last = now
        let figures = sampler?.figures ?? [:]
        supervisor.display.paint(
            supervisor.processes.map { process in
                let isExplained = process.state != .running && process.state != .stopped
                return DisplayRow(
                    name: process.spec.name, state: process.state, remark: isExplained ? process.reason : "",
                    figure: process.state == .running ? figures[process.spec.name] : nil)
            })
    }
}
