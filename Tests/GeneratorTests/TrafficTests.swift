import Generator
import PluginAPI
import Testing

@Suite("Traffic")
struct TrafficTests {
    @Test("is the same for the same seed, however it is divided, and another for another")
    func deterministic() {
        let lines = generated(2_000, seed: 7)
        #expect(lines.count == 2_000)
        #expect(generated(2_000, seed: 7) == lines)
        #expect(generated(2_000, seed: 8) != lines)
        var options = TrafficOptions(seed: 7)
        options.start = UTCTime(secondsSince1970: 1_718_452_800)
        var traffic = Traffic(options: options)
        var bytes: [UInt8] = []
        for _ in 0..<20 { traffic.append(100, now: 0, to: &bytes) }
        #expect(traffic.count == 2_000)
        #expect(String(decoding: bytes, as: UTF8.self) == lines.joined(separator: "\n") + "\n")
    }

    @Test("every line is in the combined format", arguments: Platform.allCases)
    func combined(_ platform: Platform) {
        let lines = generated(2_000) {
            $0.platform = platform
            $0.broken = 0
        }
        for line in lines where GeneratedLine(line) == nil { Issue.record("\(line)") }
    }

    @Test("has what a repository's log has, in plausible shares")
    func mixture() throws {
        let lines = try generated(10_000) { $0.broken = 0 }.map { try #require(GeneratedLine($0)) }
        func share(_ has: (GeneratedLine) -> Bool) -> Double { Double(lines.count(where: has)) / 10_000 }
        #expect((0.55...0.65).contains(share { $0.address.hasPrefix("192.0.2.") || isRobot($0.agent) }))
        #expect((0.02...0.25).contains(share { $0.address.contains(":") }))
        #expect(share { $0.method == "HEAD" } > 0.01)
        #expect(share { $0.method == "POST" } > 0)
        for status in [206, 302, 304, 403, 404, 500, 503] { #expect(share { $0.status == status } > 0) }
        #expect(share { $0.status == 200 } > 0.6)
        #expect(share { $0.referer.hasPrefix("https://repository.example.org/handle/") } > 0.02)
        #expect(share { $0.agent.contains("\\") || $0.referer.contains("\\") } > 0)
        #expect(share { $0.target.hasPrefix("/bitstream/") } > 0.15)
        #expect(share { $0.target == "/robots.txt" } > 0.01)
        #expect(Set(lines.map(\.address)).count > 200)
    }

    private func isRobot(_ agent: String) -> Bool {
        ["bot", "spider", "curl", "python", "Wget", "Java/", "Go-http", "facebookexternalhit"].contains {
            agent.contains($0)
        } || agent == "-"
    }

    @Test("people click twice within thirty seconds")
    func doubleClicks() throws {
        let lines = generated(10_000) { $0.broken = 0 }
        var last: [String: Int] = [:]
        var repeats = 0
        for (index, line) in lines.enumerated() {
            let parsed = try #require(GeneratedLine(line))
            guard parsed.target.hasPrefix("/bitstream/"), !isRobot(parsed.agent) else { continue }
            let use = line.replacing(parsed.time, with: "")
            // Lines are 10 ms apart. Hardly ever does a person draw the very same request twice in that time.
            if let before = last[use], index - before <= 3_000 { repeats += 1 }
            last[use] = index
        }
        #expect(repeats > 30)
    }

    @Test("the clock starts where it is told and goes on with the lines")
    func clock() throws {
        let lines = try generated(301) {
            $0.broken = 0
            $0.interval = 0.5
        }.map { try #require(GeneratedLine($0)) }
        #expect(lines.first?.time == "15/Jun/2024:12:00:00 +0000")
        #expect(lines[2].time == "15/Jun/2024:12:00:01 +0000")
        #expect(lines.last?.time == "15/Jun/2024:12:02:30 +0000")
    }

    @Test("without a start, lines happen when they are made")
    func realClock() throws {
        var options = TrafficOptions(seed: 1)
        options.broken = 0
        var traffic = Traffic(options: options)
        var bytes: [UInt8] = []
        traffic.append(1, now: 951_782_399, to: &bytes)
        let line = try #require(GeneratedLine(String(decoding: bytes.dropLast(), as: UTF8.self)))
        #expect(line.time == "28/Feb/2000:23:59:59 +0000")
    }

    @Test(
        "a numbered line has its number in the query, and none is missing, broken or repeated",
        arguments: Platform.allCases)
    func numbered(_ platform: Platform) throws {
        let lines = try generated(3_000) {
            $0.platform = platform
            $0.isNumbered = true
            $0.broken = 0.5
        }.map { try #require(GeneratedLine($0)) }
        let numbers = lines.map { line in
            let query = line.target.split(separator: "?", maxSplits: 1).last ?? ""
            return query.split(separator: "&").last.flatMap { $0.hasPrefix("n=") ? Int($0.dropFirst(2)) : nil }
        }
        #expect(numbers == Array(1...3_000))
    }

    @Test("so many lines are broken as asked for, each still one line")
    func broken() {
        let lines = generated(10_000) { $0.broken = 0.1 }
        #expect(lines.count == 10_000)
        let broken = lines.filter { GeneratedLine($0) == nil }
        #expect((800...1_200).contains(broken.count))
        #expect(broken.contains { $0.contains("\\x16\\x03\\x01") })
        #expect(broken.contains { $0.contains("\"-\" 408") })
        #expect(broken.contains { $0.contains("\u{fffd}") })
    }

    @Test("robots only, people only", arguments: [0.0, 1.0])
    func extremes(_ robots: Double) throws {
        let lines = try generated(1_000) {
            $0.robots = robots
            $0.broken = 0
        }.map { try #require(GeneratedLine($0)) }
        #expect(lines.allSatisfy { isRobot($0.agent) == (robots == 1) })
    }
}
