import Glibc
import Logging
import TestKit
import Testing

@testable import Console

@Suite struct LoginTests {
    @Test func slowsGuessingDown() {
        let throttle = LoginThrottle()
        var now = ContinuousClock.now
        for _ in 0..<LoginThrottle.free {
            throttle.failed("192.0.2.1", now: now)
            #expect(throttle.wait("192.0.2.1", now: now) == nil)
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            throttle.failed("192.0.2.1", now: now)
            #expect(throttle.wait("192.0.2.1", now: now) == .seconds(seconds))
            #expect(throttle.wait("192.0.2.2", now: now) == nil)
            now += .seconds(seconds)
            #expect(throttle.wait("192.0.2.1", now: now) == nil)
        }
        throttle.succeeded("192.0.2.1")
        throttle.failed("192.0.2.1", now: now)
        #expect(throttle.wait("192.0.2.1", now: now) == nil)
    }

    @Test func forgetsAfterAnHour() {
        let throttle = LoginThrottle()
        let now = ContinuousClock.now
        for _ in 0...LoginThrottle.free { throttle.failed("::1", now: now) }
        throttle.failed("::1", now: now + .seconds(3600))
        #expect(throttle.wait("::1", now: now + .seconds(3600)) == nil)
    }

    @Test func sessionsOutliveTheConsole() throws {
        let directory = try TemporaryDirectory()
        let file = directory.file("sessions")
        let users = try self.users(in: directory, "anna:$6$a$b:reader")
        let sessions = Sessions(file: file, users: users)
        let (token, session) = try sessions.begin(Identity(name: "anna", role: .reader), now: 1_000)
        #expect(session.expires == 1_000 + Sessions.lifetime && session.csrf != token && token.count == 64)
        var status = stat()
        #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let later = Sessions(file: file, users: users)
        #expect(later.session(token, now: 2_000) == session)
        #expect(later.session(token, now: session.expires) == nil)
        #expect(later.session("", now: 2_000) == nil)
        // Who may not log in any more, or may do something else now, must do it anew.
        for other in ["ben:$6$a$b:reader", "anna:$6$a$b:operator"] {
            let changed = Sessions(file: file, users: try self.users(in: directory, other))
            #expect(changed.session(token, now: 2_000) == nil, "\(other)")
        }
        try later.end(token)
        #expect(Sessions(file: file, users: users).session(token, now: 2_000) == nil)
        try directory.write("{", to: "sessions")
        #expect(Sessions(file: file, users: users).session(token, now: 2_000) == nil)
    }

    private func users(in directory: TemporaryDirectory, _ line: String) throws -> Users {
        try directory.write("\(line)\n", to: "users")
        var users = Users(operator: "loglines", password: "secret")
        try users.add(file: directory.file("users"))
        return users
    }

    @Test func makesAPasswordOnce() throws {
        let directory = try TemporaryDirectory()
        let password = try OperatorPassword.kept(in: directory.file("password"))
        #expect(password.count == 24)
        #expect(try OperatorPassword.kept(in: directory.file("password")) == password)
        var status = stat()
        #expect(stat(directory.file("password"), &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(throws: ConsoleError.self) { try OperatorPassword.kept(in: directory.file("none/password")) }
    }

    @Test func notesWhoDidWhat() throws {
        let directory = try TemporaryDirectory()
        let audit = AuditLog(path: directory.file("audit"), log: Logger(label: "audit"))
        try audit.note(who: "a\"b\n", address: "::1", action: "stop", target: "pirus2_0", result: "done")
        try audit.note(who: "c", address: "::1", action: "login", target: "", result: "wrong name or password")
        let lines = try #require(directory.read("audit")).split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix(#"{"action":"stop","address":"::1","result":"done""#))
        #expect(lines[0].contains(#""who":"a\"b\n"}"#))
    }
}

@Suite struct FigureTests {
    @Test func writesNumbersAsPeopleReadThem() {
        #expect([0, 999, 1000, 1_234_567, -1234].map(Figure.count) == ["0", "999", "1,000", "1,234,567", "-1,234"])
        #expect(
            [0, 0.04, 0.5, 12, 12.34, 99.96, 1234.5, -0.5].map(Figure.rate) == [
                "0", "0", "0.5", "12", "12.3", "100", "1,235", "-0.5",
            ])
        // Whatever somebody else's heartbeat says.
        #expect(
            [.infinity, -.infinity, .nan, 1e300].map(Figure.rate) == ["0", "0", "0", "1,000,000,000,000,000"])
        #expect([.infinity, .nan, -5].map(Figure.duration) == ["0 s", "0 s", "0 s"])
        #expect([0, 89, 120, 5400, 180_000].map(Figure.duration) == ["0 s", "89 s", "2 min", "1.5 h", "2.1 days"])
    }

    @Test func drainsAreSmoothed() {
        var drain = DrainRate()
        #expect(drain.note(depth: 1000, at: 0) == 0)
        var rate = 0.0
        for second in 1...60 { rate = drain.note(depth: 1000 - second * 10, at: second * 1000) }
        #expect(abs(rate - 10) < 0.1)
        #expect(drain.note(depth: 400, at: 60_000) == rate)
        for second in 61...160 { rate = drain.note(depth: 0, at: second * 1000) }
        #expect(rate == 0)
    }
}
