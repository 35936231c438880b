import Glibc
import TestKit
import Testing

/// Actions in a real browser.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"))
struct ActionBrowserTests {
    private func say(_ port: Int, _ lines: String) throws {
        let program =
            "import socket, sys; socket.create_connection((\"127.0.0.1\", \(port))).sendall(sys.stdin.buffer.read())"
        let outcome = shell("printf '%s' '\(lines)' | python3 -c '\(program)'", in: try TemporaryDirectory())
        try #require(outcome.code == 0, "\(outcome)")
    }

    @Test func cardsChartsAndTheForm() throws {
        let port = freeServerPort()
        let it = try BrowserSite("[worker_actions]\nkind = actions\nlisten = 127.0.0.1:\(port)\nhistory = 50")
        try it.logIn()
        try it.browser.open("\(it.site.url)/actions")
        try it.eventuallyInPage("nothing is there", "document.body.innerText.includes('Nothing has been said yet')")
        try say(
            port,
            "temp 20 °C\ntemp 21.5 °C\nmood happy\nmood <img src=x onerror=window.planted=1>\nbackup\nup 7:00\nup 8:00\n"
        )
        try it.eventuallyInPage("all are there", "document.querySelectorAll('.action-cards li').length === 4")
        #expect(try it.browser.run("return document.querySelector('[id$=TEMP] .value').innerText") == "21.5 °C")

        // A line of one's own, without a mouse.
        try it.browser.element("#line").type("coffee += 2 cups")
        try it.browser.press(.enter)
        try it.eventuallyInPage(
            "it is said", "document.querySelector('.toast.good')?.innerText.includes('COFFEE +2 cups')")
        try it.eventuallyInPage("it is there", "document.querySelector('[id$=COFFEE] .value')?.innerText === '2 cups'")
        try it.browser.run("document.getElementById('line').value = 'temp nan'")
        try it.browser.element("form.post button").click()
        try it.eventuallyInPage("it is refused", "document.querySelector('.toast.bad')?.innerText.includes('nan')")

        try it.browser.open("\(it.site.url)/actions/TEMP")
        try it.eventuallyInPage("the chart is drawn", "document.querySelector('#chart path.line')")
        try it.browser.run("window.stillHere = 1")
        try it.browser.element("#line").type("23.25 °C")
        try it.browser.press(.enter)
        try it.eventuallyInPage("the value is new", "document.getElementById('value').innerText === '23.25'")
        try it.eventuallyInPage(
            "the log has it", "document.querySelector('#entries td:nth-child(2)').innerText === '23.25 °C'")
        #expect(try it.browser.run("return document.querySelectorAll('#chart .plot g circle.dot').length >= 3"))
        #expect(try it.browser.run("return document.getElementById('line').value === '' && window.stillHere === 1"))
        // From value to value with the keyboard.
        try it.browser.run(
            "document.querySelector('#chart .plot').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }))")
        try it.eventuallyInPage(
            "it is read out", "document.querySelector('#chart figcaption b')?.innerText === '21.5 °C'")

        for (name, mark) in [
            ("MOOD", "rect.band"), ("BACKUP", "line.stem"), ("UP", "circle.dot"), ("COFFEE", "path.line"),
        ] {
            try it.browser.open("\(it.site.url)/actions/\(name)")
            try it.eventuallyInPage("\(name) is drawn", "document.querySelector('#chart \(mark)')")
        }
        #expect(try it.browser.run("return window.planted === undefined"))
        try it.browser.resize(width: 400, height: 800)
        for page in ["/actions", "/actions/TEMP", "/actions/MOOD"] {
            try it.browser.open("\(it.site.url)\(page)")
            #expect(try it.browser.run("return document.documentElement.scrollWidth <= 400"), "\(page)")
        }
        // The refusal alone was something to complain about.
        let lines = try it.browser.consoleLines().filter { !$0.contains("/api/v1/actions") }
        #expect(lines.isEmpty, "\(lines)")
    }
}
