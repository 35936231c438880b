/// Puts other values into a value: `%(key)s` from the same section or `[DEFAULT]` and `%%` as Python's ConfigParser does,
/// then `${NAME}` from the environment.
///
/// Two differences from ConfigParser, both where it would refuse the value: any other `%` stands for itself, because log
/// formats (`%h`) and patterns (`%3A`) are full of them; and supervisord's names (`%(process_num)02d`) stay as they are,
/// because they mean something else in every process (``WorkerSettings/expanded(_:instance:directory:)``).
struct Interpolation {
    /// The names that are replaced only when a process is started.
    static let lateNames: Set<String> = [
        "program_name", "group_name", "process_num", "numprocs", "here", "host_node_name",
    ]

    /// How deep values may refer to each other: ConfigParser's limit.
    private static let depth = 10

    /// The raw value of a key of the section or of `[DEFAULT]`.
    let value: (String) -> String?
    /// The environment.
    let environment: [String: String]

    /// A value with everything put in.
    /// - Throws: ``WrongValue`` naming the key or variable that is missing.
    func expand(_ raw: String) throws(WrongValue) -> String {
        try putVariables(into: putKeys(into: raw, depth: 1))
    }

    private func putKeys(into raw: String, depth: Int) throws(WrongValue) -> String {
        guard depth <= Self.depth else { throw WrongValue("refers to itself, or goes too deep") }
        var result = ""
        var rest = raw[...].unicodeScalars
        while let percent = rest.firstIndex(of: "%") {
            result += String(rest[..<percent])
            rest = rest[percent...]
            if rest.dropFirst().first == "%" {
                result += "%"
                rest = rest.dropFirst(2)
            } else if let (name, length) = Self.reference(in: rest) {
                if let other = value(name) {
                    result += try putKeys(into: other, depth: depth + 1)
                } else if Self.lateNames.contains(name) {
                    result += String(rest.prefix(length))
                } else {
                    throw WrongValue("%(\(name))s: no such key here or in [DEFAULT]; write %% for a per cent sign")
                }
                rest = rest.dropFirst(length)
            } else {
                result += "%"
                rest = rest.dropFirst()
            }
        }
        return result + String(rest)
    }

    /// The name in a leading `%(name)s`, and how long it is with all its signs.
    private static func reference(in text: Substring.UnicodeScalarView) -> (name: String, length: Int)? {
        guard text.dropFirst().first == "(", let end = text.firstIndex(of: ")") else { return nil }
        let name = text[..<end].dropFirst(2)
        guard !name.isEmpty, text[end...].dropFirst().first == "s" else { return nil }
        return (String(name).lowercased(), name.count + 4)
    }

    private func putVariables(into text: String) throws(WrongValue) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            result += rest[..<start.lowerBound]
            let name = rest[start.upperBound...].prefix { $0.isVariableLetter }
            if name.first.map({ !$0.isNumber }) ?? false, rest[name.endIndex...].first == "}" {
                guard let value = environment[String(name)] else {
                    throw WrongValue("the environment has no variable \(name)")
                }
                result += value
                rest = rest[name.endIndex...].dropFirst()
            } else {
                result += "${"
                rest = rest[start.upperBound...]
            }
        }
        return result + rest
    }
}

extension Character {
    fileprivate var isVariableLetter: Bool { isASCII && (isLetter || isNumber || self == "_") }
}
