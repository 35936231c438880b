import NIOHTTP1

/// Who may open a WebSocket, and for how long.
struct LiveDoor: Sendable {
    /// Decides about a request; nil: it may not. The answer tells whether who listens may go on doing so.
    let admit: @Sendable (HTTPRequestHead) -> (@Sendable () -> Bool)?

    /// The console's: at `/live`, from one of our pages, by somebody who has logged in.
    static func console(_ services: ConsoleServices) -> LiveDoor {
        LiveDoor { head in
            let hosts = head.headers["host"]
            guard head.uri == "/live", hosts.count == 1, let host = hosts.first, services.hosts.isOurs(host),
                head.originAuthority.map(String.init) == host, let token = token(head, services.sessions)
            else { return nil }
            return { services.sessions.isOpen(token) }
        }
    }

    /// That of Moksha's clients: at `/`, by anybody who calls us by our name. Other sites' pages are kept out, which browsers on
    /// this machine would let in everywhere; those of ours may be at another port.
    static func moksha(_ names: HostNames) -> LiveDoor {
        LiveDoor { head in
            let hosts = head.headers["host"]
            guard head.uri == "/", hosts.count == 1, let host = hosts.first, names.isOurs(host) else { return nil }
            if head.headers.contains(name: "origin") {
                guard let origin = head.originAuthority, names.isOurs(String(origin)) else { return nil }
            }
            return { true }
        }
    }

    /// The token of the session that a request belongs to.
    private static func token(_ head: HTTPRequestHead, _ sessions: Sessions) -> String? {
        let start = "\(Gate.cookie)="
        return head.headers["cookie"].flatMap { $0.split(separator: ";") }.map { $0.drop { $0 == " " } }
            .filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
            .first { sessions.isOpen($0) }
    }
}

extension HTTPRequestHead {
    /// Host and port of the page that asks, as its browser tells; nil: it does not.
    fileprivate var originAuthority: Substring? {
        guard let origin = headers.first(name: "origin"), let slashes = origin.firstRange(of: "://") else { return nil }
        return origin[slashes.upperBound...]
    }
}
