import Glibc
import Graphite
import MetricModel
import Settings
import Synchronization
import TestKit
import Testing

/// What real carbon has of what was sent.
@Suite(.serialized) struct CarbonTests {
    private let carbon: CarbonServer
    private let folder: TemporaryDirectory
    private let events = Events()
    /// The flushes are of the last minutes, so that carbon keeps them.
    private let start = time(nil) - 300

    init() throws {
        carbon = try CarbonServer()
        folder = try TemporaryDirectory()
    }

    private func backend(
        _ carbonProtocol: CarbonProtocol = .text, patience: Duration = .seconds(60)
    ) throws -> CarbonBackend {
        let port = carbonProtocol == .text ? carbon.textPort : carbon.picklePort
        return try CarbonBackend(
            HostPort(host: "127.0.0.1", port: port), carbonProtocol, spool: folder.file("spool/a_0"),
            patience: patience, report: events.add)
    }

    /// Some metrics' values at a time.
    private func flush(_ number: Int) -> MetricFlush {
        var flush = MetricFlush(time: start + number, interval: 1)
        for metric in 0..<20 {
            flush.values.append(.init("t.m\(metric).count", Double(number * 100 + metric)))
            flush.values.append(.init("t.m\(metric).mean", Double(number) / Double(metric + 3)))
        }
        flush.values.append(.init("t.wild.big", 1e21))
        flush.values.append(.init("t.wild.no", .nan))
        return flush
    }

    /// Compares carbon's files with what a Python script makes of the same rule.
    private func check(_ numbers: Range<Int>) throws {
        let program = """
            import whisper, sys
            root, start, first, end = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
            for m in range(20):
                for name, rule in (("count", lambda n: n * 100 + m), ("mean", lambda n: n / (m + 3))):
                    (a, b, step), values = whisper.fetch(f"{root}/t/m{m}/{name}.wsp", start + first - 1, start + end - 1)
                    wanted = [(start + n, float(rule(n))) for n in range(first, end)]
                    found = [(t, v) for t, v in zip(range(a, b, step), values) if v is not None]
                    if found != wanted: print(m, name, found, wanted); sys.exit(1)
            """
        let script = try folder.write(program, to: "check.py")
        let call =
            "/usr/bin/python3 \(script) \(carbon.directory.file("whisper")) \(start) \(numbers.lowerBound) \(numbers.upperBound)"
        var outcome = CommandOutcome(1, "", "")
        do {
            try eventually("carbon has written \(numbers)") {
                outcome = shell(call, in: folder)
                return outcome.code == 0
            }
        } catch {
            Issue.record("\(error): \(outcome) \(events.all)")
        }
    }

    @Test(arguments: CarbonProtocol.allCases) func carbonHasWhatWasSent(_ carbonProtocol: CarbonProtocol) throws {
        let backend = try backend(carbonProtocol)
        for number in 0..<60 { backend.take(flush(number)) }
        try check(0..<60)
        try eventually("all is known to be sent") { backend.statistics.waiting == 0 }
        #expect(carbon.values(of: "t.wild.big", from: start - 1, until: start + 9).values.allSatisfy { $0 == 1e21 })
        #expect(carbon.values(of: "t.m3.count", from: start + 4, until: start + 5) == [start + 5: 503])
        backend.end(within: .seconds(5))
        #expect(events.all.isEmpty)
        #expect(backend.statistics.flushLength > 0)
    }

    @Test(arguments: CarbonProtocol.allCases) func nothingIsLostWhileCarbonIsAway(_ carbonProtocol: CarbonProtocol)
        throws
    {
        let first = try backend(carbonProtocol)
        for number in 0..<5 { first.take(flush(number)) }
        try check(0..<5)
        carbon.kill()
        for number in 5..<20 { first.take(flush(number)) }
        try eventually("it is said") { events.all.count == 1 }
        first.end(within: .seconds(5))
        // What the first process left is sent by the second.
        let second = try backend(carbonProtocol)
        for number in 20..<40 { second.take(flush(number)) }
        #expect(second.statistics.waiting > 0)
        try carbon.start()
        try check(0..<40)
        try eventually("all is known to be sent") { second.statistics.waiting == 0 }
        second.end(within: .seconds(5))
        #expect(events.all.count { if case .lost = $0 { true } else { false } } == 0)
        #expect(events.all.contains { if case .back = $0 { true } else { false } })
    }

    @Test func aCarbonThatReadsNothingHoldsNobodyUp() throws {
        let backend = try backend(patience: .seconds(1))
        backend.take(flush(0))
        try check(0..<1)
        carbon.freeze(true)
        for number in 1..<30 { backend.take(flush(number)) }
        // All were taken while it reads nothing, and it is noticed.
        try eventually("it is said") { events.all.count == 1 }
        #expect(backend.statistics.waiting > 0)
        carbon.freeze(false)
        try check(0..<30)
        backend.end(within: .seconds(10))
    }
}

/// What backends tell.
final class Events: Sendable {
    private let events = Mutex<[BackendEvent]>([])

    var all: [BackendEvent] { events.withLock { $0 } }

    var add: @Sendable (BackendEvent) -> Void {
        { [self] event in events.withLock { $0.append(event) } }
    }
}
