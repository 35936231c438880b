import LogFormats
import PluginAPI

extension FuzzTarget {
    /// Every log format, over the same line.
    static let logFormats = FuzzTarget("log-formats") { input in
        let message = LogMessage(service: "repo.example", line: input)
        var lines: [String: ParsedLine] = [:]
        for format in LogFormats.presets {
            do {
                guard let line = try format.parse(message) else { continue }
                try line.requireSound(madeFrom: input)
                lines[format.name] = line
            } catch let error as PluginError {
                try requireShowable(error.description)
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

extension ParsedLine {
    /// States what holds for every parsed line.
    func requireSound(madeFrom input: [UInt8]) throws {
        try require(storage.starts(with: input), "the line is not what it was")
        for field in [ip, method, url, httpProtocol, referer, userAgent] {
            try require(field.lowerBound >= 0 && field.upperBound <= storage.count, "a field lies outside")
            try require(
                field.upperBound <= input.count || field.lowerBound >= input.count, "a field lies half behind the line")
        }
        try require(status >= 0 && bytes >= 0, "a negative number")
        try require(!method.isEmpty || (url.isEmpty && httpProtocol.isEmpty), "a target without a method")
        for field in [referer, userAgent] where field.count == 1 {
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
