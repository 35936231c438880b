import LogFormats
import PluginAPI
import Telemetry

extension FuzzTarget {
    /// Every log format, over the same lines: all but the last are there for those that are told the columns by one.
    static let logFormats = FuzzTarget("log-formats") { input in
        let inputs = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        var lines: [String: ParsedLine] = [:]
        for format in try LogFormats.presets() + [LogFormats.format(named: "auto")] {
            for input in inputs.suffix(3) {
                do {
                    let message = LogMessage(service: "repo.example", line: input)
                    lines[format.name] = try format.parse(message)
                    try lines[format.name]?.requireSound(madeFrom: input)
                } catch let error as PluginError {
                    lines[format.name] = nil
                    try requireShowable(error.description)
                }
            }
        }
        // A combined line begins with a common one.
        guard let combined = lines["combined"] else { return }
        guard let common = lines["common"] else { throw BrokenProperty(description: "combined, but not common") }
        try require(
            common.time == combined.time && common.text(common.url) == combined.text(combined.url)
                && common.status == combined.status && common.bytes == combined.bytes,
            "combined and common read the same line otherwise")
    }
}

extension FuzzTarget {
    /// A format's notation in the first line, and a line of that format in the second.
    static let logNotations = FuzzTarget("log-notations") { input in
        let lines = input.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        guard lines.count == 2 else { return }
        do {
            let format = try LogFormats.format(named: String(decoding: lines[0], as: UTF8.self))
            let line = Array(lines[1])
            try format.parse(LogMessage(service: "repo.example", line: line))?.requireSound(madeFrom: line)
        } catch let error as PluginError {
            try requireShowable(error.description.escapingControls)
        }
    }
}

extension ParsedLine {
    /// States what holds for every parsed line.
    func requireSound(madeFrom input: [UInt8]) throws {
        try require(storage.starts(with: input), "the line is not what it was")
        for field in [ip, forwardedFor, host, method, url, httpProtocol, referer, userAgent] {
            try require(field.lowerBound >= 0 && field.upperBound <= storage.count, "a field lies outside")
            try require(
                field.upperBound <= input.count || field.lowerBound >= input.count, "a field lies half behind the line")
        }
        try require(status >= 0 && bytes >= 0 && bytesIn >= 0 && bytesOut >= 0, "a negative number")
        try require(!method.isEmpty || (url.isEmpty && httpProtocol.isEmpty), "a target without a method")
        for field in [forwardedFor, host, referer, userAgent] where field.count == 1 {
            try require(storage[field.lowerBound] != UInt8(ascii: "-"), "a header that is none")
        }
        try require(time.rfc3339.count == 20, "the time is no time: \(time.rfc3339)")
        let year = Int(time.rfc3339.prefix(4))
        try require(
            year.map { UTCTime(year: $0, month: 1, day: 1, hour: 0, minute: 0, second: 0) }.map {
                guard let start = $0 else { return false }
                return (0..<366 * 86_400).contains(time.secondsSince1970 - start.secondsSince1970)
            } ?? false, "written as \(time.rfc3339) the time is another")
    }
}
