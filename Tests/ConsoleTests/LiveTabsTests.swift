import TestKit
import Testing

/// The pages under "Live".
@Suite struct LiveTabsTests {
    @Test func oldAddressesLeadToTheMap() throws {
        let site = try ConsoleSite()
        let answer = site.ask("/map/", site.basic)
        #expect(answer.status == 301 && answer.headers["location"] == "/map", "\(answer)")
        let page = site.ask("/map", site.basic)
        #expect(page.status == 200 && page.body.contains(#"<a href="/map" aria-current="page">Live</a>"#), "\(page)")
        #expect(page.body.contains(#"<a href="/map" aria-current="page">Map</a>"#), "\(page)")
        #expect(page.body.contains(#"<a href="/graph">Graph</a>"#), "\(page)")
        let borders = site.get("/static/world-110m.geojson")
        #expect(borders.status == 200 && borders.headers["content-type"] == "application/geo+json")
    }
}
