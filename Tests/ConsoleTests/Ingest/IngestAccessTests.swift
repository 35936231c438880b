import TestKit
import Testing

@testable import Console

/// Who may post lines.
@Suite(.serialized) struct IngestAccessTests {
    private let site: IngestSite

    init() throws { site = try IngestSite() }

    @Test func aTokenIsAskedForWhereThereIsOne() throws {
        let bearer = "Authorization: Bearer"
        #expect(site.post("x", to: "closed.example", "-H", "\(bearer) \(IngestSite.token)") == .init(200, 1))
        #expect(site.post("y", to: "closed.example", "-H", "authorization: bearer \(IngestSite.token)").status == 200)
        for options in [[], ["-u", "loglines:\(ConsoleSite.password)"]] {
            let answer = site.site.ask("/ingest/closed.example", ["-d", "z"] + options)
            #expect(answer.status == 401, "\(answer)")
            #expect(answer.headers["www-authenticate"] == #"Bearer realm="loglines""#)
        }
        let (cookie, _) = try site.site.logIn()
        #expect(site.site.ask("/ingest/closed.example", ["-d", "z"] + cookie).status == 401)
        for _ in 0...LoginThrottle.free {
            #expect(site.post("z", to: "closed.example", "-H", "\(bearer) \(IngestSite.token)x").status == 401)
        }
        let slowed = site.site.ask("/ingest/closed.example", ["-d", "z", "-H", "\(bearer) x"])
        #expect(slowed.status == 429 && slowed.headers["retry-after"] == "1", "\(slowed)")
        // Logging in is another matter, and the other services need no token.
        #expect(site.site.ask("/api/v1/state", site.site.basic).status == 200)
        #expect(site.post("z").status == 200)
        let audit = try #require(site.directory.read("logs/console-audit.log"))
        #expect(audit.contains(#""action":"ingest""#) && audit.contains("wrong token"))
        #expect(!audit.contains(IngestSite.token))
        let shown = try loglines("config", "show", in: site.directory).output
        #expect(shown.contains("ingest_token") && !shown.contains(IngestSite.token))
        #expect(try site.length() == 3)
    }

    @Test func othersLearnNothing() throws {
        #expect(site.post("x", to: "none.example").error == "there is no [service_none.example]")
        for service in ["none.example", "repo.example", "closed.example", "%00"] {
            for name in ["X-Forwarded-For: 203.0.113.1", "Forwarded: for=203.0.113.1", "Via: 1.1 x", "X-Real-IP: ::1"] {
                let reply = site.post("x", to: service, "-H", name)
                #expect(
                    reply.status == 401
                        && reply.error == "send Authorization: Bearer with the ingest_token of the service", "\(reply)")
            }
        }
        #expect(try site.length() == 0)
    }

    @Test func browsersMayNotPost() throws {
        for header in [
            "Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-origin",
            "Origin: \(site.site.url)", "Sec-Fetch-Site: none",
        ] {
            let answer = site.site.get(
                "/ingest/repo.example", "-d", "x", "-H", header, "-H", "Content-Type: text/plain")
            #expect(answer.status == 403, "\(header) \(answer)")
        }
        // A name of another site that leads here.
        #expect(
            site.site.get(
                "/ingest/repo.example", "-d", "x", "-H", "Host: evil.example", "-H", "Origin: http://evil.example"
            ).status == 421)
        #expect(try site.length() == 0)
    }

    @Test func aBodyIsAskedForOnceItsSenderIsKnown() throws {
        let answers = try site.python(
            """
            def ask(service, token):
                s.sendall(b'POST /ingest/%s HTTP/1.1\\r\\nHost: localhost\\r\\nExpect: 100-continue\\r\\nContent-Length: 1\\r\\n'
                          b'Authorization: Bearer %s\\r\\n\\r\\n' % (service, token))
                line = s.recv(4000).decode().split('\\r\\n')[0]
                print(line)
                if line.startswith('HTTP/1.1 100'):
                    s.sendall(b'x')
                    print(s.recv(4000).decode().split('\\r\\n')[0])
            ask(b'repo.example', b'')
            ask(b'closed.example', b'\(IngestSite.token)')
            ask(b'closed.example', b'wrong')
            """)
        let taken = "HTTP/1.1 100 Continue\nHTTP/1.1 200 OK\n"
        #expect(answers == taken + taken + "HTTP/1.1 401 Unauthorized\n")
    }
}
