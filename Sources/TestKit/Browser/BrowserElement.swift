/// Something on a browser's page.
public struct BrowserElement {
    let id: String
    let browser: Browser

    /// Clicks it, after it was scrolled into view.
    /// - Throws: When something else would be hit.
    public func click() throws { try browser.web.post("/element/\(id)/click") }

    /// Types into it.
    public func type(_ text: String) throws { try browser.web.post("/element/\(id)/value", ["text": text]) }

    /// What is to be read in it.
    public var text: String { get throws { try browser.web.get("/element/\(id)/text") } }

    /// An attribute as the page has it; nil: it has none of that name.
    public func attribute(_ name: String) throws -> String? {
        try browser.web.get("/element/\(id)/attribute/\(name)", as: String?.self)
    }

    /// Whether it can be seen.
    public var isShown: Bool { get throws { try browser.web.get("/element/\(id)/displayed") } }
}

extension Browser {
    /// Keys that no letter stands for, with WebDriver's code points.
    public enum Key: String {
        case tab = "\u{E004}"
        case enter = "\u{E007}"
        case escape = "\u{E00C}"
        case space = " "
        case shift = "\u{E008}"
        case down = "\u{E015}"
        case left = "\u{E012}"
        case end = "\u{E010}"
    }

    /// What a CSS selector finds; none when there is nothing.
    public func elements(_ css: String) throws -> [BrowserElement] {
        try web.post("/elements", ["using": "css selector", "value": css], as: [[String: String]].self)
            .compactMap { $0.values.first.map { BrowserElement(id: $0, browser: self) } }
    }

    /// The first that a CSS selector finds.
    /// - Throws: When there is nothing.
    public func element(_ css: String) throws -> BrowserElement {
        guard let first = try elements(css).first else {
            throw NotInTime(what: "\(css) on \(try url)", seconds: 0)
        }
        return first
    }

    /// What has the focus.
    public var focused: BrowserElement {
        get throws {
            let found = try web.get("/element/active", as: [String: String].self)
            return BrowserElement(id: found.values.first ?? "", browser: self)
        }
    }

    /// Presses keys one after the other, as on a keyboard.
    /// - Parameter shift: Whether Shift is held meanwhile.
    public func press(_ keys: Key..., shift: Bool = false) throws {
        let strokes = keys.flatMap { [KeyAction("keyDown", $0), KeyAction("keyUp", $0)] }
        let held = shift ? [KeyAction("keyDown", .shift)] + strokes + [KeyAction("keyUp", .shift)] : strokes
        try web.post("/actions", ["actions": [KeyActions(actions: held)]])
    }

    /// Moves a mouse to a point of what is to be seen, in CSS pixels, and clicks there if that is wanted.
    public func point(x: Double, y: Double, andClick clicks: Bool = false) throws {
        let move = PointerAction(type: "pointerMove", x: Int(x.rounded()), y: Int(y.rounded()))
        let click = [PointerAction(type: "pointerDown", button: 0), PointerAction(type: "pointerUp", button: 0)]
        try web.post("/actions", ["actions": [PointerActions(actions: [move] + (clicks ? click : []))]])
    }

    private struct PointerAction: Encodable {
        let type: String
        var x: Int?
        var y: Int?
        var button: Int?
    }

    private struct PointerActions: Encodable {
        let type = "pointer"
        let id = "mouse"
        let actions: [PointerAction]
    }

    private struct KeyAction: Encodable {
        let type: String
        let value: String

        init(_ type: String, _ key: Key) {
            self.type = type
            value = key.rawValue
        }
    }

    private struct KeyActions: Encodable {
        let type = "key"
        let id = "keyboard"
        let actions: [KeyAction]
    }
}
