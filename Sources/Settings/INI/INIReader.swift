/// Reads INI text by the rules of Python 3's `configparser.ConfigParser()`, with these differences: a mistake does not end
/// the reading, so that all of them are found at once, and a byte order mark is skipped.
package struct INIReader {
    private typealias Line = Substring.UnicodeScalarView

    private var file: INIFile
    /// Where lines with keys go; nil before the first section.
    private var section: WritableKeyPath<INIFile, INISection>?
    /// Whether the section has a key that a deeper line would continue.
    private var hasKey = false
    /// The indentation of the line that a continuation must exceed.
    private var indentation = 0

    /// Reads the bytes of a file.
    /// - Parameter name: How messages call it.
    package static func read(_ bytes: some Collection<UInt8>, name: String) -> INIFile {
        var reader = INIReader(file: INIFile(name: name))
        for (index, line) in lines(of: bytes).enumerated() {
            guard let text = String(validating: line, as: UTF8.self) else {
                reader.mistake(index + 1, "is not UTF-8")
                break
            }
            reader.take(text[...].unicodeScalars, number: index + 1)
        }
        reader.finish()
        return reader.file
    }

    private init(file: INIFile) {
        self.file = file
    }

    /// Lines end with LF, CR LF or CR, as in a Python file opened for text.
    private static func lines(of bytes: some Collection<UInt8>) -> [[UInt8]] {
        var text = Array(bytes)
        if text.starts(with: [0xef, 0xbb, 0xbf]) { text.removeFirst(3) }
        var lines: [[UInt8]] = [[]]
        var previous: UInt8 = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "\n") where previous == UInt8(ascii: "\r"): break
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): lines.append([])
            default: lines[lines.count - 1].append(byte)
            }
            previous = byte
        }
        return lines
    }

    private mutating func take(_ line: Line, number: Int) {
        let text = line.trimmed
        guard let first = text.first else {
            continueValue(with: text)
            return
        }
        guard first != "#", first != ";" else { return }
        let depth = line.prefix { $0.isBlank }.count
        if hasKey, depth > indentation {
            continueValue(with: text)
            return
        }
        indentation = depth
        if first == "[", let end = text.lastIndex(of: "]"), text.index(after: text.startIndex) < end {
            begin(String(text[text.index(after: text.startIndex)..<end]), number)
        } else {
            takeEntry(text, number)
        }
    }

    private mutating func continueValue(with text: Line) {
        guard hasKey, let section else { return }
        let last = file[keyPath: section].entries.count - 1
        file[keyPath: section].entries[last].value += "\n" + String(text)
    }

    private mutating func begin(_ name: String, _ number: Int) {
        hasKey = false
        if name == "DEFAULT" {
            section = \.defaults
            if file.defaults.line == 0 { file.defaults.line = number }
        } else if let known = file.sections.firstIndex(where: { $0.name == name }) {
            section = \.sections[known]
            mistake(number, "second section of that name; the first is in line \(file.sections[known].line)")
        } else {
            file.sections.append(INISection(name: name, line: number))
            section = \.sections[file.sections.count - 1]
        }
    }

    private mutating func takeEntry(_ text: Line, _ number: Int) {
        guard let section else {
            if file.mistakes.isEmpty { mistake(number, "stands before the first [section]") }
            return
        }
        guard let separator = text.firstIndex(where: { $0 == "=" || $0 == ":" }), separator > text.startIndex else {
            mistake(number, "'\(String(text))' is neither `key = value` nor a [section]")
            return
        }
        let key = String(text[..<separator].trimmed).lowercased()
        let value = String(text[text.index(after: separator)...].trimmed)
        if let first = file[keyPath: section].entries.first(where: { $0.key == key }) {
            mistake(number, key: key, "second value; the first is in line \(first.line)")
        }
        file[keyPath: section].entries.append(INIEntry(key: key, value: value, line: number))
        hasKey = true
    }

    /// Blank lines at the end of a value are none of it; of a key's values the first holds.
    private mutating func finish() {
        for section in [\INIFile.defaults] + file.sections.indices.map({ \INIFile.sections[$0] }) {
            var seen: Set<String> = []
            file[keyPath: section].entries.removeAll { !seen.insert($0.key).inserted }
            for index in file[keyPath: section].entries.indices {
                let value = file[keyPath: section].entries[index].value
                file[keyPath: section].entries[index].value = String(value[...].unicodeScalars.endTrimmed)
            }
        }
    }

    private mutating func mistake(_ line: Int, key: String? = nil, _ message: String) {
        file.mistakes.append(
            INIMistake(line: line, section: section.map { file[keyPath: $0].name }, key: key, message: message))
    }
}

extension Unicode.Scalar {
    /// White space as Python's `str.isspace` has it: Unicode's, and the four separators of ASCII.
    fileprivate var isBlank: Bool { properties.isWhitespace || (0x1c...0x1f).contains(value) }
}

extension Substring.UnicodeScalarView {
    /// Without the white space at both ends.
    fileprivate var trimmed: Self { drop { $0.isBlank }.endTrimmed }

    /// Without the white space at its end.
    fileprivate var endTrimmed: Self {
        var rest = self
        while let last = rest.last, last.isBlank { rest.removeLast() }
        return rest
    }
}
