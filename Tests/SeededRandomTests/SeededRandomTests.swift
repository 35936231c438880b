import SeededRandom
import Testing

@Suite("SeededRandom")
struct SeededRandomTests {
    @Test("gives SplitMix64's published numbers")
    func reference() {
        var random = SeededRandom(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
        #expect(random.next() == 9_817_491_932_198_370_423)
    }

    @Test("chance follows its share, and its ends are certain")
    func chance() {
        var random = SeededRandom(seed: 1)
        let hits = (0..<10_000).count { _ in random.chance(0.25) }
        #expect((2_300...2_700).contains(hits))
        #expect((0..<1_000).allSatisfy { _ in !random.chance(0) })
        #expect((0..<1_000).allSatisfy { _ in random.chance(1) })
    }

    @Test("below reaches every number under its limit and none else")
    func below() {
        var random = SeededRandom(seed: 2)
        let seen = Set((0..<1_000).map { _ in random.below(7) })
        #expect(seen == Set(0..<7))
    }
}
