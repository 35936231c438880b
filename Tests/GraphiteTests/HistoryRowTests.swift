import Testing

@testable import Graphite

struct HistoryRowTests {
    @Test func nothingIsRounded() {
        let values: [Double?] = [
            nil, 0, -0.0, 1, 239, 240, -1, 32_767, -32_768, 32_768, 2_147_483_647, -2_147_483_648, 2_147_483_648, 0.1,
            -0.1, 0.3, 3276.7, 3276.8, 0.5, 1.0 / 3, 1e21, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -1e-7,
            0.30000000000000004,
            nil,
        ]
        let row = HistoryRow(time: 1_795_357_815, values: values)
        let read = HistoryRow(row.bytes)
        #expect(read?.time == row.time)
        #expect(read?.values.map { $0?.bitPattern } == values.map { $0?.bitPattern })
    }

    @Test func whatIsNoRowIsNone() {
        let bytes = HistoryRow(time: 100, values: [1.0 / 3, 70_000, 0.1, 300]).bytes
        #expect(HistoryRow([]) == nil)
        #expect(HistoryRow([1, 2, 3]) == nil)
        #expect(HistoryRow([1, 2, 3, 4, 9]) == nil)
        // Cut within a value.
        for end in [5, 12, 14, 19, 20] { #expect(HistoryRow(Array(bytes[..<end])) == nil, "\(end)") }
    }

    /// What is there in most intervals takes little room.
    @Test func commonValuesAreShort() {
        #expect(HistoryRow(time: 1, values: [0, 7, 0.3, 1234, nil]).bytes.count == 4 + 1 + 1 + 3 + 3 + 1)
    }
}
