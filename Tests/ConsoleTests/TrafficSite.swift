import TestKit

/// A console's site with a little traffic that has come to rest: two uses, one of them by somebody whose user agent would
/// like to be a script, a missing page, a robot, and a line that nobody can read.
struct TrafficSite {
    let site: ConsoleSite
    private let tracker: MisbehavingServer

    static let evil = "<script>alert(1)</script> \u{1b}[31m"
    static let lines = [
        line(1), line(2, agent: evil), line(3, status: 404), line(4, agent: "Mozilla/5.0 (compatible; Googlebot/2.1)"),
        "two words",
    ]

    init() throws {
        tracker = try MisbehavingServer([.answer(200)])
        site = try ConsoleSite(
            #"""
            [service_repo.example]
            base_url = http://repo.example
            oai_prefix = oai:repo.example
            plugin = combined
            format = combined
            robots = skip
            request_path = ^/items/([0-9]+)$
            [service_other.example]
            plugin = combined
            format = combined
            base_url = http://other.example
            request_path = ^/x/([0-9]+)$
            [logger_access]
            pushto = pirus2
            servicename = repo.example
            logfile = in/access.log, in/more-*.log
            start = beginning
            [worker_pirus2]
            kind = pirus2
            listento = pirus2
            endpoint_url = \#(tracker.url)/
            """#)
        try site.directory.write(Self.lines.map { $0 + "\n" }.joined(), to: "in/access.log")
        let directory = site.directory
        try eventually("every line has ended") {
            let ledger = try loglines("ledger", "--json", in: directory).output
            return ledger.contains(#""accepted": 2"#) && ledger.contains(#""waiting": 0"#)
                && ledger.contains(#""malformed": 1"#)
        }
    }

    static func line(_ item: Int, status: Int = 200, agent: String? = nil) -> String {
        let agent = agent ?? "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"
        return
            "192.0.2.\(item) - - [15/Jun/2024:12:35:07 +0000] \"GET /items/\(item) HTTP/1.1\" \(status) 512 \"-\" \"\(agent)\""
    }
}
