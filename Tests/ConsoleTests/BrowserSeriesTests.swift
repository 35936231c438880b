import TestKit
import Testing

/// The page of series in a real browser, over metrics in a real Redis.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"))
struct BrowserSeriesTests {
    /// What is flushed each time.
    private static func values(_ number: Int) -> [(path: String, value: Double)] {
        [
            ("stats.gauges.level", 20 + Double(number % 5)), ("stats.gauges.sessions", Double(number % 40)),
            ("stats.timers.search.mean_90", 12.5 + Double(number % 7)),
            ("stats.timers.search.upper_90", 40 + Double(number % 9)), ("stats.counters.login.rate", 0.5),
        ]
    }

    /// A site with twenty minutes of metrics, one interval in their middle lost, and the page open.
    private func open(_ hash: String, width: Int = 1280) throws -> (it: BrowserSite, metrics: MetricSample) {
        // The console reads what such a worker would keep; this one never runs.
        let it = try BrowserSite("[worker_statsd]\nkind = statsd\nautostart = no")
        var metrics = MetricSample(it.site, flushes: 120)
        for number in 1...60 { try metrics.flush(Self.values(number)) }
        for _ in 1...3 { metrics.loseInterval() }
        for number in 64...120 { try metrics.flush(Self.values(number)) }
        try it.logIn()
        try it.browser.resize(width: width, height: 900)
        try it.browser.open("\(it.site.url)/series\(hash)")
        return (it, metrics)
    }

    private func hash(_ it: BrowserSite) throws -> String {
        try it.browser.run("return decodeURIComponent(location.hash)")
    }

    @Test func chartsFollowWhatWorkersTell() throws {
        var (it, metrics) = try open("#show=stats.gauges.*")
        try it.eventuallyInPage("there are two charts", "document.querySelectorAll('.chart').length === 2")
        try it.eventuallyInPage("the value is shown", "document.querySelector('.chart .value').innerText === '20'")
        // Before and after the lost intervals: two lines.
        try it.eventuallyInPage(
            "the gap is a gap",
            "document.querySelector('.lines path').getAttribute('d').split('M').length === 3")
        try it.eventuallyInPage(
            "it is told", "document.querySelector('.chart .facts').textContent.includes('3 missing')")
        try metrics.flush([("stats.gauges.level", 77), ("stats.gauges.sessions", 1234), ("stats.gauges.fresh", 1)])
        try it.eventuallyInPage(
            "the new value has come", "document.querySelectorAll('.chart .value')[1].innerText === '77'")
        try it.eventuallyInPage("and so has a new metric", "document.querySelectorAll('.chart').length === 3")
        try it.eventuallyInPage(
            "the table has it", "document.querySelector('#summary').innerText.includes('1,234')")
        try it.expectQuiet()
    }

    @Test func searchCompletesAndTheAddressKeepsWhatIsShown() throws {
        let (it, _) = try open("")
        // Nothing was asked for: what most sites have is shown.
        try it.eventuallyInPage("the usual is shown", "document.querySelectorAll('.chart').length === 3")
        try it.browser.element("#pattern").click()
        try it.browser.focused.type("stats.ti")
        try it.eventuallyInPage(
            "the rest of the name is offered", "document.querySelector('#found li')?.innerText.includes('stats.timers')"
        )
        try it.browser.press(.tab)
        try it.eventuallyInPage(
            "what is below is offered", "document.querySelector('#found li')?.innerText.includes('stats.timers.search')"
        )
        try it.browser.press(.down)
        try it.browser.press(.enter)
        try it.eventuallyInPage(
            "the metrics are offered", "document.querySelectorAll('#found [role=option]').length === 2")
        try it.browser.press(.down)
        try it.browser.press(.enter)
        try it.eventuallyInPage(
            "it has its chart",
            "document.querySelectorAll('.chart').length === 1 && document.querySelector('.chart h2').innerText.includes('mean_90')"
        )
        #expect(try hash(it) == "#show=stats.timers.search.mean_90")
        try it.browser.focused.type("stats.{gauges,counters}.*{,.rate}")
        try it.browser.press(.enter)
        #expect(try hash(it) == "#show=stats.timers.search.mean_90+stats.{gauges,counters}.*{,.rate}")
        try it.click("#chosen li:first-child button")
        #expect(try hash(it) == "#show=stats.{gauges,counters}.*{,.rate}")
        try it.browser.run("history.back()")
        try it.eventuallyInPage("back goes back", "document.querySelectorAll('#chosen li').length === 2")
        try it.expectQuiet()
    }

    @Test func oneChartForAllIsReadWithTheKeyboard() throws {
        var (it, metrics) = try open("#show=stats.timers.*.{mean_90,upper_90}&layout=one&range=900", width: 400)
        try it.eventuallyInPage(
            "both lines have values",
            "[...document.querySelectorAll('.chart .key b')].map((it) => it.innerText).join() === '13.5,43'")
        let isWide: Bool = try it.browser.run("return document.documentElement.scrollWidth > innerWidth")
        #expect(!isWide)
        try it.browser.run("document.querySelector('.plot').focus()")
        try it.browser.press(.left)
        try it.browser.press(.left)
        try it.eventuallyInPage(
            "the moment before is read out",
            "/^[0-9:]+: mean_90 [0-9.]+, upper_90 [0-9.]+$/.test(document.querySelector('.plot').ariaValueText)")
        try it.browser.press(.end)
        try it.eventuallyInPage(
            "and now again", "document.querySelector('.plot').ariaValueText === 'now: mean_90 13.5, upper_90 43'")
        // While it is paused nothing moves; then what has come is shown.
        try it.click("#freeze")
        try metrics.flush([("stats.timers.search.mean_90", 99), ("stats.timers.search.upper_90", 100)])
        try it.eventuallyInPage("it says so", "document.getElementById('live-state').textContent === 'Paused.'")
        try it.click("#freeze")
        try it.eventuallyInPage("it goes on", "document.querySelector('.chart .key b').innerText === '99'")
        try it.browser.run("document.getElementById('values').open = true")
        try it.eventuallyInPage(
            "every value is in the table",
            "document.querySelector('#values tbody tr').innerText.includes('99') && document.querySelectorAll('#values tbody tr').length === 90"
        )
        try it.expectQuiet()
    }
}
