import Testing

@testable import StatsD

struct KeyTableTests {
    @Test("Each of many keys is found again, by its number and in its order")
    func manyKeys() {
        var table = KeyTable()
        let keys = (0..<20_000).map { "stats.\($0 % 7).key\($0)" + String(repeating: "x", count: $0 % 40) }
        for round in 0..<2 {
            for (number, key) in keys.enumerated() {
                let found = Array(key.utf8).withUnsafeBytes { table.number(of: $0) }
                #expect(found.number == number && found.isNew == (round == 0))
            }
        }
        #expect(table.count == keys.count)
        #expect(String(decoding: table[19_999], as: UTF8.self) == keys[19_999])
        table.removeAll()
        #expect(table.count == 0)
        #expect(Array("".utf8).withUnsafeBytes { table.number(of: $0) }.number == 0)
        #expect(Array("".utf8).withUnsafeBytes { !table.number(of: $0).isNew })
    }

    @Test("What is removed is gone, and the rest keeps its values and its order")
    func removal() {
        var values = KeyedValues<Int>()
        for (number, key) in ["a.b", "a.c", "ab", "b", "a."].enumerated() {
            let place = values.place(of: key, new: 0)
            values.values[place] = number
        }
        #expect(values.remove("none") == [])
        #expect(values.remove("a.*") == ["a.b", "a.c", "a."])
        #expect(values.remove("b.*") == [])
        #expect(values.count == 2)
        #expect(values.find("a.b") == nil)
        #expect(values.find("b").map { values.values[$0] } == 3)
        #expect(values.key(0) == "ab")
    }

    @Test("Hashes depend on all bytes, on the length and on the seed")
    func hashes() {
        var seen: Set<Int> = []
        for length in 0..<40 {
            for changed in 0..<max(1, length) {
                var key = [UInt8](repeating: 0x61, count: length)
                if length > 0 { key[changed] = 0x62 }
                for seed in [1, 2] as [UInt64] {
                    seen.insert(key.withUnsafeBytes { KeyHash(seed: seed).hash($0) })
                }
            }
        }
        #expect(seen.count == 2 * (1 + (1..<40).reduce(0, +)))
    }
}
