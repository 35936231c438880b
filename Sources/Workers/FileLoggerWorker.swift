import Logging
import PluginAPI
import Queues
import RedisClient
public import Settings

/// `kind = file`: appends the log lines of a queue's messages to a file.
///
/// A message is acknowledged after its line is written, together with the size that the file then has; so a restart can
/// cut off what was written but not acknowledged, and no line is there twice. The same holds when Redis was restarted and
/// has forgotten its last second: the size that it remembers fits the messages that it hands out again.
public struct FileLoggerWorker: Worker {
    private static let batch = 512

    /// After so long Redis has brought to the disk what it was told (`appendfsync everysec`).
    private static let persistence = Duration.seconds(2)

    private let context: WorkerContext
    private let consumer: QueueConsumer
    private var file: AppendedFile
    private let key: String

    /// A file logger.
    public init(_ settings: FileLoggerSettings, in context: WorkerContext) {
        self.context = context
        consumer = QueueConsumer(
            context.client, queue: settings.listento, worker: context.worker, isCounted: context.isCounted)
        consumer.onClaims = context.progress.claims
        file = AppendedFile(path: settings.logfile)
        key = QueueKeys.written(host: context.host, path: settings.logfile)
    }

    /// Writes until the stop is requested.
    public mutating func run() throws {
        var connections = 0
        while !context.stop.isRequested {
            let messages = try consumer.claim(FileLoggerWorker.batch)
            if connections != context.client.connections {
                // At the start, and when a Redis that was killed may have forgotten what it had acknowledged.
                connections = context.client.connections
                try cutUnacknowledged()
            }
            if messages.isEmpty {
                try consumer.wait(upTo: context.patience)
            } else {
                try write(messages)
            }
        }
    }

    /// Writes a batch, as much of it as the disk takes, and acknowledges that much; the rest when there is room again.
    private mutating func write(_ messages: [QueuedMessage]) throws {
        var waiting = messages[...]
        var isReported = false
        while !waiting.isEmpty {
            do {
                let written = try file.append(waiting.lazy.map(\.envelope.message.line))
                let acknowledged = waiting.prefix(written).map { ($0, Outcome.done(next: nil, as: .written)) }
                guard try consumer.settle(acknowledged, marks: marks()) == 0 else {
                    // They will come again, to this worker or to another.
                    try cutUnacknowledged()
                    try consumer.settle(waiting.dropFirst(written).map { ($0, .back) })
                    return
                }
                context.progress.count(done: written)
                waiting = waiting.dropFirst(written)
            } catch let error as FileError {
                if !isReported { context.log.error("Cannot write, waiting", metadata: ["reason": "\(error)"]) }
                isReported = true
                context.progress.state("waiting: \(error)")
                context.progress.error("\(error)")
                guard context.stop.pause(.seconds(1)) else {
                    try consumer.settle(waiting.map { ($0, .back) })
                    return
                }
            }
        }
        if isReported {
            context.log.notice("Writing again")
            context.progress.state("running")
        }
    }

    private func marks() -> [Mark] {
        [
            Mark(key: key, field: "inode", value: String(file.inode)),
            Mark(key: key, field: "size", value: String(file.size)),
        ]
    }

    /// Cuts off the lines that Redis does not know to be written; where it does not know the file, tells it how long it is.
    private mutating func cutUnacknowledged() throws {
        let client = context.client
        let fields = try client.run { try $0.run(.init("HGETALL", key)).fields }
        let size = fields["size"].flatMap { Int($0) } ?? 0
        let inode = fields["inode"].flatMap { UInt64($0) } ?? 0
        do {
            guard let cut = try file.cut(to: size, ifInode: inode) else {
                try consumer.settle([], marks: marks())
                // What a power cut makes Redis forget of a file it must not be all: nobody could tell which of its lines
                // come again.
                _ = context.stop.pause(FileLoggerWorker.persistence)
                return
            }
            if cut > 0 {
                context.log.notice(
                    "Cut off lines that were written but not acknowledged",
                    metadata: ["file": "\(file.path)", "bytes": "\(cut)"])
            }
        } catch let error as FileError {
            context.log.error("Cannot look at the file yet", metadata: ["reason": "\(error)"])
        }
    }
}
