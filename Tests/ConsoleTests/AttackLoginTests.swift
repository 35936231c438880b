import FoundationEssentials
import Glibc
import TestKit
import Testing

@testable import Console

/// Attempts to get in, or to have somebody who is in do something.
@Suite(.serialized) struct AttackLoginTests {
    @Test func tokensBelongToTheirSession() throws {
        let site = try ConsoleSite()
        let (anna, own) = try site.logIn()
        let (_, other) = try site.logIn()
        let path = "/api/v1/processes/sleeper/restart"
        for options in [
            ["-H", "X-CSRF-Token: \(other)"], ["-d", "csrf=\(other)"], ["-H", "X-CSRF-Token: "],
            ["-d", "csrf=\(own.dropLast())"], ["-d", "csrf=\(own)0"],
            ["-d", "csrf[]=\(own)"],
            ["-H", "Content-Type: text/plain", "-d", "{\"csrf\": \"\(own)\"}"], ["-F", "csrf=\(own)"],
            ["-H", "X-CSRF-Token: \(own)", "-H", "Origin: null"],
            ["-H", "X-CSRF-Token: \(own)", "-H", "Sec-Fetch-Site: same-site"],
            ["-H", "X-CSRF-Token: \(own)", "-H", "Sec-Fetch-Site: cross-site", "-H", "Origin: \(site.url)"],
            ["-H", "X-CSRF-Token: \(own)", "-H", "Origin: https://127.0.0.1:\(site.port).evil.example"],
            ["-H", "X-CSRF-Token: \(own)", "-H", "Origin: http://127.0.0.1:\(site.port + 1)"],
        ] {
            let answer = site.ask(path, ["-X", "POST"] + options + anna)
            #expect(answer.status == 403, "\(options) \(answer)")
        }
        #expect(site.ask("\(path)?csrf=\(own)", ["-X", "POST"] + anna).status == 403)
        #expect(site.ask(path, ["-X", "POST", "-H", "X-CSRF-Token: \(own)"] + anna).status == 200)
        // Somebody else's form must not log anybody in: as whom they act they would not know.
        let login = ["-d", "name=loglines", "--data-urlencode", "password=\(ConsoleSite.password)"]
        for foreign in ["Origin: http://evil.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"] {
            let answer = site.ask("/login", login + ["-H", foreign])
            #expect(answer.status == 403 && answer.headers["set-cookie"] == nil, "\(foreign) \(answer)")
        }
    }

    @Test func sessionsAreMadeHere() throws {
        let site = try ConsoleSite()
        let planted = String(repeating: "a", count: 64)
        let answer = site.get(
            "/login", "-b", "loglines_session=\(planted)", "-d", "name=loglines", "--data-urlencode",
            "password=\(ConsoleSite.password)")
        let cookie = try #require(answer.headers["set-cookie"])
        #expect(answer.status == 303 && !cookie.contains(planted))
        for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] { #expect(cookie.contains(attribute), "\(cookie)") }
        #expect(!cookie.contains("Domain="))
        #expect(site.ask("/api/v1/state", ["-b", "loglines_session=\(planted)"]).status == 401)
        // Who logs in again leaves no open session behind.
        let first = try #require(cookie.split(separator: ";").first).description
        #expect(site.ask("/api/v1/state", ["-b", first]).status == 200)
        let again = site.get(
            "/login", "-b", first, "-d", "name=loglines", "--data-urlencode", "password=\(ConsoleSite.password)")
        #expect(again.status == 303)
        #expect(site.ask("/api/v1/state", ["-b", first]).status == 401)
    }

    @Test func guessersAtOnceWaitTogether() throws {
        let site = try ConsoleSite()
        // 60 at once, of a user whose hash takes its time.
        let guesses = shell(
            "seq 60 | xargs -P 60 -I {} curl -s -o /dev/null -w '%{http_code}\\n' -d name=ben -d password={} \(site.url)/login",
            in: site.directory
        ).output.split(separator: "\n")
        #expect(guesses.count == 60)
        let tried = site.directory.read("logs/console-audit.log")?.matches(of: /wrong name or password/).count ?? 0
        // One more after each wait, as long as the 60 take.
        #expect(tried <= LoginThrottle.free + 4 && guesses.count { $0 == "401" } == tried, "\(tried)")
        #expect(guesses.count { $0 == "429" } == 60 - tried)
        try eventually("it must wait long") {
            site.get("/login", "-d", "name=ben&password=x").headers["retry-after"].flatMap { Int($0) } ?? 0 > 4
        }
        // It holds for all ways in from there, and for no other address.
        let other = ["-u", ConsoleSite.reader]
        #expect(site.ask("/api/v1/state", other).status == 429)
        #expect(site.ask("/RPC2", other + ["-d", "<a/>"]).status == 429)
        // What was right a moment ago is known to be so: programs go on.
        #expect(site.ask("/api/v1/state", site.basic).status == 200)
        // Who says whose address it is must be believed nothing.
        for header in ["X-Forwarded-For: 192.0.2.7", "Forwarded: for=192.0.2.7", "X-Real-IP: 192.0.2.7"] {
            #expect(site.ask("/api/v1/state", other + ["-H", header]).status == 429, "\(header)")
        }
        let elsewhere = site.ask("/api/v1/state", other + ["--interface", "127.0.0.2"])
        #expect(elsewhere.status == 200, "\(elsewhere)")
    }

    @Test func whoMayOnlyLookDoesNotBuyGuesses() throws {
        let site = try ConsoleSite()
        var statuses: [Int] = []
        for guess in 0..<4 {
            for _ in 0..<4 { statuses.append(site.get("/login", "-d", "name=loglines&password=\(guess)").status) }
            _ = site.get("/login", "-d", "name=ben&password=U*U")
        }
        #expect(statuses.contains(429), "\(statuses)")
    }

    @Test func neighboursAreOneAddress() {
        let throttle = LoginThrottle()
        let now = ContinuousClock.now
        // Whoever has one address of IPv6 has all of its network.
        for number in 0...LoginThrottle.free { throttle.failed("2001:db8:0:1:\(number)::9", now: now) }
        #expect(throttle.wait("2001:db8:0:1::1", now: now) != nil)
        #expect(throttle.wait("2001:db8:0:2::1", now: now) == nil)
        for number in 0...LoginThrottle.free { throttle.failed("::ffff:192.0.2.\(number)", now: now) }
        #expect(throttle.wait("::ffff:192.0.2.1", now: now) == nil)
        for _ in 0...LoginThrottle.free { throttle.failed("::ffff:192.0.2.9", now: now) }
        #expect(throttle.wait("192.0.2.9", now: now) != nil && throttle.wait("192.0.2.8", now: now) == nil)
    }

    @Test func whatIsNotedStaysOneLine() throws {
        let site = try ConsoleSite()
        let forged =
            #"x","result":"done"}"# + "\n" + #"{"action":"stop","who":"loglines"}"# + "\r\u{1B}[2K\u{9B}31m\u{2028}"
        _ = site.get("/login", "--data-urlencode", "name=\(forged)", "-d", "password=x")
        try site.directory.write("password=x&name=a" + String(repeating: "%CC%80", count: 150_000), to: "body")
        _ = site.get("/login", "--data-binary", "@body")
        let lines = try #require(site.directory.read("logs/console-audit.log")).split(
            separator: "\n", omittingEmptySubsequences: true)
        let failed = lines.filter { $0.contains("wrong name or password") }
        #expect(failed.count == 2)
        for line in lines {
            #expect(line.utf8.count < 1_000, "\(line.utf8.count)")
            #expect(
                line.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x2028
                })
            let entry = try JSONDecoder().decode(AuditLog.Entry.self, from: Data(line.utf8))
            #expect(entry.action == "login")
        }
    }
}
