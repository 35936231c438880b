import FoundationEssentials
import Glibc
import SeededRandom
import Synchronization
import TestKit

/// The web server: appends numbered lines to its logs at a steady rate, each number once, and rotates them as logrotate
/// does.
final class LineWriter: Sendable {
    /// Lines per second.
    static let rate = 200

    /// Whether the line of a number is for the tracker: three of four are.
    static func isUse(_ number: Int) -> Bool { number % 4 != 0 }

    private struct State {
        var written = 0
        var isStopping = false
        var hasStopped = false
        var failure: String?
        var random: SeededRandom
    }

    /// The logs.
    let files: [String]
    private let state: Mutex<State>

    init(_ files: [String], seed: UInt64) {
        self.files = files
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    /// How many lines there are; their numbers are all below.
    var written: Int { state.withLock { $0.written } }

    func start() {
        startThread { [self] in
            let pause = 50_000
            while !state.withLock({ $0.isStopping }) {
                state.withLock { state in
                    let file = files[state.random.below(files.count)]
                    write(LineWriter.rate * pause / 1_000_000, to: file, &state)
                }
                usleep(UInt32(pause))
            }
            state.withLock { $0.hasStopped = true }
        }
    }

    /// Writes no more.
    /// - Throws: When a line could not be written.
    func stop() throws {
        state.withLock { $0.isStopping = true }
        try eventually("the writer stops") { state.withLock { $0.hasStopped } }
        if let failure = state.withLock({ $0.failure }) { throw SoakError(failure) }
    }

    /// The line of a web log for a number.
    private static func line(_ number: Int) -> String {
        let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"
        return "192.0.2.\(number % 250) - - [15/Jun/2024:12:35:07 +0000]"
            + " \"GET /items/\(number) HTTP/1.1\" \(isUse(number) ? 200 : 404) 512 \"-\" \"\(agent)\"\n"
    }

    private func write(_ count: Int, to file: String, _ state: inout State) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        defer { close(descriptor) }
        write(count, to: descriptor, &state)
    }

    private func write(_ count: Int, to descriptor: Int32, _ state: inout State) {
        let lines = (state.written..<state.written + count).map(LineWriter.line)
        var bytes = Array(lines.joined().utf8)[...]
        // Now and then a line comes in two pieces.
        if state.random.chance(0.1) {
            let piece = bytes.prefix(state.random.below(bytes.count))
            append(piece, to: descriptor, &state)
            bytes = bytes.dropFirst(piece.count)
            usleep(5_000)
        }
        append(bytes, to: descriptor, &state)
        state.written += count
    }

    private func append(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ state: inout State) {
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written != bytes.count {
            state.failure = "the web log cannot be written: \(String(cString: strerror(errno)))"
        }
    }
}

// MARK: Rotation

extension LineWriter {
    /// `rename` and `create`. The server may write a last line to the old file, as Apache does after a graceful restart.
    func rename(_ file: String) throws {
        try state.withLock { state in
            let old = try prepare(file, &state)
            defer { close(old) }
            guard Glibc.rename(file, "\(file).1") == 0 else { throw SoakError("cannot rename \(file)") }
            if state.random.chance(0.5) { write(1, to: old, &state) }
            LineWriter.tick()
        }
    }

    /// `copytruncate`. Between the copy and the cut nothing may be written: such a line is gone for everybody, whoever reads
    /// the log, since neither file has it. That is copytruncate's own flaw, and so the writer waits meanwhile.
    func copyAndCut(_ file: String) throws {
        try state.withLock { state in
            let old = try prepare(file, &state)
            close(old)
            guard let content = FileManager.default.contents(atPath: file) else {
                throw SoakError("cannot read \(file)")
            }
            try content.write(to: URL(filePath: "\(file).1"))
            LineWriter.tick()
            guard truncate(file, 0) == 0 else { throw SoakError("cannot cut \(file)") }
            LineWriter.tick()
        }
    }

    /// Gives the file a last line, so that every generation has one at a time of its own, and makes room for `.1`.
    private func prepare(_ file: String, _ state: inout State) throws -> Int32 {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        write(1, to: descriptor, &state)
        LineWriter.tick()
        var last = 1
        while access("\(file).\(last)", F_OK) == 0 { last += 1 }
        for number in stride(from: last, to: 1, by: -1) {
            guard Glibc.rename("\(file).\(number - 1)", "\(file).\(number)") == 0 else {
                throw SoakError("cannot rename \(file).\(number - 1)")
            }
        }
        return descriptor
    }

    /// Long enough for the file system's clock to go on, by which rotated files are told apart.
    private static func tick() { usleep(20_000) }
}
