import Settings

extension FuzzTarget {
    /// The INI reader: what it read, written down plainly, is read as the same again, without mistakes.
    static let ini = FuzzTarget("ini") { input in
        let file = INIReader.read(input, name: "fuzz.cfg")
        let lines = 1...(1 + input.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
        for mistake in file.mistakes { try require(lines.contains(mistake.line), "a mistake is in no line") }
        for section in [file.defaults] + file.sections {
            try require(Set(section.entries.map(\.key)).count == section.entries.count, "a key has two values")
            for entry in section.entries {
                try require(lines.contains(entry.line), "\(entry.key) is in no line")
                try require(!entry.key.isEmpty, "a key without letters")
            }
        }

        let again = INIReader.read(Array(file.text.utf8), name: "fuzz.cfg")
        try require(again.mistakes.isEmpty, "plainly written it has mistakes: \(again.mistakes)")
        try require(again.withoutLines == file.withoutLines, "plainly written it reads otherwise:\n\(file.text)")
    }
}

extension INIFile {
    /// The file without comments, odd indentation and mistakes.
    fileprivate var text: String {
        ([defaults] + sections).map { section in
            "[\(section.name)]\n"
                + section.entries.map {
                    "\($0.key) = \($0.value.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n "))\n"
                }
                .joined()
        }.joined()
    }

    /// What it says, wherever that stands.
    fileprivate var withoutLines: [String: [String: String]] {
        Dictionary(
            uniqueKeysWithValues: ([defaults] + sections).map { section in
                (section.name, Dictionary(uniqueKeysWithValues: section.entries.map { ($0.key, $0.value) }))
            })
    }
}
