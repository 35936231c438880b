import Glibc

/// One line on stderr that is written over on a terminal, and is said anew now and then elsewhere.
final class ProgressLine {
    private let isSilent: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var shown = ContinuousClock.now
    private var width = 0

    /// - Parameter isSilent: Whether nothing is to be said.
    init(isSilent: Bool) { self.isSilent = isSilent }

    /// Shows how something gets on.
    /// - Parameter text: Made only when it is time for it.
    func show(_ text: @autoclosure () -> String) {
        guard !isSilent, shown.duration(to: .now) >= (isTerminal ? .milliseconds(200) : .seconds(10)) else { return }
        shown = .now
        guard isTerminal else { return printError(text()) }
        let line = String(text().prefix(100))
        put("\r\(line)\(String(repeating: " ", count: max(0, width - line.count)))")
        width = line.count
    }

    /// Leaves the line.
    func end() {
        guard isTerminal, !isSilent, width > 0 else { return }
        put("\r\(String(repeating: " ", count: width))\r")
        width = 0
    }

    /// Says something that stays.
    func say(_ text: String) {
        guard !isSilent else { return }
        end()
        printError(text)
    }

    private func put(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
