import CLinux
import Glibc

/// Where the supervisor tells what it does.
public struct Display {
    /// How it is shown.
    public enum Style: Sendable, Equatable {
        /// One line per change, each with the time.
        case plain
        /// Lines per change scroll above one line per process that is repainted in place.
        case terminal(colours: Bool)

        /// What suits a descriptor: plain unless it is a terminal that can move its cursor.
        public static func suiting(_ descriptor: Int32, environment: [String: String]) -> Style {
            guard isatty(descriptor) == 1, let term = environment["TERM"], term != "dumb", !term.isEmpty else {
                return .plain
            }
            return .terminal(colours: (environment["NO_COLOR"] ?? "").isEmpty)
        }
    }

    private(set) var buffer: OutputBuffer
    private let style: Style
    private var painted: [String] = []

    /// A display on a descriptor.
    public init(descriptor: Int32, style: Style) {
        buffer = OutputBuffer(descriptor: descriptor)
        self.style = style
    }

    /// Whether ``paint(_:)`` shows anything.
    var isLive: Bool { style != .plain }

    /// Tells one thing.
    public mutating func tell(_ text: String) {
        let line = "\(TimeText.clock(TimeText.now)) \(text)\n"
        guard isLive else { return buffer.write(line) }
        let rows = painted
        buffer.write(erasure() + line)
        painted = []
        show(rows)
    }

    /// Shows the processes as they are now; nothing is written when nothing changed.
    mutating func paint(_ rows: [DisplayRow]) {
        guard case .terminal(let colours) = style else { return }
        let columns = size(clinux_terminal_columns(buffer.descriptor), otherwise: 80)
        let height = size(clinux_terminal_rows(buffer.descriptor), otherwise: 24)
        let lines = DisplayTable(rows).lines(columns: columns - 1, rows: height - 2, colours: colours)
        if lines == painted { return }
        buffer.write(erasure())
        show(lines)
    }

    mutating func flush() { buffer.flush() }

    private func erasure() -> String {
        // Up to the first painted line, then clear to the end of the screen.
        painted.isEmpty ? "" : "\u{1B}[\(painted.count)A\r\u{1B}[J"
    }

    private mutating func show(_ lines: [String]) {
        buffer.write(lines.map { $0 + "\n" }.joined())
        painted = lines
    }

    private func size(_ measured: Int32, otherwise: Int) -> Int {
        measured > 0 ? Int(measured) : otherwise
    }
}
