import PluginAPI

/// Finds the row of a reference: where rows begin, each at the place that its reference's hash gives or in the next free one.
/// 4 bytes for each place and twice as many places as lines, so that most are found at once.
struct MappingIndex: Sendable {
    /// How many references have a row.
    private(set) var count = 0

    /// The kinds of those references.
    private(set) var kinds: Set<Reference.Kind> = []

    /// Where rows begin, plus 1; 0 where none is.
    private var slots: [UInt32]

    private init(lines: Int) {
        var size = 16
        while size < 2 * lines { size *= 2 }
        slots = Array(repeating: 0, count: size)
    }

    /// Reads the rows of a file.
    /// - Throws: ``CSVRows/Malformed`` for the first that cannot be used.
    static func reading(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(CSVRows.Malformed) -> (MappingColumns, MappingIndex) {
        var index = MappingIndex(lines: bytes.count { $0 == UInt8(ascii: "\n") } + 1)
        var columns: MappingColumns?
        var rows = CSVRows(bytes)
        while let row = try rows.next(in: bytes) {
            do throws(MappingFile.Problem) {
                if let columns {
                    try index.insert(row, at: rows.start, in: bytes, columns)
                } else {
                    let header = try Self.header(row, in: bytes)
                    columns = header ?? .ofItems
                    // Without a header the first row is one of the others.
                    if header == nil { try index.insert(row, at: rows.start, in: bytes, .ofItems) }
                }
            } catch {
                throw CSVRows.Malformed(line: rows.line, reason: error.description)
            }
        }
        return (columns ?? .ofItems, index)
    }

    /// The row of a reference; nil when there is none.
    func row(
        of reference: Reference, in bytes: UnsafeBufferPointer<UInt8>, _ columns: MappingColumns
    ) -> [Range<Int>]? {
        var slot = firstSlot(of: reference)
        while let place = place(slot) {
            let row = Self.row(at: place, in: bytes)
            if (try? columns.reference(row, in: bytes)) == reference { return row }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// What the first row names; nil when it is a row like the others.
    private static func header(
        _ row: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>
    ) throws(MappingFile.Problem) -> MappingColumns? {
        let texts = row.map { CSVRows.text($0, in: bytes) }
        return Reference.Kind(rawValue: texts[0]) == nil ? try MappingColumns(header: texts) : nil
    }

    private mutating func insert(
        _ row: [Range<Int>], at start: Int, in bytes: UnsafeBufferPointer<UInt8>, _ columns: MappingColumns
    ) throws(MappingFile.Problem) {
        let reference = try columns.reference(row, in: bytes)
        let finding = try columns.finding(row, in: bytes)
        var slot = firstSlot(of: reference)
        while let place = place(slot) {
            let other = Self.row(at: place, in: bytes)
            if try columns.reference(other, in: bytes) == reference {
                guard try columns.finding(other, in: bytes) == finding else {
                    let line = bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1
                    throw MappingFile.Problem(
                        description: "says of \(reference.description.asRemark) something else than line \(line)")
                }
                return
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(start + 1)
        count += 1
        kinds.insert(reference.kind)
    }

    private func place(_ slot: Int) -> Int? { slots[slot] == 0 ? nil : Int(slots[slot]) - 1 }

    private func firstSlot(of reference: Reference) -> Int {
        var hasher = Hasher()
        hasher.combine(reference.kind)
        // Over the bytes as they are: a String's own hash brings it into a normal form first.
        var id = reference.id
        id.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return hasher.finalize() & (slots.count - 1)
    }

    private static func row(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var rows = CSVRows(bytes, at: place)
        // It was read once without a mistake.
        return (try? rows.next(in: bytes)) ?? []
    }
}
