import FoundationEssentials
import Glibc

/// A headless Chromium, driven through chromedriver as a person would use it; both end with the value's last user.
public final class Browser {
    /// Chromium and its driver as Debian installs them.
    public static let isInstalled = access(driver, X_OK) == 0 && access("/usr/bin/chromium", X_OK) == 0
    private static let driver = "/usr/bin/chromedriver"

    let web: WebDriver
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    private struct Wishes: Encodable {
        struct Capabilities: Encodable { let alwaysMatch: Always }
        struct Always: Encodable {
            let browserName = "chrome"
            let chrome: Chrome
            let logs = ["browser": "ALL", "performance": "ALL"]

            enum CodingKeys: String, CodingKey {
                case browserName
                case chrome = "goog:chromeOptions"
                case logs = "goog:loggingPrefs"
            }
        }
        struct Chrome: Encodable {
            let binary = "/usr/bin/chromium"
            let args: [String]
        }

        let capabilities: Capabilities
    }

    private struct Session: Decodable { let sessionId: String }

    /// Starts it.
    /// - Parameters:
    ///   - width: The window's, in CSS pixels.
    ///   - height: The window's.
    /// - Throws: When Chromium cannot be started.
    public init(width: Int = 1280, height: Int = 900) throws {
        directory = try TemporaryDirectory()
        let log = directory.file("driver.log")
        process = try ChildProcess(
            Browser.driver, ["--port=0"], environment: ["TMPDIR": directory.path, "HOME": directory.path], output: log)
        var port = 0
        let folder = directory
        try eventually("chromedriver tells its port") {
            let said = folder.read("driver.log") ?? ""
            guard let match = said.firstMatch(of: /started successfully on port ([0-9]+)/) else { return false }
            port = Int(match.output.1) ?? 0
            return true
        }
        var web = WebDriver(port: port)
        try eventually("chromedriver is ready") { web.isReady }
        let chrome = Wishes.Chrome(args: [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
            "--window-size=\(width),\(height)", "--force-device-scale-factor=1",
            // It ends when the driver does, however that ends.
            "--remote-debugging-pipe",
        ])
        let session = try web.post(
            "/session", Wishes(capabilities: Wishes.Capabilities(alwaysMatch: Wishes.Always(chrome: chrome))),
            as: Session.self)
        web.session = "/session/\(session.sessionId)"
        self.web = web
        try resize(width: width, height: height)
    }

    deinit {
        // What does not end by itself ends with its driver.
        _ = try? web.end()
        process.end(SIGTERM)
    }

    /// Goes to an address, and waits until the page is there.
    public func open(_ url: String) throws { try web.post("/url", ["url": url]) }

    /// Where it is.
    public var url: String { get throws { try web.get("/url") } }

    /// Sets the size of what a page has to itself, in CSS pixels: also narrower than a window can be.
    public func resize(width: Int, height: Int) throws {
        struct Metrics: Encodable {
            let width: Int
            let height: Int
            let deviceScaleFactor = 1
            let mobile = false
        }
        try command("Emulation.setDeviceMetricsOverride", Metrics(width: width, height: height))
    }

    /// Runs a script in the page, as the body of a function.
    /// - Parameter arguments: What it finds in `arguments`.
    /// - Returns: What it returns.
    public func run<Result: Decodable>(
        _ script: String, _ arguments: [String] = [], as type: Result.Type = Result.self
    ) throws -> Result {
        try web.post("/execute/sync", Script(script: script, args: arguments), as: type)
    }

    /// Runs a script in the page that returns nothing.
    public func run(_ script: String, _ arguments: [String] = []) throws {
        try web.post("/execute/sync", Script(script: script, args: arguments))
    }

    private struct Script: Encodable {
        let script: String
        let args: [String]
    }

    /// The page as it is to be seen, as a PNG.
    public func screenshot() throws -> [UInt8] {
        Array(Data(base64Encoded: try web.get("/screenshot", as: String.self)) ?? Data())
    }
}

// MARK: Of Chromium's own

extension Browser {
    /// A command of the DevTools protocol.
    public func command(_ name: String, _ parameters: some Encodable) throws {
        try web.post("/goog/cdp/execute", Command(cmd: name, params: parameters))
    }

    private struct Command<Parameters: Encodable>: Encodable {
        let cmd: String
        let params: Parameters
    }

    /// Has pages look as they do for who prefers dark or light ones.
    /// - Parameters:
    ///   - onPaper: Whether as they are printed.
    ///   - motion: Whether what moves may move.
    public func prefer(dark: Bool, onPaper: Bool = false, motion: Bool = true) throws {
        struct Media: Encodable {
            let media: String
            let features: [[String: String]]
        }
        try command(
            "Emulation.setEmulatedMedia",
            Media(
                media: onPaper ? "print" : "",
                features: [
                    ["name": "prefers-color-scheme", "value": dark ? "dark" : "light"],
                    ["name": "prefers-reduced-motion", "value": motion ? "no-preference" : "reduce"],
                ]))
    }

    /// The page as it is printed on A4, as a PDF.
    public func printed() throws -> [UInt8] {
        struct Wishes: Encodable {
            struct Paper: Encodable {
                let width = 21.0
                let height = 29.7
            }
            let page = Paper()
            let background = false
        }
        return Array(Data(base64Encoded: try web.post("/print", Wishes(), as: String.self)) ?? Data())
    }

    /// What pages have written to the console since the last call, warnings of the browser among it.
    public func consoleLines() throws -> [String] {
        struct Entry: Decodable {
            let level: String
            let message: String
        }
        return try web.post("/se/log", ["type": "browser"], as: [Entry].self).map { "\($0.level): \($0.message)" }
    }

    /// The addresses that pages have asked for since the last call, those of WebSockets among them.
    public func requests() throws -> [String] {
        struct Entry: Decodable { let message: String }
        struct Event: Decodable {
            struct Message: Decodable { let params: Parameters }
            struct Parameters: Decodable {
                struct Request: Decodable { let url: String }
                let request: Request?
                let url: String?
            }
            let message: Message
        }
        let events = ["Network.requestWillBeSent", "Network.webSocketCreated"]
        return try web.post("/se/log", ["type": "performance"], as: [Entry].self).compactMap { entry in
            // There are hundreds, of many forms.
            guard events.contains(where: { entry.message.contains("\"method\":\"\($0)\"") }) else { return nil }
            let parameters = try JSONDecoder().decode(Event.self, from: Data(entry.message.utf8)).message.params
            return parameters.request?.url ?? parameters.url
        }
    }
}
