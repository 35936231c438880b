import TestKit
import Testing

/// The graph in a real browser, with hits that come from lines written to a log.
@Suite(
    .serialized, .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"),
    .enabled(if: PublishedSite.cities != nil, "scripts/setup --tests fetches data/GeoLite2-City.mmdb"))
struct BrowserGraphTests {
    private static let agent = BrowserSite.agent
    private static let seen = "loglines.graph.seen"

    private func open(
        _ hash: String = "", motion: Bool = true, from address: String = PublishedSite.nowhere
    ) throws -> PublishedSite {
        let it = try PublishedSite(motion: motion)
        try it.open("/graph\(hash)", hits: Self.seen, from: address)
        return it
    }

    /// Two people of Oxford and one of Grenoble ask for items 1 and 2.
    private func writeSome(_ it: PublishedSite) throws {
        try it.write([
            (PublishedSite.oxford, "/items/1", Self.agent), (PublishedSite.oxford, "/items/2", Self.agent),
            (PublishedSite.grenoble, "/items/2", Self.agent),
            (PublishedSite.massachusetts, "/items/2", PublishedSite.robot),
        ])
    }

    /// The weight of a node, by its name; null: there is none.
    private func weight(_ name: String) -> String {
        "([...loglines.graph.layout.nodes].find((node) => node.label === '\(name)' && !node.isGoing)?.weight ?? null)"
    }

    /// How opaque the most opaque point is in the middle of a node.
    private func opacity(_ name: String, _ it: PublishedSite) throws -> Double {
        try it.site.browser.run(
            """
            const node = [...loglines.graph.layout.nodes].find(({ label }) => label === "\(name)");
            const canvas = document.getElementById("graph-canvas");
            return canvas.getContext("2d").getImageData(Math.round(node.left) - 3, Math.round(node.top) - 3, 6, 6)
              .data.reduce((most, value, index) => index % 4 === 3 ? Math.max(most, value) : most, 0);
            """)
    }

    @Test func hitsAreLinkedAndFade() throws {
        let it = try open("#fade=10")
        try writeSome(it)
        try it.site.eventuallyInPage("all links are there", "\(weight("oai:repo.example:2")) === 3")
        for (name, weight) in [("GB", 2), ("FR", 1), ("US", 1), ("oai:repo.example:1", 1)] {
            #expect(try it.site.browser.run("return \(self.weight(name))") == weight, "\(name)")
        }
        try eventually("they are drawn") { try opacity("GB", it) == 255 }
        // What is no item is not among items.
        #expect(try it.site.browser.run("return \(weight("/about"))", as: Int?.self) == nil)
        try it.site.eventuallyInPage(
            "the table has them",
            """
            [...document.querySelectorAll("#graph-links tbody tr")]
              .some((row) => row.innerText.replaceAll("\\t", " ").startsWith("oai:repo.example:2 France 1"))
            """)
        #expect(try it.site.browser.run("return document.querySelectorAll('#graph-links tbody tr').length") == 4)
        try it.site.eventuallyInPage("all have faded", "loglines.graph.layout.nodes.size === 0")
        #expect(try it.site.browser.run("return document.querySelectorAll('#graph-links tbody tr').length") == 0)
        try it.site.expectQuiet()
    }

    @Test func hasNoMoreThanItCanShow() throws {
        let it = try open("#fade=300")
        try it.write((1...300).map { (PublishedSite.oxford, "/items/\($0)", Self.agent) })
        try it.write((1...20).map { _ in (PublishedSite.grenoble, "/items/17", Self.agent) })
        try it.site.eventuallyInPage("all have come", "loglines.graph.model.nodes.size === 302")
        try it.site.eventuallyInPage(
            "it is said how many are not shown",
            "document.getElementById('graph-more').textContent === 'and 152 more with fewer hits'")
        #expect(try it.site.browser.run("return Number(document.getElementById('graph').dataset.nodes)") == 150)
        // The weakest are those that are left out.
        try it.site.eventuallyInPage("the heaviest is shown", weight("oai:repo.example:17"))
        try it.site.eventuallyInPage("those that are too many fade", "loglines.graph.layout.nodes.size === 150")
        #expect(try it.site.browser.run("return document.querySelectorAll('#graph-links tbody tr').length") == 100)
        try it.site.expectQuiet()
    }

    @Test func whatIsShownIsInTheAddress() throws {
        let it = try open("#by=path&fade=30&country=GB", from: PublishedSite.oxford)
        for (name, value) in [("state=by", "path"), ("state=fade", "30"), ("filter=country", "GB")] {
            #expect(try it.site.browser.run("return document.querySelector('[data-\(name)]').value") == value)
        }
        try eventually("a hit is shown") {
            try writeSome(it)
            return try it.site.browser.run("return Boolean(\(weight("/items")))")
        }
        #expect(try it.site.browser.run("return \(weight("FR"))", as: Int?.self) == nil)
        try it.site.browser.run("document.querySelector('[data-state=by]').value = 'service'")
        try it.site.browser.run("document.querySelector('[data-state=by]').dispatchEvent(new Event('change'))")
        #expect(try it.site.browser.url.hasSuffix("#by=service&fade=30&country=GB"))
        try eventually("services are shown") {
            try writeSome(it)
            return try it.site.browser.run("return Boolean(\(weight("repo.example")))")
        }
        try it.site.expectQuiet()
    }

    @Test func tellsAndLeadsToExplanations() throws {
        let it = try open("#fade=300")
        try writeSome(it)
        try it.site.eventuallyInPage("all links are there", "\(weight("oai:repo.example:2")) === 3")
        try it.site.eventuallyInPage("it is at rest", "loglines.graph.isAtRest")
        let place: [Double] = try it.site.browser.run(
            """
            const node = [...loglines.graph.layout.nodes].find(({ label }) => label === "oai:repo.example:2");
            const box = document.getElementById("graph-canvas").getBoundingClientRect();
            return [box.x + node.left, box.y + node.top];
            """)
        try it.site.browser.point(x: place[0], y: place[1])
        try it.site.eventuallyInPage("it is told", "!document.getElementById('graph-card').hidden")
        let told = try it.site.browser.element("#graph-card").text
        #expect(told.contains("3 hits") && told.contains("France") && told.contains("Robot: 1"), "\(told)")
        try it.site.browser.point(x: place[0], y: place[1], andClick: true)
        try it.site.eventuallyInPage(
            "the line is explained",
            "location.pathname === '/explain' && document.body.innerText.includes('/items/2')")

        // The same without a mouse: the second by its hits, after the item, is the country.
        try it.open("/graph#fade=300", hits: Self.seen)
        try writeSome(it)
        try it.site.eventuallyInPage("all links are there", "\(weight("oai:repo.example:2")) === 3")
        try it.site.browser.element("#graph-canvas").type("\u{E014}")
        try it.site.eventuallyInPage(
            "the item is told", "document.getElementById('graph-card').innerText.includes('oai:repo.example:2')")
        try it.site.browser.element("#graph-canvas").type("\u{E014}")
        try it.site.eventuallyInPage(
            "the country is said", "document.getElementById('live-voice').textContent.includes('United Kingdom')")
        try it.site.browser.element("#graph-canvas").type("\u{E007}")
        #expect(try it.site.browser.url.hasSuffix("#fade=300&country=GB"))
        try it.site.expectQuiet()
    }

    @Test func standsStillWhilePaused() throws {
        let it = try open("#fade=10")
        try writeSome(it)
        try it.site.eventuallyInPage("they are shown", weight("GB"))
        try it.site.click("#pause")
        try writeSome(it)
        try it.site.eventuallyInPage(
            "it is said that they wait",
            "document.getElementById('live-state').textContent.startsWith('Paused. 4 hits wait')")
        #expect(try it.site.browser.run("return \(weight("GB"))") == 2)
        try it.site.click("#pause")
        try it.site.eventuallyInPage("all come at once", "\(weight("GB")) >= 2")
        try it.site.eventuallyInPage("and fade", "loglines.graph.layout.nodes.size === 0")
        try it.site.expectQuiet()
    }

    @Test(arguments: [true, false]) func nothingMovesForWhoWantsNoMotion(motion: Bool) throws {
        let it = try open("#fade=300", motion: motion)
        try it.site.browser.run(
            """
            window.rests = [];
            const { drawing } = loglines.graph;
            const draw = drawing.draw;
            drawing.draw = (...all) => { window.rests.push(loglines.graph.isAtRest); draw.apply(drawing, all); };
            """)
        try writeSome(it)
        try it.site.eventuallyInPage("all links are there", "\(weight("oai:repo.example:2")) === 3")
        try it.site.eventuallyInPage("it is drawn", "window.rests.length > 2")
        #expect(try it.site.browser.run("return window.rests.every(Boolean)") == !motion)
        try it.site.expectQuiet()
    }
}
