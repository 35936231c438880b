/// The lines of a stream, which comes in pieces that end anywhere.
struct LineBuffer {
    private var bytes: [UInt8] = []
    private let limit: Int

    /// No lines.
    /// - Parameter limit: How long a line may be.
    init(limit: Int) { self.limit = limit }

    /// Adds a piece, and lends the lines that are whole, with their ends.
    /// - Returns: Whether what is left, the begun line, is not longer than a line may be.
    mutating func add(_ piece: UnsafeRawBufferPointer, _ body: (ArraySlice<UInt8>) -> Void) -> Bool {
        bytes.append(contentsOf: piece)
        if let end = bytes.lastIndex(of: UInt8(ascii: "\n")) {
            body(bytes[...end])
            bytes.removeSubrange(...end)
        }
        return bytes.count <= limit
    }
}
