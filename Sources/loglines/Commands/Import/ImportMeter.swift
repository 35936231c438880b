import Decompression
import Glibc
import Workers

/// Shows how an import gets on: a bar on a terminal, a line now and then elsewhere.
final class ImportMeter {
    private let line: ProgressLine
    /// Bytes of all files; nil: stdin is among them.
    private let total: UInt64?
    private var before: UInt64 = 0
    private var lines = 0
    private let began = ContinuousClock.now

    init(files: [String], isSilent: Bool) {
        line = ProgressLine(isSilent: isSilent)
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
    private func looking(_ file: InputFile) { line.show("\(file.name): looking whether it is known") }

    /// So many lines more of the file.
    func moved(_ file: InputFile, _ count: Int) {
        lines += count
        line.show(text(file))
    }

    /// Nothing moves.
    private func waiting(_ reason: String) { line.show("waiting: \(reason)") }

    /// A file is done with.
    func ended(_ file: InputFile) { before += file.size ?? file.position }

    /// Leaves the line of the bar.
    func end() { line.end() }

    /// Says something that stays.
    func say(_ text: String) { line.say(text) }

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

    /// `1:02:03`, `2:03`.
    private static func time(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = "\(whole / 60 % 60):\(two(whole % 60))"
        return whole < 3_600 ? minutes : "\(whole / 3_600):\(two(whole / 60 % 60)):\(two(whole % 60))"
    }
}
