import FoundationEssentials
import PluginTestKit
import TestKit
import Testing

/// Set-up fetches it for the tests.
private let cities = ["\(PackageRoot.path)/data/GeoLite2-City.mmdb"]
    .first(where: FileManager.default.fileExists(atPath:))

/// The map in a real browser, with hits that come from lines written to a log.
@Suite(
    .serialized, .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"),
    .enabled(if: cities != nil, "scripts/setup --tests fetches data/GeoLite2-City.mmdb"))
struct BrowserMapTests {
    // Universities' own networks, which stay where they are.
    private static let oxford = "129.67.1.1"
    private static let massachusetts = "18.9.22.69"
    private static let grenoble = "130.190.1.1"
    private static let nowhere = "192.0.2.7"

    private static let robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

    /// A site whose hits are published, with the map open.
    private func open(_ hash: String = "", motion: Bool = true) throws -> BrowserSite {
        let it = try BrowserSite(
            change: { workers in
                workers.replacing("fanout = pirus2", with: "fanout = pirus2, live")
                    .replacing(
                        "request_path =",
                        with:
                            "investigation_path = ^/about/([0-9]+)\nrobots = skip\ngeoip = \(cities ?? "")\nrequest_path ="
                    )
            }, "[worker_publisher]\nkind = publisher\nlistento = live\nchannel = live")
        try it.logIn()
        try it.browser.prefer(dark: false, motion: motion)
        try it.browser.open("\(it.site.url)/map\(hash)")
        try it.eventuallyInPage("the world is drawn", "loglines.map && loglines.map.transform")
        // The console says something each second to who listens.
        try it.browser.run("loglines.live.hits({ restart() {}, frame() { window.isHeard = true; } })")
        try it.eventuallyInPage("the page is told", "window.isHeard")
        return it
    }

    private func write(_ hits: [(address: String, target: String, agent: String)], _ it: BrowserSite) throws {
        let lines = hits.map { hit in
            BrowserSite.line(hit.target, agent: hit.agent).replacing("192.0.2.7", with: hit.address)
        }
        try it.site.directory.write(lines.map { "\($0)\n" }.joined(), to: "next")
        _ = shell("cat next >>in/access.log", in: it.site.directory)
    }

    /// Where a place is on the screen, and how opaque the most opaque point around it is.
    private func point(_ latitude: Double, _ longitude: Double, _ it: BrowserSite) throws -> (
        x: Double, y: Double, opacity: Double
    ) {
        let found: [Double] = try it.browser.run(
            """
            const { canvas, at } = loglines.map;
            const [x, y] = at({ lat: \(latitude), lon: \(longitude) });
            const box = canvas.getBoundingClientRect();
            const points = canvas.getContext("2d").getImageData(Math.round(x) - 12, Math.round(y) - 12, 24, 24).data;
            return [box.x + x, box.y + y, Math.max(...points.filter((_, index) => index % 4 === 3))];
            """)
        return (found[0], found[1], found[2])
    }

    /// How many hits have been drawn, and how many have come.
    private func counts(_ it: BrowserSite) throws -> (drawn: Int, seen: Int) {
        let found: [Int] = try it.browser.run(
            "return [Number(loglines.map.canvas.dataset.drawn), Number(document.getElementById('seen').textContent)]")
        return (found[0], found[1])
    }

    private func rows(of table: String, contain text: String, _ it: BrowserSite) throws {
        try it.eventuallyInPage(
            "\(table) has \(text)",
            "[...document.querySelectorAll('#\(table) tbody tr')].some((row) => row.innerText.includes('\(text)'))")
    }

    @Test func linesOfALogBecomeDots() throws {
        let it = try open()
        #expect(try point(51.75, -1.25, it).opacity == 0)
        try write(
            [
                (Self.oxford, "/items/1", BrowserSite.agent), (Self.oxford, "/items/2", BrowserSite.agent),
                (Self.grenoble, "/about/3", BrowserSite.agent), (Self.massachusetts, "/items/4", Self.robot),
                (Self.nowhere, "/items/5", BrowserSite.agent),
            ], it)
        try eventually("all that have a place are drawn") { try counts(it).drawn == 4 }
        #expect(try point(51.75, -1.25, it).opacity > 100)
        try eventually("all have come") { try counts(it).seen == 5 }
        try it.eventuallyInPage(
            "it is said how many have no place",
            "document.getElementById('unknown').textContent === 'Place unknown: 1'")
        for (verdict, count) in [("download", 3), ("view", 1), ("robot", 1), ("error", 0)] {
            try it.eventuallyInPage(
                "\(count) of \(verdict)", "document.querySelector('[data-count=\(verdict)]').textContent === '\(count)'"
            )
        }
        try rows(of: "last", contain: "Oxford, United Kingdom", it)
        try rows(of: "last", contain: "oai:repo.example:2", it)
        try rows(of: "countries", contain: "France", it)
        try rows(of: "countries", contain: "Unknown", it)
        // It fades, and then nothing is drawn any more.
        try it.eventuallyInPage("all are gone", "loglines.map.canvas.dataset.alive === '0'")
        #expect(try point(51.75, -1.25, it).opacity == 0)
        try it.expectQuiet()
    }

    @Test func whatIsShownIsInTheAddress() throws {
        let it = try open("#fade=30")
        #expect(try it.browser.run("return document.querySelector('[data-state=fade]').value") == "30")
        try it.click("[data-verdict=robot]")
        #expect(try it.browser.url.hasSuffix("#fade=30&verdict=download,view,agent,double_click,no_item,error"))
        try it.eventuallyInPage("it begins anew", "document.getElementById('seen').textContent === '0'")
        try eventually("others come, and no robots") {
            try write(
                [(Self.oxford, "/items/1", Self.robot), (Self.oxford, "/items/2", BrowserSite.agent)], it)
            return try counts(it).drawn > 0
        }
        try rows(of: "countries", contain: "United Kingdom", it)
        #expect(try it.browser.run("return document.querySelector('[data-count=robot]').textContent") == "0")
        // A country is chosen in its table.
        try it.click("#countries tbody button")
        #expect(try it.browser.url.hasSuffix("&country=GB"))
        try it.browser.open("about:blank")
        try it.browser.open("\(it.site.url)/map#country=GB&verdict=robot&at=-1.3,51.8,8.0")
        #expect(try it.browser.run("return document.querySelector('[data-filter=country]').value") == "GB")
        #expect(try it.browser.run("return document.querySelectorAll('.legend [aria-pressed=true]').length") == 1)
        try it.eventuallyInPage("it is near", "loglines.map.transform.k === 8")
        try eventually("robots of that country come, and no others") {
            try write(
                [
                    (Self.oxford, "/items/1", Self.robot), (Self.oxford, "/items/2", BrowserSite.agent),
                    (Self.massachusetts, "/items/3", Self.robot),
                ], it)
            return try counts(it).drawn > 0
        }
        try rows(of: "last", contain: "Oxford", it)
        #expect(try it.browser.run("return document.querySelectorAll('#countries tbody tr').length") == 1)
        // Back.
        try it.click("[data-verdict=download]")
        #expect(try it.browser.run("return document.querySelectorAll('.legend [aria-pressed=true]').length") == 2)
        try it.browser.run("history.back()")
        try it.eventuallyInPage(
            "it is as before", "document.querySelectorAll('.legend [aria-pressed=true]').length === 1")
        try it.expectQuiet()
    }

    @Test func canBePaused() throws {
        let it = try open()
        try it.click("#pause")
        try write([(Self.oxford, "/items/1", BrowserSite.agent), (Self.oxford, "/items/2", BrowserSite.agent)], it)
        try it.eventuallyInPage(
            "it is said that they wait", "document.getElementById('live-state').textContent === 'Paused. 2 hits wait.'")
        #expect(try counts(it).drawn == 0)
        try it.click("#pause")
        try eventually("they are drawn") { try counts(it).drawn == 2 }
        #expect(try it.browser.run("return document.getElementById('live-state').textContent") == "")
        try it.expectQuiet()
    }

    @Test func aDotLeadsToItsExplanation() throws {
        let it = try open("#fade=120")
        try write([(Self.oxford, "/items/17", BrowserSite.agent)], it)
        try eventually("it is drawn") { try counts(it).drawn == 1 }
        let place = try point(51.75, -1.25, it)
        try it.browser.point(x: place.x, y: place.y)
        try it.eventuallyInPage("it is told", "!document.getElementById('tip').hidden")
        let told = try it.browser.element("#tip").text
        #expect(told.contains("Oxford, United Kingdom") && told.contains("Counted download"), "\(told)")
        try it.browser.point(x: place.x, y: place.y, andClick: true)
        try it.eventuallyInPage(
            "the line is explained",
            "location.pathname === '/explain' && document.body.innerText.includes('/items/17')")
        // The same without a mouse.
        try it.browser.open("\(it.site.url)/map#fade=120")
        try it.eventuallyInPage("the world is drawn", "loglines.map")
        try eventually("one is drawn") {
            try write([(Self.grenoble, "/items/18", BrowserSite.agent)], it)
            return try counts(it).drawn > 0
        }
        try it.browser.element("#hits").type(".")
        try it.eventuallyInPage(
            "it is said", "document.getElementById('live-voice').textContent.includes('France')")
        try it.browser.element("#hits").type("\u{E007}")
        try it.eventuallyInPage(
            "the line is explained",
            "location.pathname === '/explain' && document.body.innerText.includes('/items/18')")
        try it.expectQuiet()
    }

    @Test func nothingMovesForWhoWantsNoMotion() throws {
        let it = try open("#fade=120", motion: false)
        try it.browser.run(
            "window.pictures = 0; loglines.map.whenDrawn(() => { window.pictures += 1; })")
        try write([(Self.oxford, "/items/1", BrowserSite.agent)], it)
        try eventually("it is drawn") { try counts(it).drawn == 1 }
        let first = try point(51.75, -1.25, it).opacity
        #expect(first == 255)
        try it.eventuallyInPage("it is drawn again", "window.pictures > 3")
        #expect(try point(51.75, -1.25, it).opacity == first)
        // Who wants motion sees it fade.
        try it.browser.prefer(dark: false)
        try eventually("it fades") { try point(51.75, -1.25, it).opacity < first }
    }
}
