import Testing

@testable import TrackerProtocol

@Suite("FormPairs")
struct FormPairsTests {
    /// The encodings of usage-protocols.md, section 1.7.
    @Test(
        "values decode once",
        arguments: [
            ("2010-10-17T03%3A04%3A42Z", "2010-10-17T03:04:42Z"),
            ("oai%3Adspace.example.ac.uk%3A1826%2F936", "oai:dspace.example.ac.uk:1826/936"),
            ("a+b", "a b"), ("a%20b", "a b"), ("a%2Bb", "a+b"), ("100%25", "100%"), ("caf%c3%A9", "café"),
            ("%2520", "%20"), ("a=b", "a=b"), ("", ""),
        ])
    func decodes(_ encoded: String, _ expected: String) {
        let form = FormPairs(query: Array("k=\(encoded)".utf8))
        #expect(form.pairs.map { String(decoding: form.bytes[$0.value], as: UTF8.self) } == [expected])
        #expect(form.pairs.allSatisfy { !$0.hasBrokenEscape })
    }

    @Test("bytes that are not UTF-8 stay as they are")
    func keepsBytes() {
        let form = FormPairs(query: Array("%FF=%E9\u{e9}".utf8))
        #expect(form.pairs.map { Array(form.bytes[$0.name]) } == [[0xff]])
        #expect(form.pairs.map { Array(form.bytes[$0.value]) } == [[0xe9, 0xc3, 0xa9]])
    }

    @Test(
        "pairs without a value, without a name and empty ones", arguments: [("a&&=b&", ["a=", "=b"]), ("a", ["a="])])
    func oddPairs(_ query: String, _ expected: [String]) {
        let form = FormPairs(query: Array(query.utf8))
        let pairs = form.pairs.map { pair in
            [pair.name, pair.value].map { String(decoding: form.bytes[$0], as: UTF8.self) }.joined(separator: "=")
        }
        #expect(pairs == expected)
    }

    @Test("a broken escape is kept and told", arguments: ["%", "%4", "%zz", "a%4"])
    func brokenEscape(_ value: String) {
        let form = FormPairs(query: Array("k=\(value)".utf8))
        #expect(form.pairs.map(\.hasBrokenEscape) == [true])
        #expect(form.pairs.map { String(decoding: form.bytes[$0.value], as: UTF8.self) } == [value])
    }
}
