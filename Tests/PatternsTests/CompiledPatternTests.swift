import Patterns
import PluginAPI
import Testing

@Suite struct CompiledPatternTests {
    private func groups(_ expression: String, _ text: String) throws -> [String?]? {
        let bytes = Array(text.utf8)
        return try CompiledPattern(expression, ignoringCase: true).firstMatch(in: bytes, 0..<bytes.count)?.map {
            range in
            range.map { String(decoding: bytes[$0], as: UTF8.self) }
        }
    }

    @Test func givesTheMatchAndItsGroups() throws {
        #expect(try groups("/(a+)(b)?(c)", "x/aac") == ["/aac", "aa", nil, "c"])
        #expect(try groups("a", "xyz") == nil)
        #expect(try groups("^.?$", "") == [""])
    }

    @Test func looksAtLettersWhateverTheirCase() throws {
        #expect(try groups("^/HANDLE/", "/handle/1") == ["/handle/"])
        #expect(try groups("É", "caf\u{e9}") == ["é"])
    }

    @Test func takesPythonsNamedGroups() throws {
        let pattern = try CompiledPattern("(?P<prefix>[0-9]+)/(?<suffix>[0-9]+)")
        #expect(["prefix", "suffix", "infix"].map(pattern.group(named:)) == [1, 2, nil])
        #expect(pattern.groupCount == 2)
    }

    @Test(arguments: [("/b", 2), ("/a", 1), ("/c", 0), ("/d", nil)])
    func tellsWhichAlternativeWasFound(text: String, group: Int?) throws {
        let bytes = Array("x\(text)".utf8)
        #expect(try CompiledPattern("^(?:(/a)|(/b)|/c)").firstGroup(in: bytes, 1..<bytes.count) == group)
    }

    @Test func knowsItsGroupsByName() throws {
        let pattern = try CompiledPattern("(?<a>x)(y)(?<b>z)")
        #expect(["a", "b", "c"].map(pattern.group(named:)) == [1, 3, nil])
    }

    @Test func anchorsBindToTheRange() throws {
        let bytes = Array("GET /a HTTP".utf8)
        let pattern = try CompiledPattern("^/(a)$")
        #expect(try pattern.firstMatch(in: bytes, 4..<6) == [4..<6, 5..<6])
        #expect(try pattern.firstMatch(in: bytes, 0..<6) == nil)
    }

    @Test(arguments: ["a.b", "a.b|é"])
    func searchesBytesThatAreNotUTF8(expression: String) throws {
        let pattern = try CompiledPattern(expression)
        let bytes: [UInt8] = [0xff, 0xc3, 0x20] + Array("a-b".utf8)
        #expect(try pattern.matches(bytes[...]))
    }

    @Test func treatsCharactersOutsideASCIIAsOne() throws {
        #expect(try groups("^é{2}$", "éé") == ["éé"])
        #expect(try groups("^[äö]$", "ä") == ["ä"])
    }

    @Test(arguments: [
        ("a(b", "missing closing parenthesis at column 4"),
        ("ab[c", "missing terminating ] for character class at column 5"),
        ("a**+?", "quantifier does not follow a repeatable item at column 3"),
    ])
    func saysWhereAMistakeIs(expression: String, description: String) {
        #expect(throws: PluginError.malformed(description)) { try CompiledPattern(expression) }
    }

    @Test func givesUpInsteadOfHanging() throws {
        let pattern = try CompiledPattern("^(a+)+$")
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 60) + [UInt8(ascii: "!")]
        #expect(throws: PluginError.malformed("a pattern gave up: match limit exceeded")) {
            try pattern.matches(text[...])
        }
    }

    @Test func servesSeveralThreads() async throws {
        let pattern = try CompiledPattern("([0-9]+)")
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let bytes = Array("line \(number) ends".utf8)
                    let found = try pattern.firstMatch(in: bytes, 0..<bytes.count)?[1]
                    return found.map { String(decoding: bytes[$0], as: UTF8.self) } == String(number)
                }
            }
            for try await right in group { #expect(right) }
        }
    }
}
