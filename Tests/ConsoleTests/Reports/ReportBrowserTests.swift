import TestKit
import Testing

/// The report page in a real browser.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"))
struct ReportBrowserTests {
    @Test func aRangeIsChosenAndTheFiguresFollow() throws {
        let it = try BrowserSite(ReportSample.recorder)
        var sample = ReportSample()
        sample.use("oai:repo.example:1", at: "2024-05-03", times: 4, from: "DE")
        sample.use(
            "oai:repo.example:with-a-very-long-identifier-that-has-no-place-to-break-in-\(String(repeating: "x", count: 200))",
            at: "2024-06-03", times: 3)
        sample.transfer("FR", at: "2024-06-03", bytes: 1_000_000)
        try sample.write(in: it.site.directory)
        try it.logIn()
        try it.browser.open("\(it.site.url)/reports?service=repo.example&from=2024-03&to=2024-06")
        func downloads() throws -> String { try it.browser.element(".totals dd").text }
        #expect(try downloads() == "7")
        try it.browser.run("document.querySelector('input[name=to]').value = '2024-05'")
        try it.click(".choice button")
        try it.eventuallyInPage(
            "the range is shorter", "location.search.includes('to=2024-05') && document.querySelector('.totals')")
        #expect(try downloads() == "4")

        // Without a mouse: the table behind the chart, and what a column says.
        try it.browser.run("document.querySelector('#uses summary').focus()")
        try it.browser.press(.enter)
        try it.eventuallyInPage("the table is open", "document.querySelector('#uses details').open")
        #expect(try it.browser.element("#uses details tbody tr:last-child").text.contains("4"))
        #expect(try it.browser.run("return document.querySelector('#uses svg.plot').getAttribute('role') === 'img'"))
        #expect(
            try it.browser.run("return [...document.querySelectorAll('#uses .column title')].at(-1).textContent")
                == "31 May 2024: 0 downloads, 0 views")

        // As wide as the screen, with every name readable.
        for query in [
            "service=repo.example&from=2023-06&to=2024-06", "service=seismic.example&from=2024-05&to=2024-06",
        ] {
            for width in [400, 1_280] {
                try it.browser.resize(width: width, height: 800)
                try it.browser.open("\(it.site.url)/reports?\(query)")
                #expect(try it.browser.run("return document.documentElement.scrollWidth") == width)
                let overlaps: [String] = try it.browser.run(
                    """
                    return [...document.querySelectorAll(".chart .labels")].flatMap((labels) => {
                      const boxes = [...labels.children].map((it) => it.getBoundingClientRect()).filter((it) => it.width > 0);
                      return boxes.slice(1).filter((it, index) => it.left < boxes[index].right + 3).map((it) => `${it.left}`);
                    });
                    """)
                #expect(overlaps.isEmpty, "\(query) \(width)")
            }
        }
        try it.expectQuiet()

        // On paper there is nothing to click.
        try it.browser.prefer(dark: true, onPaper: true)
        let shown: [String] = try it.browser.run(
            """
            return [...document.querySelectorAll("a, button, input, select, nav, summary")].filter((it) => it.checkVisibility())
              .map((it) => it.outerHTML.slice(0, 80));
            """)
        #expect(shown.isEmpty)
        #expect(
            try it.browser.run("return getComputedStyle(document.documentElement).backgroundColor")
                == "rgb(255, 255, 255)")
        #expect(String(decoding: try it.browser.printed().prefix(5), as: UTF8.self) == "%PDF-")
    }
}
