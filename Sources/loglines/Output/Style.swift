import Glibc

/// The colours of text for people.
struct Style {
    /// Whether there are any.
    let colours: Bool

    func red(_ text: String) -> String { coded(text, 31) }
    func green(_ text: String) -> String { coded(text, 32) }
    func yellow(_ text: String) -> String { coded(text, 33) }
    func dim(_ text: String) -> String { coded(text, 2) }
    func bold(_ text: String) -> String { coded(text, 1) }

    /// The text in one of the terminal's colours (31 to 37).
    func coloured(_ text: String, _ colour: Int) -> String { coded(text, colour) }

    private func coded(_ text: String, _ code: Int) -> String { colours ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text }
}

/// What stdout is.
enum Terminal {
    /// Whether stdout is a terminal whose user has not asked for no colours (<https://no-color.org>).
    static var takesColours: Bool { isatty(STDOUT_FILENO) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true) }
}
