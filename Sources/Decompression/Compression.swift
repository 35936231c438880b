/// How a file is compressed, as its first bytes say; its name does not matter.
public enum Compression: Sendable, Equatable {
    /// Not at all.
    case none
    /// gzip (RFC 1952), of any number of members.
    case gzip
    /// Zstandard (RFC 8878), of any number of frames.
    case zstd
    /// One that is known and not read here.
    case other(String)

    /// What bytes at the beginning of a file are.
    public init(of head: some Collection<UInt8>) {
        let found = Self.magic.first { head.starts(with: $0.bytes) }
        // Skippable frames (RFC 8878, section 3.1.2), as pzstd begins with.
        let isSkippable = (0x50...0x5f).contains(head.first ?? 0) && head.dropFirst().starts(with: [0x2a, 0x4d, 0x18])
        self = found?.kind ?? (isSkippable ? .zstd : .none)
    }

    /// What takes it off; nil for none.
    func makeDecoder() throws(DamagedInput) -> (any Decoder)? {
        switch self {
        case .none: nil
        case .gzip: try GzipDecoder()
        case .zstd: try ZstdDecoder()
        case .other(let name):
            throw DamagedInput(reason: "is compressed with \(name); only gzip, zstd and plain text are read")
        }
    }

    private static let magic: [(bytes: [UInt8], kind: Compression)] = [
        ([0x1f, 0x8b, 0x08], .gzip), ([0x28, 0xb5, 0x2f, 0xfd], .zstd),
        (Array("BZh".utf8), .other("bzip2")), ([0xfd] + Array("7zXZ".utf8) + [0], .other("xz")),
        ([0x50, 0x4b, 0x03, 0x04], .other("zip")), ([0x1f, 0x9d], .other("compress")),
        ([0x04, 0x22, 0x4d, 0x18], .other("lz4")),
    ]
}

/// Takes the compression off bytes, some at a time.
protocol Decoder: AnyObject {
    /// Whether the input may end here.
    var mayEnd: Bool { get }

    /// Turns as much of `input` as goes into bytes of `output`.
    /// - Returns: How many bytes of each were used.
    /// - Throws: ``DamagedInput``.
    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DamagedInput) -> (taken: Int, made: Int)
}

/// Compressed bytes that cannot be read; what is wrong with them.
struct DamagedInput: Error {
    let reason: String
}
