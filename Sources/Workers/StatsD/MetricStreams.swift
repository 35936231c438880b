import CLinux
import Glibc
import Logging
import Settings
import StatsD

/// The TCP side of the server, on a thread of its own: metrics, line by line, and the management console.
final class MetricStreams {
    /// How many connections there may be; more are closed at once.
    private static let most = 4_096

    /// What a connection is for.
    private enum Client {
        case metrics(LineBuffer)
        case manager(ManagementClient)
    }

    private let events: EventSet
    private let metrics: ListeningSocket
    private let management: ListeningSocket
    private let box: ShardBox
    private let answer: (String) -> String?
    private let stop: StopSignal
    private let log: Logger
    private var clients: [Int32: Client] = [:]
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    /// Listens on both ports.
    /// - Parameters:
    ///   - box: Gets the metrics.
    ///   - answer: Answers the management console's commands; nil: the connection ends.
    /// - Throws: ``SocketProblem`` naming the address.
    init(
        _ settings: StatsDSettings, box: ShardBox, stop: StopSignal, log: Logger, answer: @escaping (String) -> String?
    ) throws {
        (self.box, self.stop, self.log, self.answer) = (box, stop, log, answer)
        metrics = try ListeningSocket(settings.listen)
        management = try ListeningSocket(settings.management)
        events = try EventSet()
        for descriptor in [metrics.descriptor, management.descriptor, stop.descriptor] {
            try events.add(descriptor, tag: Int(descriptor))
        }
    }

    /// Serves until the stop is requested.
    func run() {
        while !stop.isRequested {
            for ready in events.wait(milliseconds: 1_000) {
                let descriptor = Int32(ready.tag)
                switch descriptor {
                case metrics.descriptor: accept(metrics) { .metrics(LineBuffer(limit: 1 << 16)) }
                case management.descriptor: accept(management) { .manager(ManagementClient()) }
                case stop.descriptor: break
                default: serve(descriptor, ready)
                }
            }
        }
        for descriptor in clients.keys { close(descriptor) }
        clients = [:]
    }

    private func accept(_ socket: ListeningSocket, _ client: () -> Client) {
        while let descriptor = socket.accept() {
            do {
                guard clients.count < Self.most else { throw SocketProblem("connection", reason: "there are too many") }
                try events.add(descriptor, tag: Int(descriptor))
                clients[descriptor] = client()
            } catch {
                log.warning("Closed a connection at once", metadata: ["reason": "\(error)"])
                close(descriptor)
            }
        }
    }

    private func serve(_ descriptor: Int32, _ ready: EventSet.Ready) {
        // It may have been ended by what came before it.
        guard let client = clients[descriptor] else { return }
        // Kept once only, or each change would copy what it holds.
        clients[descriptor] = nil
        switch client {
        case .metrics(var lines):
            guard take(from: descriptor, &lines) else { return end(descriptor) }
            clients[descriptor] = .metrics(lines)
        case .manager(var manager):
            guard talk(to: descriptor, &manager, ready) else { return end(descriptor) }
            clients[descriptor] = .manager(manager)
        }
    }

    private func end(_ descriptor: Int32) { close(descriptor) }

    /// - Returns: Whether the connection goes on.
    private func take(from descriptor: Int32, _ lines: inout LineBuffer) -> Bool {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
        let isShort = buffer.withUnsafeBytes { lines.add(UnsafeRawBufferPointer(rebasing: $0[..<count]), box.take) }
        if !isShort { log.warning("Ended a connection: a line of a metric has more than 65,536 bytes") }
        return isShort
    }

    /// - Returns: Whether the connection goes on.
    private func talk(to descriptor: Int32, _ manager: inout ManagementClient, _ ready: EventSet.Ready) -> Bool {
        guard !ready.isHungUp else { return false }
        if ready.isReadable, manager.isReading {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
            manager.take(buffer[..<count], answer)
        }
        guard manager.send(to: descriptor) else { return false }
        events.change(descriptor, tag: Int(descriptor), reading: manager.isReading, writing: !manager.isReading)
        return true
    }
}
