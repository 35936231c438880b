import Digests
import Testing

/// The vectors of the reference implementation (`vectors.h`) and of the paper's appendix A: the key is 00 01 … 0f, the text
/// 00 01 … of each length.
@Suite struct SipHashTests {
    @Test(
        arguments: [
            (0, 0x726f_db47_dd0e_0e31), (1, 0x74f8_39c5_93dc_67fd), (15, 0xa129_ca61_49be_45e5),
        ] as [(Int, UInt64)])
    func vectors(length: Int, hash: UInt64) {
        let key = (0..<16).map { UInt8($0) }
        #expect(SipHash(key: key).hash((0..<length).map { UInt8($0) }) == hash)
        #expect(SipHash(key: key + [7]).hash((0..<length).map { UInt8($0) }) == hash)
        #expect(SipHash(key: [UInt8](key.dropLast())).hash((0..<length).map { UInt8($0) }) != hash)
    }

    @Test("Texts of every length have hashes of their own")
    func lengths() {
        let hash = SipHash(key: Array("a key".utf8))
        #expect(Set((0..<100).map { hash.hash([UInt8](repeating: 0, count: $0)) }).count == 100)
    }
}
