import FoundationEssentials
import Glibc
import TestKit
import Testing

/// What people do with the console, done in a real browser.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"))
struct BrowserActionTests {
    /// A message that was given up, of a line that the tracker takes now.
    private func fail(_ it: BrowserSite, _ item: Int) throws {
        let line = BrowserSite.line("/items/\(item)").replacing("\"", with: "\\\\\\\"")
        let message = #"{\"service\":\"repo.example\",\"id\":\"test:\#(item)\",\"logline\":\"\#(line)\"}"#
        _ = try it.site.redis.run(
            "LPUSH", "failed:pirus2",
            #"{"message":"\#(message)","error":"the tracker was away","when":"2026-11-21T10:00:00Z","worker":"pirus2_0"}"#
        )
    }

    @Test func retriesWhatFailedByAClick() throws {
        let it = try BrowserSite()
        try fail(it, 7)
        try it.logIn()
        try it.eventuallyInPage("the failure is shown", "document.querySelector('.failure button')")
        try it.browser.run("window.stillHere = 1")
        try it.click(".failure button")
        try it.eventuallyInPage("it is said", "document.querySelector('.toast.good')")
        try eventually("the line is sent and noted") {
            it.site.directory.read("logs/articles.log")?.contains("GET /items/7 ") == true
        }
        try it.eventuallyInPage("the failure is gone", "!document.querySelector('.failure')")
        #expect(try it.browser.run("return window.stillHere") == 1)
        // From the queue's page, chosen by hand.
        try fail(it, 8)
        try fail(it, 9)
        try it.browser.open("\(it.site.url)/queues/pirus2?kind=failed")
        #expect(try it.browser.elements(".messages li").count == 2)
        try it.click(".messages input[type=checkbox]")
        try it.click(".toolbar button.main")
        try eventually("one line more is noted") {
            it.site.directory.read("logs/articles.log")?.split(separator: "\n").count == 2
        }
        #expect(try it.site.redis.list("failed:pirus2").count == 1)
        try it.expectQuiet()
    }

    @Test func followsALogLive() throws {
        let it = try BrowserSite()
        try it.site.directory.write("the first line\n", to: "talk.log")
        try it.logIn()
        try it.browser.open("\(it.site.url)/workers/talker_0")
        try it.eventuallyInPage(
            "the log is shown", "document.getElementById('log').innerText.includes('the first line')")
        try it.browser.run("window.stillHere = 1")
        _ = shell(
            "echo 'a later line <img src=x onerror=window.planted=1>' >>talk.log", in: it.site.directory)
        try it.eventuallyInPage(
            "the later line is shown", "document.getElementById('log').innerText.includes('later line <img src=x')")
        #expect(try it.browser.run("return window.stillHere") == 1)
        #expect(try it.browser.run("return window.planted === undefined && !document.querySelector('#log img')"))
        try it.expectQuiet()
    }

    @Test func actsOnProcesses() throws {
        let it = try BrowserSite()
        try it.logIn()
        try it.browser.open("\(it.site.url)/workers")
        try it.browser.run("window.stillHere = 1")
        func state(_ name: String) throws -> String {
            let status = try loglines("status", name, in: it.site.directory).output
            return String(status.split(separator: " ", omittingEmptySubsequences: true).dropFirst().first ?? "")
        }
        func pid(_ name: String) throws -> String? {
            try loglines("status", name, in: it.site.directory).output.firstMatch(of: /pid ([0-9]+)/).map {
                String($0.output.1)
            }
        }
        let before = try pid("broker_0")
        try it.click("button[aria-label='Restart broker_0']")
        if try it.browser.elements("dialog[open]").count == 1 {
            try it.click("dialog button[value=yes]")
        }
        try it.eventuallyInPage(
            "the restart is said", "document.querySelector('.toast.good')?.innerText.includes('broker_0')")
        try eventually("another process runs") { try pid("broker_0") != before && state("broker_0") == "RUNNING" }
        // Who thinks better of it has done nothing.
        try it.click("button[aria-label='Stop talker_0']")
        try it.eventuallyInPage("it is asked", "document.querySelector('dialog[open]')")
        try it.browser.press(.escape)
        try it.eventuallyInPage("the question is gone", "!document.querySelector('dialog')")
        #expect(try state("talker_0") == "RUNNING")
        #expect(try it.browser.focused.attribute("aria-label") == "Stop talker_0")
        // And with the keyboard: the button that does it is the second.
        try it.browser.press(.enter)
        try it.eventuallyInPage("it is asked", "document.querySelector('dialog[open]')")
        #expect(try it.browser.focused.text == "Cancel")
        try it.browser.press(.tab, .enter)
        try eventually("it is stopped") { try state("talker_0") == "STOPPED" }
        try it.eventuallyInPage("its light is grey", "document.querySelector('#instance-talker_0.grey')")
        try it.click("button[aria-label='Start talker_0']")
        try eventually("it runs again") { try state("talker_0") == "RUNNING" }
        try it.eventuallyInPage("its light is green", "document.querySelector('#instance-talker_0.green')")
        #expect(try it.browser.run("return window.stillHere") == 1)
        try it.expectQuiet()
    }

    /// Whoever asks the web server for something writes into its log, and so onto these pages.
    @Test func strangersLinesAreText() throws {
        let script = "<script>window.planted=1</script><img src=x onerror=window.planted=1>"
        let it = try BrowserSite(tracker: [.answer(400, body: script)])
        let lines = [
            BrowserSite.line("/items/1?q=\(script.replacing(" ", with: "+"))", agent: "Mozilla/5.0 \(script)"),
            "no line of a log, but \(script)", BrowserSite.line("/items/2", referrer: "javascript:window.planted=1"),
        ]
        try it.site.directory.write(lines.map { "\($0)\n" }.joined(), to: "in/access.log")
        try it.logIn()
        try eventually("the lines have failed") { try it.site.redis.list("failed:pirus2").count == 3 }
        var pages = BrowserSite.pages + ["/queues/pirus2?kind=failed&search=%3Cscript%3E"]
        try it.browser.open("\(it.site.url)/queues/pirus2?kind=failed")
        #expect(try it.browser.element("#messages").text.contains("<script>window.planted"))
        pages += try it.browser.run(
            "return [...document.querySelectorAll('.messages a')].map((it) => it.pathname + it.search)",
            as: [String].self)
        #expect(pages.count > BrowserSite.pages.count + 2)
        for page in pages {
            try it.browser.open(it.site.url + page)
            try it.eventuallyInPage("\(page) is there", "document.querySelector('main').innerText.length > 20")
            #expect(try it.browser.run("return window.planted === undefined"), "\(page)")
            let links: [String] = try it.browser.run(
                "return [...document.querySelectorAll('a[href]')].map((it) => it.protocol).filter((it) => it !== 'http:')"
            )
            #expect(links.isEmpty, "\(page)")
        }
        try it.browser.open("\(it.site.url)/explain")
        try it.browser.element("textarea[name=line]").type(lines[0])
        try it.click("main button")
        try it.eventuallyInPage(
            "it is explained", "document.querySelector('main').innerText.includes('window.planted')")
        #expect(try it.browser.run("return window.planted === undefined"))
        try it.expectQuiet()
    }
}
