import Glibc

/// Plays sensors to a server, each over a connection of its own, on the calling thread. What the server says is read and thrown
/// away, as the original's generator did.
public struct SensorPlayer: ~Copyable {
    /// The longest sleep: how late a stop may be noticed, in seconds.
    private static let longestSleep = 0.2

    private let host: String
    private let port: Int
    private var sensors: Sensors
    private var connections: [Int32]
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// Connects all sensors.
    /// - Throws: ``GeneratorError`` when the server does not take them.
    public init(_ sensors: Sensors, host: String, port: Int) throws {
        (self.host, self.port, self.sensors) = (host, port, sensors)
        connections = []
        for _ in 0..<sensors.count { connections.append(try Self.connected(host, port)) }
    }

    deinit { for connection in connections { close(connection) } }

    /// Sends lines, one sensor after the other, until there are enough or it is told to stop. A connection that is lost is made
    /// anew, as often as it takes.
    /// - Parameters:
    ///   - rate: Lines per second of all sensors together; 0: as many as possible.
    ///   - limit: How many lines in all; nil: no limit.
    ///   - isStopping: Asked before every line.
    public mutating func run(rate: Double, limit: Int?, isStopping: () -> Bool) {
        let began = ContinuousClock.now
        var sent = 0
        while sent < limit ?? .max, !isStopping() {
            if rate > 0 {
                let ahead = Double(sent) / rate - (ContinuousClock.now - began) / .seconds(1)
                if ahead > 0 {
                    usleep(UInt32(min(ahead, Self.longestSleep) * 1_000_000))
                    continue
                }
            }
            let number = sent % sensors.count
            let line = sensors.line(of: number)
            while !send(line, from: number), !isStopping() {
                usleep(UInt32(Self.longestSleep * 1_000_000))
                guard let made = try? Self.connected(host, port) else { continue }
                close(connections[number])
                connections[number] = made
            }
            sent += 1
        }
    }

    /// Reads what there is, and sends a line.
    private mutating func send(_ line: [UInt8], from number: Int) -> Bool {
        var count = 1
        while count > 0 { count = recv(connections[number], &buffer, buffer.count, Int32(MSG_DONTWAIT)) }
        guard count < 0, errno == EAGAIN || errno == EINTR else { return false }
        return Glibc.send(connections[number], line, line.count, Int32(MSG_NOSIGNAL)) == line.count
    }

    private static func connected(_ host: String, _ port: Int) throws -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else {
            throw GeneratorError("cannot connect to \(host):\(port)", reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(list) }
        var reason: Int32 = ECONNREFUSED
        var next = list
        while let info = next {
            let made = socket(info.pointee.ai_family, info.pointee.ai_socktype, 0)
            if made >= 0, connect(made, info.pointee.ai_addr, info.pointee.ai_addrlen) == 0 { return made }
            reason = errno
            if made >= 0 { close(made) }
            next = info.pointee.ai_next
        }
        throw GeneratorError("cannot connect to \(host):\(port)", errno: reason)
    }
}
