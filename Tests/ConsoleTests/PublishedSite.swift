import FoundationEssentials
import PluginTestKit
import TestKit
import Testing

/// A site with a browser, whose hits are published; places are known of some addresses.
struct PublishedSite {
    /// GeoLite2's cities; nil: `scripts/setup --tests` has not fetched them.
    static let cities = ["\(PackageRoot.path)/data/GeoLite2-City.mmdb"]
        .first(where: FileManager.default.fileExists(atPath:))

    // Universities' own networks, which stay where they are.
    static let oxford = "129.67.1.1"
    static let massachusetts = "18.9.22.69"
    static let grenoble = "130.190.1.1"
    static let nowhere = "192.0.2.7"

    static let robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

    let site: BrowserSite

    /// Starts everything, and logs in.
    /// - Parameter motion: Whether what moves may move.
    init(motion: Bool = true) throws {
        site = try BrowserSite(
            change: { workers in
                workers.replacing("fanout = pirus2", with: "fanout = pirus2, live")
                    .replacing("request_path =", with: "robots = skip\ngeoip = \(Self.cities ?? "")\nrequest_path =")
            }, "[worker_publisher]\nkind = publisher\nlistento = live\nchannel = live")
        try site.logIn()
        try site.browser.prefer(dark: false, motion: motion)
    }

    /// Opens a page.
    /// - Parameters:
    ///   - hits: An expression of the hits that it has seen. The console hears of the channel before these are more than none.
    ///   - address: Where hits come from that the page shows.
    func open(_ page: String, hits: String, from address: String = nowhere) throws {
        // A page that is open already would only take the hash.
        try site.browser.open("about:blank")
        try site.browser.open("\(site.site.url)\(page)")
        try eventually("a hit is seen") {
            try write([(address, "/about", BrowserSite.agent)])
            return try site.browser.run("return (\(hits)) > 0")
        }
    }

    /// Writes lines to the log.
    func write(_ hits: [(address: String, target: String, agent: String)]) throws {
        let lines = hits.map { hit in
            BrowserSite.line(hit.target, agent: hit.agent).replacing("192.0.2.7", with: hit.address)
        }
        try site.site.directory.write(lines.map { "\($0)\n" }.joined(), to: "next")
        _ = shell("cat next >>in/access.log", in: site.site.directory)
    }
}
