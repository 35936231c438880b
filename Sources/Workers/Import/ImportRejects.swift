import Glibc

/// The file of lines that were rejected: `FILE<tab>BYTE<tab>REASON<tab>LINE`, the line byte for byte.
public final class ImportRejects {
    private let path: String
    private let descriptor: OwnedDescriptor

    /// Opens the file.
    /// - Parameter appends: Whether what it holds stays.
    /// - Throws: What is wrong with it, in one line.
    public init(path: String, appends: Bool) throws {
        self.path = path
        let number = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (appends ? O_APPEND : O_TRUNC), 0o640)
        guard number >= 0 else { throw FileError(path, "open") }
        descriptor = OwnedDescriptor(number)
    }

    /// Writes lines.
    /// - Throws: What is wrong with the file, in one line.
    func write(_ rejects: [(offset: UInt64, reason: String, line: ArraySlice<UInt8>)], of file: String) throws {
        guard !rejects.isEmpty else { return }
        var text: [UInt8] = []
        for reject in rejects {
            text += "\(file)\t\(reject.offset)\t\(reject.reason)\t".utf8
            text += reject.line
            text.append(UInt8(ascii: "\n"))
        }
        if let failure = descriptor.write(text).failure { throw FileError(path, "write", failure) }
    }
}
