import Decompression
import Glibc
import TestKit
import Testing

/// Files as gzip and zstd themselves make them.
struct InputFileTests {
    private let directory: TemporaryDirectory
    private let text: [UInt8]

    init() throws {
        directory = try TemporaryDirectory()
        let lines = (0..<60_000).map { "192.0.2.\($0 % 250) line \($0 &* 7_919)\n" }.joined()
        try directory.write(lines, to: "plain")
        text = Array(lines.utf8)
    }

    @Test(
        "What was compressed comes back, of several members and frames, whatever the name",
        arguments: [
            ("cp plain f.gz", Compression.none), ("gzip -c plain >f.gz", .gzip), ("zstd -q plain -o f.gz", .zstd),
            ("{ head -c 700000 plain | gzip; tail -c +700001 plain | gzip -1; } >f.gz", .gzip),
            ("{ head -c 700000 plain | zstd -q; tail -c +700001 plain | zstd -q --long=27; } >f.gz", .zstd),
            ("{ gzip -c plain; head -c 1000 /dev/zero; } >f.gz", .gzip),
        ])
    func roundTrip(_ command: String, _ compression: Compression) throws {
        try #require(shell(command, in: directory).code == 0)
        let file = try InputFile(path: directory.file("f.gz"))
        #expect(try whole(file) == text)
        #expect(file.compression == compression)
        #expect(file.position == file.size)
        try file.rewind()
        #expect(try whole(file) == text)
    }

    @Test(
        "What cannot be read is said in one line",
        arguments: [
            ("gzip -c plain | head -c 5000 >f", "ends in the middle of the compressed data"),
            ("zstd -qc plain | head -c 5000 >f", "ends in the middle of the compressed data"),
            ("{ gzip -c plain | head -c 5000; head -c 5000 /dev/zero; } >f", "is damaged: "),
            ("{ gzip -c plain; echo more; } >f", "goes on behind its end, not compressed"),
            ("printf 'BZh91AY&SY' >f", "is compressed with bzip2; only gzip, zstd and plain text are read"),
            ("mkdir f", "Is a directory"), ("true", "No such file or directory"),
        ])
    func problems(_ command: String, _ reason: String) throws {
        try #require(shell(command, in: directory).code == 0)
        let path = directory.file("f")
        do {
            _ = try whole(InputFile(path: path))
            Issue.record("was read")
        } catch let problem as InputFile.Problem {
            #expect(problem.description.hasPrefix("\(path): \(reason)"))
        }
    }

    @Test("Small files, and none at all", arguments: ["", "x", "\u{1f}", "1234567", "12345678\n"])
    func small(_ text: String) throws {
        try directory.write(text, to: "small")
        #expect(try whole(InputFile(path: directory.file("small"))) == Array(text.utf8))
    }

    private func whole(_ file: InputFile) throws -> [UInt8] {
        var all: [UInt8] = []
        // A length that is no power of two meets every border.
        var buffer = [UInt8](repeating: 0, count: 100_003)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            if count == 0 { return all }
            all += buffer[..<count]
        }
    }
}
