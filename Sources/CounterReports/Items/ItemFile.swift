public import Lookups

/// What is known of items, from a CSV file: a header row that names columns (``ItemColumn``), then a row for each item.
///
/// The file is kept as it is, with 4 bytes for each row to find it by; a row is taken apart again when it is asked for.
public struct ItemFile: Sendable {
    /// How many items it describes.
    public let count: Int

    private let bytes: [UInt8]
    private let columns: ItemColumns
    /// Where rows begin, plus 1, each at the place that its item's hash gives or in the next free one; 0 where none is.
    private let slots: [UInt32]

    /// Reads a file.
    /// - Throws: `MappingFile.Problem` that names the file, and where it can the line and the column.
    public init(path: String) throws(MappingFile.Problem) {
        try self.init(try MappingFile.content(of: path), name: path)
    }

    /// Reads the content of a file.
    /// - Throws: `MappingFile.Problem` that names the file, the line and the column.
    public init(_ bytes: [UInt8], name: String) throws(MappingFile.Problem) {
        guard bytes.count < UInt32.max else { throw .init(description: "\(name): is larger than 4 GB") }
        self.bytes = bytes
        var size = 16
        while size < 2 * bytes.count(where: { $0 == UInt8(ascii: "\n") }) { size *= 2 }
        var slots: [UInt32] = Array(repeating: 0, count: size)
        do throws(CSVRows.Malformed) {
            (columns, count) = try bytes.withUnsafeBufferPointer { (bytes) throws(CSVRows.Malformed) in
                try Self.index(bytes, &slots)
            }
            self.slots = slots
        } catch {
            throw .init(description: "\(name), line \(error.line)\(error.reason)")
        }
    }

    /// What the file says of an item; nil when it does not mention it. Identifiers of its own are without a namespace.
    func description(of item: String) -> ItemDescription? {
        bytes.withUnsafeBufferPointer { bytes in
            var slot = Self.firstSlot(of: item, slots.count)
            while slots[slot] > 0 {
                let row = Self.row(at: slots[slot], in: bytes)
                // Each row was read once without a mistake.
                if columns.item(row, in: bytes) == item { return try? columns.description(row, in: bytes) }
                slot = (slot + 1) & (slots.count - 1)
            }
            return nil
        }
    }

    private static func index(
        _ bytes: UnsafeBufferPointer<UInt8>, _ slots: inout [UInt32]
    ) throws(CSVRows.Malformed) -> (ItemColumns, Int) {
        var rows = CSVRows(bytes)
        do throws(CSVRows.Malformed) {
            guard let header = try rows.next(in: bytes) else {
                throw CSVRows.Malformed(line: 1, reason: "is no header row that names columns: the file is empty")
            }
            let columns: ItemColumns
            do throws(ItemColumn.Wrong) {
                columns = try ItemColumns(header: header.map { CSVRows.text($0, in: bytes) })
            } catch {
                throw CSVRows.Malformed(line: rows.line, reason: error.description)
            }
            var count = 0
            while let row = try rows.next(in: bytes) {
                do throws(ItemColumn.Wrong) {
                    _ = try columns.description(row, in: bytes)
                    try insert(row, rows.start, columns, bytes, &slots)
                } catch {
                    throw CSVRows.Malformed(line: rows.line, reason: error.description)
                }
                count += 1
            }
            return (columns, count)
        } catch {
            // What names a column begins with a comma.
            let reason = error.reason.hasPrefix(",") ? error.reason : ": \(error.reason)"
            throw CSVRows.Malformed(line: error.line, reason: reason)
        }
    }

    private static func insert(
        _ row: [Range<Int>], _ start: Int, _ columns: ItemColumns, _ bytes: UnsafeBufferPointer<UInt8>,
        _ slots: inout [UInt32]
    ) throws(ItemColumn.Wrong) {
        let item = columns.item(row, in: bytes)
        var slot = firstSlot(of: item, slots.count)
        while slots[slot] > 0 {
            if columns.item(Self.row(at: slots[slot], in: bytes), in: bytes) == item {
                let line = bytes[..<(Int(slots[slot]) - 1)].count { $0 == UInt8(ascii: "\n") } + 1
                throw ItemColumn.Wrong(
                    column: .item, reason: "\"\(item.asRemark)\" was described in line \(line) already")
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(start + 1)
    }

    private static func firstSlot(of item: String, _ count: Int) -> Int {
        var hasher = Hasher()
        var item = item
        item.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return hasher.finalize() & (count - 1)
    }

    private static func row(at place: UInt32, in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var rows = CSVRows(bytes, at: Int(place) - 1)
        // It was read once without a mistake.
        return (try? rows.next(in: bytes)) ?? []
    }
}
