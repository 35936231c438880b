import Logging
public import PluginAPI
import RedisClient
public import Settings
import Tailing

/// `kind = tail`: follows log files into a queue.
public struct TailWorker: Worker {
    private let context: WorkerContext
    private let sink: RedisLineSink
    private let files: FollowerSet
    private let watcher: Watcher

    /// A follower of files.
    /// - Parameter framing: How lines make records; each is a message.
    public init(_ settings: TailSettings, framing: Framing = .lines, in context: WorkerContext) {
        self.context = context
        var settings = settings
        settings.maxline = framing.longestRecord(maxline: settings.maxline)
        sink = RedisLineSink(settings, in: context)
        var options = TailOptions(host: context.host)
        options.start = settings.start == .beginning ? .beginning : .end
        options.maxline = settings.maxline
        options.framing = framing
        let (log, progress) = (context.log, context.progress)
        files = FollowerSet(patterns: settings.logfile, options: options) { notice in
            log.notice("\(notice)")
            if notice.isTrouble { progress.error(notice.description) }
        }
        watcher = Watcher(stop: context.stop.descriptor)
    }

    /// Follows until the stop is requested; what has been read by then is in the queue, with its checkpoint.
    public mutating func run() throws {
        var connections = context.client.connections
        while !context.stop.isRequested {
            let moved = try files.step(sink)
            if connections != context.client.connections {
                // A Redis that was killed may have forgotten its last second, checkpoints and lines together.
                connections = context.client.connections
                files.recheck()
            }
            if !moved {
                context.progress.state(files.files.compactMap(\.waiting).first.map { "waiting: \($0)" } ?? "running")
                watcher.wait(for: files)
            }
        }
    }
}
