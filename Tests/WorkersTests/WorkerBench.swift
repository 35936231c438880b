import Dispatch
import Logging
import RedisClient
import Settings
import TestKit
import Testing
import Workers

/// A real Redis and a folder, with workers that run on threads of their own until they are stopped.
final class WorkerBench {
    let server: RedisServer
    let directory: TemporaryDirectory

    init() throws {
        server = try RedisServer()
        directory = try TemporaryDirectory()
    }

    /// Starts what `make` makes, on a thread of its own.
    func start(
        _ worker: String, maxlength: Int = 0, _ make: @escaping @Sendable (WorkerContext) throws -> any Worker
    ) -> RunningWorker {
        RunningWorker(worker, server.address, maxlength, directory.file("journal"), make)
    }

    /// Starts `broker_0`, whose spills lie in `spill/`.
    func broker(_ settings: BrokerSettings, maxlength: Int = 0) -> RunningWorker {
        let spills = directory.file("spill")
        return start("broker_0", maxlength: maxlength) { BrokerWorker(settings, spills: spills, in: $0) }
    }

    func push(_ lines: [String], to queue: String) throws {
        let connection = try server.connection()
        for line in lines {
            try connection.run(RedisCommand("LPUSH", queue, #"{"service":"s","logline":"\#(line)"}"#))
        }
    }

    func depth(_ key: String) throws -> Int {
        try server.run("LLEN", key).integer ?? -1
    }
}

/// A worker on a thread of its own.
final class RunningWorker: @unchecked Sendable {
    let progress = WorkerProgress()
    // Written by the worker's thread before the semaphore is signalled, read after it was waited for.
    private var failure: (any Error)?
    private let ended = DispatchSemaphore(value: 0)
    private let stop = StopSignal()

    init(
        _ name: String, _ address: RedisAddress, _ maxlength: Int, _ journals: String,
        _ make: @escaping @Sendable (WorkerContext) throws -> any Worker
    ) {
        DispatchQueue(label: name).async { [self] in
            do {
                let context = WorkerContext(
                    worker: name, host: "test", address: address, log: Logger(label: name), progress: progress,
                    stop: stop, stopGrace: .seconds(5), maxlength: maxlength, journals: journals)
                var worker = try make(context)
                try worker.run()
            } catch {
                failure = error
            }
            ended.signal()
        }
    }

    /// Asks it to stop, and waits until it has.
    func end() throws {
        stop.request()
        try ending()
    }

    /// Waits until it has ended by itself.
    func ending() throws {
        try #require(ended.wait(timeout: .now() + 20) == .success, "the worker does not stop")
        if let failure { throw failure }
    }
}
