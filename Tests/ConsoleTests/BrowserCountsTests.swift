import TestKit
import Testing

/// The counts in a real browser, with hits that come from lines written to a log.
@Suite(
    .serialized, .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"),
    .enabled(if: PublishedSite.cities != nil, "scripts/setup --tests fetches data/GeoLite2-City.mmdb"))
struct BrowserCountsTests {
    private static let agent = BrowserSite.agent
    private static let seen = "Number(document.getElementById('hits').textContent)"

    private func open(_ hash: String = "", motion: Bool = true) throws -> PublishedSite {
        let it = try PublishedSite(motion: motion)
        try it.open("/counts\(hash)", hits: Self.seen)
        return it
    }

    private func writeSome(_ it: PublishedSite) throws {
        try it.write([
            (PublishedSite.oxford, "/items/1", Self.agent), (PublishedSite.oxford, "/items/2", Self.agent),
            (PublishedSite.oxford, "/items/3", Self.agent), (PublishedSite.grenoble, "/items/2", Self.agent),
            (PublishedSite.massachusetts, "/items/2", PublishedSite.robot),
        ])
    }

    /// What a list's rows say, one after the other.
    private func rows(_ list: String) -> String {
        """
        [...document.querySelectorAll("[data-list=\(list)] tbody tr")]
          .map((row) => `${row.cells[0].innerText.trim()} ${row.cells[2].innerText}`).join("; ")
        """
    }

    @Test func countsFromTheMomentThatIsChosen() throws {
        let it = try open()
        // What came until now is not counted any more.
        try it.site.eventuallyInPage("all of it has come", "\(Self.seen) > 0")
        try it.site.click("#anew")
        try it.site.eventuallyInPage("it begins anew", "\(Self.seen) === 0")
        try writeSome(it)
        try it.site.eventuallyInPage("all are counted", "\(Self.seen) === 5")
        for (list, expected) in [
            ("countries", "United Kingdom 3; France 1; United States 1"),
            ("items", "oai:repo.example:2 3; oai:repo.example:1 1; oai:repo.example:3 1"),
            ("verdicts", "Counted download 4; Robot 1"), ("contents", "/items 5"),
        ] {
            try it.site.eventuallyInPage("\(list): \(expected)", "\(rows(list)) === '\(expected)'")
        }
        let widths: [Double] = try it.site.browser.run(
            """
            document.getAnimations().forEach((one) => one.finish());
            return [...document.querySelectorAll("[data-list=countries] .fill")].map((bar) => bar.getBoundingClientRect().width);
            """)
        #expect(widths.count == 3 && abs(widths[0] - 3 * widths[1]) < 0.5 && widths[1] > 5, "\(widths)")
        // From when the console was started there are more.
        try it.site.browser.run(
            """
            const select = document.querySelector("[data-state=since]");
            select.value = "start";
            select.dispatchEvent(new Event("change"));
            """)
        try it.site.eventuallyInPage("earlier ones are counted too", "\(Self.seen) > 5")
        #expect(try it.site.browser.url.hasSuffix("#since=start"))
        try it.site.browser.run("history.back()")
        try it.site.eventuallyInPage("it goes on from its own start", "\(Self.seen) === 5")
        try it.site.expectQuiet()
    }

    @Test func rowsChooseWhatIsCounted() throws {
        let it = try open("#since=15m")
        #expect(try it.site.browser.run("return document.querySelector('[data-state=since]').value") == "15m")
        try writeSome(it)
        try it.site.eventuallyInPage("France is counted", "\(rows("countries")).includes('France 1')")
        try it.site.browser.run(
            """
            [...document.querySelectorAll("[data-list=countries] button")].find((it) => it.innerText === "France").click()
            """)
        try it.site.eventuallyInPage(
            "nothing else is counted", "\(rows("countries")) === 'France 1' && \(Self.seen) === 1")
        #expect(try it.site.browser.url.hasSuffix("#since=15m&country=FR"))
        #expect(
            try it.site.browser.run("return document.querySelector('[data-list=countries] button').ariaPressed")
                == "true")
        try it.site.click("[data-list=countries] tbody button")
        try it.site.eventuallyInPage("all are counted again", "\(Self.seen) > 5")
        try it.open(
            "/counts#since=60m&verdict=robot",
            hits: "document.querySelectorAll('[data-list=verdicts] tbody tr').length")
        try it.site.eventuallyInPage("robots only", "\(rows("verdicts")) === 'Robot 1'")
        try it.site.expectQuiet()
    }

    @Test func nothingMovesForWhoWantsNoMotion() throws {
        let it = try open("#since=start", motion: false)
        try it.site.browser.run(
            """
            window.moved = 0;
            const { animate } = Element.prototype;
            Element.prototype.animate = function (...all) { window.moved += 1; return animate.apply(this, all); };
            document.addEventListener("transitionrun", () => { window.moved += 1; });
            """)
        try writeSome(it)
        try it.write((1...9).map { _ in (PublishedSite.grenoble, "/items/2", Self.agent) })
        try it.site.eventuallyInPage("ranks change", "\(rows("countries")).includes('France 10; United Kingdom 3')")
        #expect(try it.site.browser.run("return window.moved") == 0)
        // Who wants motion sees it.
        try it.site.browser.prefer(dark: false)
        try it.write((1...20).map { _ in (PublishedSite.oxford, "/items/2", Self.agent) })
        try it.site.eventuallyInPage("ranks change", "window.moved > 0")
        try it.site.expectQuiet()
    }
}
