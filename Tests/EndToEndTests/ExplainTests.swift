import TestKit
import Testing

/// What `loglines explain` says of lines, wherever they are.
struct ExplainTests {
    private let site: Site

    init() throws {
        site = try Site(service: Site.items + "\nrobots = skip", forwarder: ["retrybase": "600"])
    }

    private func explain(_ arguments: String...) throws -> CommandOutcome {
        try loglines(["explain"] + arguments, in: site.directory)
    }

    private func expect(_ answer: CommandOutcome, says texts: String..., at location: SourceLocation = #_sourceLocation)
    {
        #expect(answer.code == 0, "\(answer)", sourceLocation: location)
        for text in texts {
            #expect(answer.output.contains(text), "\(text) is missing in:\n\(answer.output)", sourceLocation: location)
        }
    }

    @Test("Each decision is told, up to the first rule that is met")
    func decisions() throws {
        expect(
            try explain(Site.line(1, status: 404)), says: "it does not count: status 404",
            "status       404 is none of 200 304")
        expect(
            try explain(Site.line(1, agent: "Mozilla/5.0 (compatible; Googlebot/2.1)")),
            says: "it does not count: robot bot", "the user agent meets the pattern bot of counter-robots 20")
        expect(
            try explain(Site.line(1, agent: "Mozilla/5.0 (compatible; Claude-User/1.0)")),
            says: "it does not count: AI agent Claude-User",
            "AI agent     the user agent meets the pattern Claude-User of crawler-user-agents 1.")
        expect(
            try explain(Site.line(1)), says: "meets no pattern of counter-robots 20", " and crawler-user-agents 1.")
        expect(
            try explain(Site.line(1)), says: "target       Request of oai:repo.example:1",
            "rft.artnum   oai:repo.example:1",
            site.tracker.url)
        expect(try explain("two words"), says: "malformed    ", "it does not count: malformed")
        let escaped = try explain("\u{1b}[2J")
        #expect(!escaped.output.contains("\u{1b}"))
    }

    @Test("Where a line is: not read, waiting, to be tried again, given up, ended")
    func places() throws {
        try site.append(items: 1..<2)
        let number = ["--file", "in/access.log:1"]
        try site.launch()
        try site.settle(1)
        expect(
            try explain(number[0], number[1]), says: "in no queue: its way has ended\n", "id  ", "in/access.log:1",
            " sent try=1\n", " accepted\n")

        site.tracker.stop()
        try site.append(items: 2..<3)
        try eventually("the forwarders pause") {
            try (0..<2).contains { try site.heartbeat("pirus2_\($0)")["state"]?.hasPrefix("paused") == true }
        }
        try expectInPirus2(explain("--file", "in/access.log:2"))
        let id = try #require(
            try explain("--file", "in/access.log:2").output.split(separator: "  id           ").last?
                .prefix { $0 != "\n" })
        try expectInPirus2(explain("--id", String(id)))

        try site.append(["garbage"])
        try eventually("it is given up") { try site.failed == 1 }
        expect(try explain("--file", "in/access.log:3"), says: "given up in failed:pirus2 by pirus2_", "malformed")
        try #require(loglines("stop", "access", in: site.directory).code == 0)
        try site.append(items: 4..<5)
        expect(try explain("--file", "in/access.log:4"), says: "not read yet: the tail has read the file up to byte")
    }

    @Test("The later click is named")
    func doubleClicks() throws {
        try site.replace("robots = skip", with: "robots = skip\ndouble_clicks = 0.5", in: "loglines.cfg")
        let later = Site.line(1).replacing("12:35:07", with: "12:35:30")
        try site.append([Site.line(1), later])
        try site.launch()
        try site.settle(2)
        let line = try explain("--file", "in/access.log:2").output
        let id = try #require(line.split(separator: "  id           ").last?.prefix { $0 != "\n" })
        expect(
            try explain("--file", "in/access.log:1"), says: "double click the hit of \(id) counts instead",
            "its way has ended, as double click")
        expect(try explain("--id", String(id)), says: "double click no later click", " accepted\n")
        let ledger = try loglines("ledger", in: site.directory).output
        #expect(ledger.contains(/double click +1\n/), "\(ledger)")
        try site.expectNothingLostOrDoubled()
    }

    /// Where the second line is while the tracker is away: it may just be the one that is tried.
    private func expectInPirus2(_ answer: CommandOutcome, at location: SourceLocation = #_sourceLocation) {
        expect(answer, says: "GET /items/2 ", at: location)
        let places = ["waits in pirus2, 0 before it", "in the hands of pirus2_", "waits in retry:pirus2, due 20"]
        #expect(
            places.contains { answer.output.contains("now\n  \($0)") }, "\(answer.output)", sourceLocation: location)
    }

    @Test(
        "What cannot be explained is said in one line",
        arguments: [
            (["--file", "in/access.log:1"], "in/access.log: has no line 1\n"),
            (["--file", "in/nothing.log:1"], "in/nothing.log: No such file or directory\n"),
            (["--id", "foo"], "no queue holds a message with the id foo\n"),
            (["x", "--service", "nobody"], "no [service_nobody] section says how to read the lines of nobody\n"),
        ])
    func errors(arguments: [String], error: String) throws {
        let answer = try loglines(["explain"] + arguments, in: site.directory)
        #expect(answer.code == 1)
        #expect(answer.errors.hasSuffix(error), "\(answer.errors)")
        #expect(answer.errors.count { $0 == "\n" } == 1)
    }
}
