import Digests
import PluginTestKit
import Testing

/// FIPS 180-4, RFC 1321 and RFC 2104, and what Python's hashlib and hmac make of the same.
@Suite struct DigestsTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func sha256(text: String, digest: String) {
        #expect(hexadecimal(SHA256.digest(of: Array(text.utf8))) == digest)
    }

    /// The RFC's own test suite, and vector T3 of usage-protocols.md.
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("abc", "900150983cd24fb0d6963f7d28e17f72"), ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        ("192.0.2.44pepper", "d958821cb3f918fda2d574f8c38d4c1d"),
    ])
    func md5(text: String, digest: String) {
        #expect(hexadecimal(MD5.digest(of: Array(text.utf8))) == digest)
    }

    @Test("Texts and keys of every length around the block's", .enabled(if: PythonScript.isAvailable))
    func lengths() throws {
        let expected = try PythonScript.lines(of: "digests.py", "200")
        try #require(expected.count == 200)
        for (length, digests) in expected.enumerated() {
            let text = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + length) }
            let found = [
                SHA256.digest(of: text), MD5.digest(of: text), SHA256.digest(of: Array("key".utf8), key: text),
            ]
            #expect(found.map(hexadecimal).joined(separator: " ") == digests, "\(length) bytes")
        }
    }
}

/// The digits of a digest.
private func hexadecimal(_ digest: [UInt8]) -> String {
    digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
