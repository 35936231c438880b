import FoundationEssentials
import TestKit
import Testing

@testable import Settings

/// Reads the same files with Python's configparser.
private let oracle = """
    import configparser, json, sys
    result = []
    for path in sys.argv[1:]:
        parser = configparser.ConfigParser()
        try:
            parser.read_file(open(path, encoding="utf-8-sig"), path)
        except (configparser.Error, UnicodeDecodeError):
            result.append(None)
            continue
        read = {}
        for section in parser.sections():
            read[section] = {}
            for key in parser[section]:
                raw = parser.get(section, key, raw=True)
                try:
                    full = parser.get(section, key)
                except configparser.Error:
                    full = None
                read[section][key] = [raw, full]
        result.append(read)
    print(json.dumps(result))
    """

/// What Python read: per section and key the raw value and, where ConfigParser does not refuse it, the interpolated one.
private typealias PythonReading = [String: [String: [String?]]]?

/// The same of what we read; nil where there are mistakes.
private func reading(_ file: INIFile) -> PythonReading {
    guard file.mistakes.isEmpty else { return nil }
    var result: [String: [String: [String?]]] = [:]
    for section in file.sections {
        var raw = Dictionary(uniqueKeysWithValues: file.defaults.entries.map { ($0.key, $0.value) })
        for entry in section.entries { raw[entry.key] = entry.value }
        let interpolation = Interpolation(value: { raw[$0] }, environment: [:])
        result[section.name] = raw.mapValues { [$0, try? interpolation.expand($0)] }
    }
    return result
}

/// Files that people write, and files that try the rules' edges.
private let texts = [
    "[a]\nx = 1\ny: 2\nz=3\n", "[a]\nKey With Space : Value = 3\n", "\u{feff}[a]\r\nx = 1\r\n  2\r\n\r\ny = 3\r\n",
    "[a]\rx = 1\ry = 2\r", "# c\n; c\n[a]\n# c\nx = 1 ; no comment\n  # c\n  2\n ; c\ny = # no comment\n",
    "[a]\nx =\n  1\n\n  2\n\n\ny = 3\n", "[a]\nx = 1\n\n\n", "[a]\n  x = 1\n  y = 2\n    3\n", "[a]\n\tx = 1\n\t\t2\n",
    "  [a]\n  x = 1\n    [b]\n  y = 2\n", "[a]\nx = 1\n [b]\n y = 2\n", "[a] trailing\nx = 1\n", "[a]b]\nx = 1\n",
    "[]\nx = 1\n", "[a]\n[]\n", "[a]\n= 1\n", "[a]\nx\n", "[a]\nx =\n", "[a]\nx : = 1\n", "x = 1\n",
    "\n\n# c\nx = 1\n[a]\n",
    "[a]\nx = 1\nx = 2\n", "[a]\nx = 1\nX = 2\n", "[a]\nx = 1\n[a]\ny = 2\n",
    "[DEFAULT]\nx = 1\n[a]\ny = %(x)s2\n[b]\nx = 3\n",
    "[DEFAULT]\nx = 1\n[DEFAULT]\ny = 2\n[a]\n", "[DEFAULT]\nx = 1\n[a]\n[DEFAULT]\nx = 2\n", "[default]\nx = 1\n",
    "[a]\nx = 100%%\ny = %(x)s %(X)s\nz = %%(x)s\n", "[a]\nx = %(y)s\ny = %(z)s\nz = deep\n",
    "[a]\nx = %(y)s\ny = %(x)s\n",
    "[a]\nx = %(nothing)s\n", "[a]\nx = a\u{a0}b \u{a0}\n\u{3000}y = \u{2028}1\n",
    "[a]\nx = e\u{301}=\u{301}\nÄÖ = ß\n",
    "[a]\nx = 1\n\u{1f}\n\u{1c} 2\n", "[a]\nx = \u{c} 1 \u{b}\n",
    "[a]\nurl = http://r.example:80/?a=b&c=d\nurl2: http://x\n",
    "[a]\npattern = ^/([^/?]+\\.pdf)$\nlong = one,\n  two,\n  # c\n  three\n\tfour\n", "[a]\nx = 1\nbogus\n  more\n",
    "",
    "[a]\nx=1\n y=2\n", "[a]\n y=2\nx=1\n z\n", "[a\nx = 1\n", "[a]\nx = [b]\n", "[a]\nkey = a \n   \n   b  \n   \n",
    "[a]\nx y z = 1",
]

struct INIReaderTests {
    @Test("Reads what Python's configparser reads", .enabled(if: pythonIsThere, "python3 is not installed"))
    func sameAsPython() throws {
        let folder = try TemporaryDirectory()
        let paths = try texts.enumerated().map { try folder.write($1, to: "\($0).cfg") }
        let script = try folder.write(oracle, to: "oracle.py")
        let output = try run(["python3", script] + paths)
        let python = try JSONDecoder().decode([PythonReading].self, from: Data(output.utf8))
        #expect(python.count == texts.count)
        for (text, expected) in zip(texts, python) {
            let ours = reading(INIReader.read(Array(text.utf8), name: "x"))
            #expect((ours == nil) == (expected == nil), "\(text.debugDescription)")
            for (section, keys) in expected ?? [:] {
                #expect(Set(keys.keys) == Set((ours?[section] ?? [:]).keys), "\(text.debugDescription)")
                for (key, values) in keys {
                    let mine = ours?[section]?[key] ?? []
                    #expect(mine.first == values.first, "\(text.debugDescription) [\(section)] \(key)")
                    // What ConfigParser refuses is ours to read.
                    if values.last != .some(nil) {
                        #expect(mine.last == values.last, "\(text.debugDescription) [\(section)] \(key)")
                    }
                }
            }
        }
    }

    @Test("Keeps the line of every section and key")
    func lines() {
        let file = INIReader.read(Array("# c\n[a]\n\nx = 1\n  2\n[b]\r\ny = 3".utf8), name: "x")
        #expect(file.sections.map(\.line) == [2, 6])
        #expect(file.sections.flatMap(\.entries).map(\.line) == [4, 7])
    }

    @Test(
        "A mistake names its line and does not hide the next",
        arguments: [
            ("[a]\nx = 1\n[b]\n[a]\n", 4, "second section of that name; the first is in line 1"),
            ("[a]\nx = 1\nX = 2\n", 3, "second value; the first is in line 2"),
            ("[a]\nx = 1\nbogus\n", 3, "'bogus' is neither `key = value` nor a [section]"),
            ("\nx = 1\ny = 2\n[a]\n", 2, "stands before the first [section]"),
        ])
    func mistakes(text: String, line: Int, message: String) {
        let file = INIReader.read(Array((text + "[last]\nworse\n").utf8), name: "x")
        #expect(file.mistakes.first?.line == line)
        #expect(file.mistakes.first?.message == message)
        #expect(file.mistakes.count == 2)
    }

    @Test("Bytes that are not UTF-8 are named by their line")
    func notUTF8() {
        let file = INIReader.read(Array("[a]\nx = 1\n\ny = ".utf8) + [0xff, 0x0a], name: "x")
        #expect(file.mistakes.map(\.line) == [4])
        #expect(file.mistakes.map(\.message) == ["is not UTF-8"])
        #expect(file.sections.flatMap(\.entries).map(\.value) == ["1"])
    }
}
