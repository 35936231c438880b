import Glibc
import TestKit
import Testing

/// WebSockets that do what no browser does.
@Suite(.serialized) struct AttackSocketTests {
    /// A WebSocket that is open.
    private func open(_ site: ConsoleSite, _ cookie: [String], readsLittle: Bool = false) throws -> RawConnection {
        let connection = try RawConnection(site, readsLittle: readsLittle)
        let head = [
            "GET /live HTTP/1.1", "Host: 127.0.0.1:\(site.port)", "Origin: \(site.url)", "Cookie: \(cookie[1])",
            "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        connection.send(head.joined(separator: "\r\n") + "\r\n\r\n")
        try connection.hear("\r\n\r\n")
        try #require(connection.text.hasPrefix("HTTP/1.1 101"))
        return connection
    }

    /// A frame as browsers send it, masked with zeros.
    private func frame(_ opcode: UInt8, _ text: String, fin: Bool = true, isMasked: Bool = true) -> [UInt8] {
        let bytes = Array(text.utf8)
        var head: [UInt8] = [(fin ? 0x80 : 0) | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch bytes.count {
        case ..<126: head.append(mask | UInt8(bytes.count))
        case ..<65_536: head += [mask | 126, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)]
        default: head += [mask | 127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) }
        }
        return head + (isMasked ? [0, 0, 0, 0] : []) + bytes
    }

    private func subscription(_ topic: String) -> String { #"{"topic": "__topic_subscribe__", "body": "\#(topic)"}"# }

    @Test func framesThatBrowsersDoNotSendEndIt() throws {
        let site = try ConsoleSite()
        let (cookie, _) = try site.logIn()
        let wish = subscription("overview:operator")
        let attacks: [(String, [UInt8], UInt16)] = [
            ("unmasked", frame(1, wish, isMasked: false), 1002),
            ("longer than 16 KiB", frame(1, String(repeating: " ", count: 20_000)), 1009),
            (
                "longer than there is memory",
                [0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], 1009
            ),
            ("of a negative length", [0x81, 0xFF] + [UInt8](repeating: 0xFF, count: 8) + [0, 0, 0, 0], 1009),
            ("a continuation of nothing", frame(0, wish), 1002),
            ("a beginning amid another", frame(1, wish, fin: false) + frame(1, wish), 1002),
            ("a long control frame", frame(9, String(repeating: " ", count: 200)), 1002),
            ("a control frame in pieces", frame(9, "a", fin: false), 1002),
            ("a thousand pieces", (0..<1_000).flatMap { frame($0 == 0 ? 1 : 0, " ", fin: false) }, 1002),
            ("of no known kind", frame(5, wish), 1002),
        ]
        for (name, bytes, code) in attacks {
            let connection = try open(site, cookie)
            connection.send(bytes)
            do {
                try connection.end()
            } catch {
                Issue.record("\(name): \(error)")
                continue
            }
            let close = connection.received.suffix(4)
            #expect(
                close.first == 0x88 && close.dropFirst(2) == [UInt8(code >> 8), UInt8(code & 255)][...],
                "\(name) \(close)")
        }
    }

    @Test func whatIsInPiecesIsPutTogether() throws {
        let site = try ConsoleSite()
        let connection = try open(site, try site.logIn().cookie)
        let wish = Array(subscription("overview:operator"))
        connection.send(frame(1, String(wish[..<10]), fin: false))
        connection.send(frame(9, "still there"))
        connection.send(frame(0, String(wish[10...])))
        try connection.hear("still there")
        try connection.hear(#""topic":"overview:operator""#)
    }

    @Test func aThousandSubscriptionsAreTwenty() throws {
        let site = try ConsoleSite()
        let connection = try open(site, try site.logIn().cookie)
        for number in 0..<1_000 { connection.send(frame(1, subscription("log:sleeper:sleeper_0\(number)"))) }
        for text in [
            "{", "[]", "null", String(repeating: "[", count: 10_000), "\u{0}", #"{"topic": 1, "body": 2}"#, "",
        ] {
            connection.send(frame(1, text))
            connection.send(frame(2, text))
        }
        connection.send(frame(1, subscription("overview:operator")))
        connection.send(frame(9, "still there"))
        try connection.hear("still there")
        #expect(!connection.text.contains(#""topic":"overview:operator""#), "the limit of subscriptions")
        let other = try open(site, try site.logIn().cookie)
        other.send(frame(1, subscription("overview:operator")))
        try other.hear(#""topic":"overview:operator""#)
    }

    @Test func aLogoutEndsIt() throws {
        let site = try ConsoleSite()
        let (cookie, csrf) = try site.logIn()
        let (others, _) = try site.logIn()
        let (connection, silent, other) = (try open(site, cookie), try open(site, cookie), try open(site, others))
        for it in [connection, other] {
            it.send(frame(1, subscription("overview:operator")))
            try it.hear(#""topic":"overview:operator""#)
        }
        #expect(site.ask("/logout", ["-d", "csrf=\(csrf)"] + cookie).status == 303)
        try connection.end()
        try silent.end()
        other.send(frame(9, "still there"))
        try other.hear("still there")
        #expect(!other.isClosed)
    }
}
