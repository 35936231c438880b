/// A connection that is made anew whenever it is lost, for one thread. Where Sentinels name the master they are asked at
/// each attempt and now and then in between, so that the client follows a failover by itself.
public final class RedisClient {
    /// What a client tells of its server, once per outage.
    public enum Event: Sendable, Equatable {
        /// The server is gone or cannot serve.
        case lost(RedisError)
        /// The server is back after this long, or another one is in its place.
        case back(after: Duration, newMaster: RedisAddress?)
    }

    /// The server.
    public let address: RedisAddress

    /// How many connections have been made; a change tells that answers may have been lost in between.
    public private(set) var connections = 0

    private var connection: RedisConnection?
    private var outageBegan: ContinuousClock.Instant?
    private var lastServer: RedisAddress?
    private var watch: MasterWatch?
    private var backoff = Backoff()
    private let pause: (Duration) -> Bool
    private let report: (Event) -> Void

    /// A client that connects at its first command.
    /// - Parameters:
    ///   - pause: Waits that long before another attempt; answers whether to go on.
    ///   - report: Called once when the server goes and once when it is back.
    public init(
        _ address: RedisAddress, pause: @escaping (Duration) -> Bool, report: @escaping (Event) -> Void = { _ in }
    ) {
        self.address = address
        watch = MasterWatch(address)
        self.pause = pause
        self.report = report
    }

    /// Thrown when a wait for the server, or for something in it, was given up because the program is to end.
    public struct Stopped: Error, CustomStringConvertible {
        /// Says so.
        public let description = "stopped while waiting"

        /// A wait that was given up.
        public init() {}
    }

    /// Runs something on the connection, once. After an outage error the connection is thrown away.
    /// - Throws: ``RedisError``, and what `body` throws.
    public func once<Result>(_ body: (RedisConnection) throws -> Result) throws -> Result {
        do {
            let current = try connected()
            let result = try body(current)
            if let began = outageBegan {
                outageBegan = nil
                backoff = Backoff()
                let isNew = lastServer != nil && lastServer != current.server
                report(.back(after: began.duration(to: .now), newMaster: isNew ? current.server : nil))
            }
            return result
        } catch let error as RedisError where error.kind == .unavailable {
            if outageBegan == nil {
                outageBegan = .now
                lastServer = connection?.server
                report(.lost(error))
            }
            connection = nil
            throw error
        }
    }

    /// Runs something on the connection, again and again until the server lets it through.
    /// - Throws: ``Stopped`` when `pause` said to give up; ``RedisError`` of kind `refused`, and what `body` throws.
    public func run<Result>(_ body: (RedisConnection) throws -> Result) throws -> Result {
        while true {
            do {
                return try once(body)
            } catch let error as RedisError where error.kind == .unavailable {
                guard pause(backoff.next()) else { throw Stopped() }
            }
        }
    }

    /// Whether an answer can be taken without waiting; also when there is no connection to wait on.
    public var hasAnswer: Bool { connection?.hasAnswer ?? true }

    private func connected() throws -> RedisConnection {
        if let connection {
            guard watch?.isReplaced(connection.server) == true else { return connection }
            throw RedisError.unavailable("redis \(connection.server): the Sentinels have another master")
        }
        var address = address
        if let watch { address.endpoint = .master(watch.sentinels) }
        let made = try RedisConnection(address)
        connection = made
        connections += 1
        return made
    }
}

/// Waits between attempts to connect: doubled from 50 ms to 3 s, each shortened by chance by up to a half, so that the
/// workers of a machine do not come back all at once.
struct Backoff {
    private var ceiling = Duration.milliseconds(50)

    mutating func next() -> Duration {
        defer { ceiling = min(ceiling * 2, .seconds(3)) }
        return ceiling * Double.random(in: 0.5...1)
    }
}
