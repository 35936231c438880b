import FoundationEssentials
import Glibc
import TestKit
import Testing

/// The console in a real browser.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"))
struct BrowserTests {
    /// The light of a process, as an expression in the page.
    private func light(_ name: String, is colour: String) -> String {
        "[...document.querySelectorAll('.light.\(colour) .name')].some((name) => name.textContent === '\(name)')"
    }

    private func pid(of process: String, _ it: BrowserSite) throws -> pid_t {
        let lines = try loglines("status", in: it.site.directory).output.split(separator: "\n")
        let line = try #require(lines.first { $0.contains("\(process) ") })
        return try #require(line.firstMatch(of: /pid ([0-9]+)/).flatMap { pid_t($0.output.1) })
    }

    @Test func lightsChangeWithoutAReload() throws {
        let it = try BrowserSite()
        try it.logIn()
        try it.eventuallyInPage("all is well", "document.querySelector('.verdict.green')")
        #expect(try it.browser.elements(".light.green").count == it.browser.elements(".light").count)
        try it.browser.run("window.stillHere = 1")
        kill(try pid(of: "broker_0", it), SIGKILL)
        try it.eventuallyInPage("the light changes", "!\(light("broker_0", is: "green"))")
        #expect(try it.browser.run("return document.querySelector('.verdict.green') === null"))
        try it.eventuallyInPage("the light is green again", light("broker_0", is: "green"))
        try it.eventuallyInPage("all is well again", "document.querySelector('.verdict.green')")
        #expect(try it.browser.run("return window.stillHere") == 1)
        try it.expectQuiet()
    }

    @Test func aConsoleThatWasAwayIsFoundAgain() throws {
        let it = try BrowserSite()
        try it.logIn()
        try it.browser.run("window.stillHere = 1")
        try #require(try loglines("stop", "console", in: it.site.directory).code == 0)
        try it.eventuallyInPage("the page says that it is not live", "document.body.innerText.includes('Not live')")
        try #require(try loglines("start", "console", in: it.site.directory).code == 0)
        try it.eventuallyInPage("it is live again", "!document.body.innerText.includes('Not live')")
        #expect(try it.browser.run("return window.stillHere") == 1)
    }

    @Test func whatHangsIsNotGreen() throws {
        let it = try BrowserSite()
        try it.logIn()
        try it.eventuallyInPage("all is well", "document.querySelector('.verdict.green')")
        let (worker, console) = (try pid(of: "broker_0", it), try pid(of: "console_0", it))
        kill(worker, SIGSTOP)
        try it.eventuallyInPage("the worker's light changes", "!\(light("broker_0", is: "green"))")
        kill(worker, SIGCONT)
        try it.eventuallyInPage("the light is green again", light("broker_0", is: "green"))
        kill(console, SIGSTOP)
        defer { kill(console, SIGCONT) }
        try it.eventuallyInPage("what may be true no longer is grey", "document.body.matches('.stale')")
        kill(console, SIGCONT)
        try it.eventuallyInPage("it is live again", "!document.body.matches('.stale')")
    }

    @Test func wrongPasswordsAreSaidToBeWrong() throws {
        let it = try BrowserSite()
        #expect(try it.browser.focused.attribute("name") == "name")
        try it.browser.focused.type("<b>anna</b>")
        try it.browser.press(.tab)
        try it.browser.focused.type("no")
        try it.browser.press(.enter)
        try it.eventuallyInPage("the answer is there", "document.querySelector('[role=alert]')")
        #expect(try it.browser.element("[role=alert]").text == "Wrong name or password")
        #expect(try it.browser.element("input[name=name]").attribute("value") == "<b>anna</b>")
    }

    /// Tabs through a page from its beginning.
    /// - Returns: What has had the focus, in its order, with what is to be read there.
    private func tabs(_ it: BrowserSite) throws -> [String] {
        try it.browser.run("document.activeElement.blur(); window.scrollTo(0, 0)")
        var seen: [String] = []
        for _ in 1...200 {
            try it.browser.press(.tab)
            let focused: String = try it.browser.run(
                """
                const it = document.activeElement;
                if (it === document.body) return "";
                // The button in the field of a date or month is the browser's own.
                const outlineStyle = ["date", "month"].includes(it.type) || getComputedStyle(it).outlineStyle;
                return `${it.nodeName} ${it.innerText || it.name || it.id} ${outlineStyle === "none" ? "no outline" : ""}`;
                """)
            if focused.isEmpty || focused == seen.first { return seen }
            seen.append(focused.trimmed)
        }
        return seen
    }

    @Test func noMouseIsNeeded() throws {
        let it = try BrowserSite()
        try it.logIn()
        for page in BrowserSite.pages {
            try it.browser.open(it.site.url + page)
            let seen = try tabs(it)
            #expect(seen.first == "A To the content", "\(page) \(seen)")
            #expect(seen.contains("BUTTON Log out"), "\(page) \(seen)")
            #expect(!seen.contains { $0.contains("no outline") }, "\(page) \(seen)")
            // All that can be used can be reached.
            let usable: Int = try it.browser.run(
                """
                return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((it) =>
                  it.type !== "hidden" && !it.disabled && it.tabIndex >= 0 && it.checkVisibility()).length
                """)
            #expect(seen.count >= usable, "\(page): \(usable) \(seen)")
        }
        try it.browser.open(it.site.url)
        try it.browser.press(.tab, .enter)
        #expect(try it.browser.run("return document.activeElement.id") == "main")
        while try it.browser.run("return document.activeElement.innerText !== 'Log out'") {
            try it.browser.press(.tab, shift: true)
        }
        try it.browser.press(.enter)
        try it.eventuallyInPage("the login form is there", "location.pathname === '/login'")
    }

    @Test func nothingIsWiderThanATelephone() throws {
        let it = try BrowserSite()
        func expectNarrow(_ page: String) throws {
            let wide: [String] = try it.browser.run(
                """
                const width = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= width) return [];
                return [...document.body.querySelectorAll("*")].filter((it) => it.getBoundingClientRect().right > width + 1
                  && !it.closest(".scroll")).map((it) => it.outerHTML.slice(0, 100));
                """)
            #expect(wide.isEmpty, "\(page)")
            #expect(try it.browser.run("return document.documentElement.scrollWidth <= 400"), "\(page)")
        }
        try it.browser.resize(width: 400, height: 800)
        try expectNarrow("/login")
        try it.logIn()
        for page in BrowserSite.pages {
            try it.browser.open(it.site.url + page)
            try expectNarrow(page)
        }
        try it.expectQuiet()
    }
}

extension String {
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}
