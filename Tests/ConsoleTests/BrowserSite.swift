import FoundationEssentials
import Glibc
import TestKit
import Testing

/// A whole site with a browser that has the console open.
struct BrowserSite {
    /// Every page that the console has, by its address.
    static let pages = [
        "/", "/workers", "/workers/pirus2_0", "/queues", "/queues/pirus2", "/queues/pirus2?kind=failed", "/ledger",
        "/map", "/graph", "/counts", "/series", "/reports", "/explain", "/configuration",
    ]

    let site: ConsoleSite
    let browser: Browser
    let tracker: MisbehavingServer

    /// Starts everything, and opens the login form.
    /// - Parameters:
    ///   - script: What the tracker does with one request after the other.
    ///   - change: What is to be other in the workers' sections.
    ///   - more: Further sections of the configuration.
    init(
        tracker script: [MisbehavingServer.Treatment] = [.answer(200)], change: (String) -> String = { $0 },
        _ more: String = ""
    ) throws {
        tracker = try MisbehavingServer(script)
        // Long enough to start that somebody who looks once a second sees it.
        site = try ConsoleSite("\(change(BrowserSite.workers(tracker)))\n\(more)", startsecs: 3)
        try site.directory.write("", to: "in/access.log")
        browser = try Browser()
        try browser.open(site.url)
    }

    /// tail → broker → pirus2 → files.
    static func workers(_ tracker: MisbehavingServer) -> String {
        #"""
        maxbackoff = 0.2
        [service_repo.example]
        base_url = http://repo.example
        oai_prefix = oai:repo.example
        plugin = combined
        format = combined
        request_path = ^/items/([0-9]+)
        [logger_access]
        pushto = loglines
        servicename = repo.example
        logfile = in/access.log
        start = beginning
        [worker_broker]
        kind = broker
        listento = loglines
        fanout = pirus2
        [worker_pirus2]
        kind = pirus2
        listento = pirus2
        endpoint_url = TRACKER
        success_queue = articlelog
        other_queue = otherlog
        retrybase = 0.2
        pauseonfail = 1
        [logger_articlelogger]
        listento = articlelog
        logfile = logs/articles.log
        [process_talker]
        command = tail -q -F talk.log
        [logger_otherlogger]
        listento = otherlog
        logfile = logs/other.log
        """#.replacing("TRACKER", with: tracker.url)
    }

    /// Somebody's user agent, who is no robot.
    static let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"

    /// A line of a web log in the combined format.
    static func line(_ target: String, agent: String = BrowserSite.agent, referrer: String = "-")
        -> String
    {
        "192.0.2.7 - - [15/Jun/2024:12:35:07 +0000] \"GET \(target) HTTP/1.1\" 200 512 \"\(referrer)\" \"\(agent)\""
    }

    /// Logs in as a person does, without a mouse.
    func logIn() throws {
        try browser.element("input[name=name]").type("loglines")
        try browser.press(.tab)
        try browser.focused.type(ConsoleSite.password)
        try browser.press(.enter)
        try eventually("the overview is there") { try browser.elements(".light").count >= 6 }
    }

    /// Clicks what a CSS selector finds, as soon as it stays where it is for that long: pages are live.
    func click(_ css: String) throws {
        try eventually("\(css) can be clicked") { (try? browser.element(css).click()) != nil }
    }

    /// Waits until a script's expression is true in the page.
    func eventuallyInPage(_ what: String, _ expression: String) throws {
        try eventually(what) { try browser.run("return Boolean(\(expression))") }
    }

    /// Expects that pages have asked nobody else for anything, and that the browser had nothing to complain about.
    func expectQuiet(_ location: SourceLocation = #_sourceLocation) throws {
        let own = [site.url, site.url.replacing("http://", with: "ws://"), "data:"]
        let foreign = try browser.requests().filter { address in !own.contains { address.hasPrefix($0) } }
        #expect(foreign.isEmpty, sourceLocation: location)
        #expect(try browser.consoleLines().isEmpty, sourceLocation: location)
    }
}
