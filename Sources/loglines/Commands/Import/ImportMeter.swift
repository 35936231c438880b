import Decompression
import Glibc
import Workers

/// Shows how an import gets on: a bar on a terminal, a line now and then elsewhere.
final class ImportMeter {
    private let isSilent: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    /// Bytes of all files; nil: stdin is among them.
    private let total: UInt64?
    private var before: UInt64 = 0
    private var lines = 0
    private let began = ContinuousClock.now
    private var shown = ContinuousClock.now
    private var width = 0

    init(files: [String], isSilent: Bool) {
        self.isSilent = isSilent
        let sizes = files.map { path -> UInt64? in
            var status = stat()
            guard (path == "-" ? fstat(STDIN_FILENO, &status) : stat(path, &status)) == 0 else { return 0 }
            return status.st_mode & S_IFMT == S_IFREG ? UInt64(max(0, status.st_size)) : nil
        }
        total = sizes.contains(nil) ? nil : sizes.compactMap(\.self).reduce(0, +)
    }

    /// Seconds since the beginning.
    var seconds: Double { began.duration(to: .now) / .seconds(1) }

    /// Shows what happens.
    func show(_ event: QueueImporter.Event) {
        switch event {
        case .looking(let file): looking(file)
        case .moved(let file, let lines): moved(file, lines)
        case .waiting(let reason): waiting(reason)
        }
    }

    /// The file is read to learn whether it is known.
    private func looking(_ file: InputFile) { show("\(file.name): looking whether it is known") }

    /// So many lines more of the file.
    func moved(_ file: InputFile, _ count: Int) {
        lines += count
        show(text(file))
    }

    /// Nothing moves.
    private func waiting(_ reason: String) { show("waiting: \(reason)") }

    /// A file is done with.
    func ended(_ file: InputFile) { before += file.size ?? file.position }

    /// Leaves the line of the bar.
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

    private func text(_ file: InputFile) -> String {
        let seconds = max(seconds, 0.001)
        var text = "\(lines) lines, \(Int(Double(lines) / seconds)) lines/s"
        if let total, total > 0 {
            let share = min(1, Double(before + file.position) / Double(total))
            let filled = Int(share * 24)
            let left = share > 0 ? seconds / share * (1 - share) : 0
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 24 - filled)
            text = "[\(bar)] \(Int(share * 100)) % \(text), \(Self.time(left)) left"
        }
        return "\(text)  \(file.name)"
    }

    private func show(_ text: String) {
        guard !isSilent, shown.duration(to: .now) >= (isTerminal ? .milliseconds(200) : .seconds(10)) else { return }
        shown = .now
        guard isTerminal else { return printError(text) }
        let line = String(text.prefix(100))
        put("\r\(line)\(String(repeating: " ", count: max(0, width - line.count)))")
        width = line.count
    }

    private func put(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// `1:02:03`, `2:03`.
    private static func time(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = "\(whole / 60 % 60):\(two(whole % 60))"
        return whole < 3_600 ? minutes : "\(whole / 3_600):\(two(whole / 60 % 60)):\(two(whole % 60))"
    }
}
