import Glibc
public import PluginAPI

/// What references stand for, from a CSV file that is read once.
///
/// For items each row is `KIND,ID,IDENTIFIER[,PAGE]`, or as a header row says with the columns `kind`, `id`, `identifier`,
/// `page` and `excluded` (a reason, as `ledger` shows them: `collection`, `thumbnail`). For citations a header row names
/// `identifier` and what there is of `doi`, `issn`, `eissn`, `journal`, `title`, `author`.
///
/// The file is kept as it is, with 4 bytes for each row to find it by; a row is taken apart again when it is asked for.
public struct MappingFile: Sendable {
    /// What is wrong with a file. One line of text.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        /// `map.csv, line 3: has no identifier`.
        public let description: String

        /// A problem.
        public init(description: String) { self.description = description }
    }

    private let bytes: [UInt8]
    private let columns: MappingColumns
    private let index: MappingIndex
    private let oaiPrefix: String?

    /// Reads a file.
    /// - Parameters:
    ///   - path: Where it is.
    ///   - oaiPrefix: What may be missing before the identifiers of citations, with the colon.
    /// - Throws: ``Problem`` that names the file and the line.
    public init(path: String, oaiPrefix: String? = nil) throws(Problem) {
        try self.init(try Self.content(of: path), name: path, oaiPrefix: oaiPrefix)
    }

    /// Reads the content of a file.
    /// - Throws: ``Problem`` that names the file and the line.
    public init(_ bytes: [UInt8], name: String, oaiPrefix: String? = nil) throws(Problem) {
        guard bytes.count < UInt32.max else { throw Problem(description: "\(name): is larger than 4 GB") }
        do throws(CSVRows.Malformed) {
            (columns, index) = try bytes.withUnsafeBufferPointer { (bytes) throws(CSVRows.Malformed) in
                try MappingIndex.reading(bytes)
            }
        } catch {
            throw Problem(description: "\(name), line \(error.line): \(error.reason)")
        }
        self.bytes = bytes
        self.oaiPrefix = oaiPrefix
    }

    /// How many references it knows.
    public var count: Int { index.count }

    /// The kinds of the references that it knows.
    public var kinds: Set<Reference.Kind> { index.kinds }

    /// What the file says of a reference; nil when it does not mention it.
    public func finding(for reference: Reference) -> Finding? {
        if let finding = row(of: reference) { return finding }
        guard reference.kind == .citation, let oaiPrefix, reference.id.hasPrefix("\(oaiPrefix):") else { return nil }
        return row(of: Reference(.citation, String(reference.id.dropFirst(oaiPrefix.count + 1))))
    }

    private func row(of reference: Reference) -> Finding? {
        bytes.withUnsafeBufferPointer { bytes in
            guard let row = index.row(of: reference, in: bytes, columns) else { return nil }
            return try? columns.finding(row, in: bytes)  // Each row was read once without a mistake.
        }
    }

    /// The kinds that a row can be of.
    static let kindNames = Reference.Kind.allCases.filter { $0 != .citation }.map(\.rawValue).joined(separator: ", ")

    /// The bytes of a file.
    /// - Throws: ``Problem`` that names the file.
    public static func content(of path: String) throws(Problem) -> [UInt8] {
        func failure() -> Problem { Problem(description: "\(path): \(String(cString: strerror(errno)))") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure() }
        // One more than there is, so that the end is met without growing.
        var bytes = [UInt8](repeating: 0, count: max(0, Int(status.st_size)) + 1)
        var count = 0
        while true {
            if count == bytes.count { bytes.append(contentsOf: repeatElement(0, count: 1 << 20)) }
            let read = bytes.withUnsafeMutableBytes { buffer in
                let free = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
                return Glibc.read(descriptor, free.baseAddress, free.count)
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw failure() }
            guard read > 0 else { break }
            count += read
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
