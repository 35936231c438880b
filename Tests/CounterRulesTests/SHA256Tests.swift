import Testing

@testable import CounterRules

/// FIPS 180-4 against what Python's hashlib makes of the same.
@Suite struct SHA256Tests {
    private func hex(_ digest: [UInt8]) -> String {
        digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test("The published examples")
    func examples() {
        #expect(
            hex(SHA256.digest(of: Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            hex(SHA256.digest(of: []))
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("Texts of every length around the block's", .enabled(if: PythonScript.isAvailable))
    func lengths() throws {
        let expected = try PythonScript.lines(of: "sha256_lengths.py", "300")
        try #require(expected.count == 300)
        for (length, digest) in expected.enumerated() {
            let text = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + length) }
            #expect(hex(SHA256.digest(of: text)) == digest, "\(length) bytes")
        }
    }
}
