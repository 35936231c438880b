import CAllocations
import Generator
import Glibc
import PluginAPI

/// Something that is done to each line of a text.
struct Work {
    /// Lines, each with its newline.
    let lines: [UInt8]

    /// Does it.
    /// - Returns: Whether it came out as expected.
    let step: (LogMessage) throws -> Bool

    /// Does it to all lines, several times. The line's memory is used again for the next one, as who reads a file does.
    /// - Throws: ``Unexpected`` when a line came out otherwise.
    func measured(rounds: Int) throws -> Measured {
        var result = Measured()
        var message = LogMessage(service: service, line: [])
        message.line.reserveCapacity(1 << 16)
        let before = allocations_count()
        result.duration = try ContinuousClock().measure {
            for _ in 0..<rounds {
                try lines.forEachLine { line in
                    message.line.removeAll(keepingCapacity: true)
                    message.line.append(contentsOf: line)
                    guard try step(message) else { throw Unexpected(line: String(decoding: line, as: UTF8.self)) }
                    result.count += 1
                }
            }
        }
        result.allocations = Int(allocations_count() - before)
        return result
    }

    /// The lines of a repository's generated log: the same ones always.
    static func generatedLines(_ count: Int) -> [UInt8] {
        var options = TrafficOptions(seed: 1)
        options.broken = 0
        options.start = UTCTime(year: 2024, month: 6, day: 15, hour: 12, minute: 0, second: 0)
        var traffic = Traffic(options: options)
        var lines: [UInt8] = []
        traffic.append(count, now: 0, to: &lines)
        return lines
    }
}

/// The service that all lines are of.
let service = "bench.example"

/// A line came out otherwise than the measure supposes.
struct Unexpected: Error {
    let line: String
}

extension [UInt8] {
    /// Calls `body` with each line, without its newline.
    func forEachLine(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
        try withUnsafeBufferPointer { bytes in
            guard var start = bytes.baseAddress else { return }
            let end = start + bytes.count
            while let found = memchr(start, Int32(UInt8(ascii: "\n")), end - start) {
                let newline = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
                try body(UnsafeBufferPointer(start: start, count: newline - start))
                start = newline + 1
            }
        }
    }
}
