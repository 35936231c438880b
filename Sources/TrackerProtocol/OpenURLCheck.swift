/// What the tracker protocol says of one OpenURL query (usage-protocols.md, sections 1.2 to 1.4 and 1.7). Pure: the same
/// rules serve the tracker, a check of a sender's log, and tests.
public struct OpenURLCheck: Sendable, Equatable {
    /// Something that the protocol does not allow.
    public struct Problem: Sendable, Equatable, CustomStringConvertible {
        /// The key it is about; empty when it is about the query as a whole.
        public let key: String
        /// What is wrong, on one line.
        public let reason: String

        /// `url_tim: "yesterday" is not a time like 2024-06-15T12:35:07Z`.
        public var description: String { key.isEmpty ? reason : "\(key): \(reason)" }
    }

    /// The version that the query was checked against.
    public let version: ProtocolVersion

    /// `Request` or `Investigation`. Versions without `rft_dat` know downloads only, which are Requests.
    public let event: String

    /// `rfr_id`, whatever it holds; empty when it is missing.
    public let service: String

    /// All that is wrong, in the order of the keys of the protocol; empty when the query is right.
    public private(set) var problems: [Problem] = []

    /// Checks a query.
    /// - Parameters:
    ///   - query: What stands after the `?`, still encoded.
    ///   - version: The version to check against; nil to go by the query: with `rft_dat` it is release 5, else with
    ///     `svc_format` PIRUS2, else release 4.
    public init(query: [UInt8], version: ProtocolVersion? = nil) {
        let form = FormPairs(query: query)
        var values: [OpenURLKey: ArraySlice<UInt8>] = [:]
        var stray: [Problem] = []
        for pair in form.pairs {
            let name = form.bytes[pair.name]
            let shownName = shown(name)
            if pair.hasBrokenEscape {
                stray.append(Problem(key: shownName, reason: "a % without two hexadecimal digits after it"))
            }
            guard let key = OpenURLKey(name: name) else {
                stray.append(Problem(key: shownName, reason: "no such key in any version of the protocol"))
                continue
            }
            if values.updateValue(form.bytes[pair.value], forKey: key) != nil {
                stray.append(Problem(key: shownName, reason: "stands more than once"))
            }
        }
        let version = version ?? (values[.rftDat] != nil ? .irusR5 : values[.svcFormat] != nil ? .pirus2 : .irusR4)
        self.version = version
        event = values[.rftDat].map(shown) ?? "Request"
        service = values[.rfrID].map(shown) ?? ""
        guard !form.pairs.isEmpty else {
            problems = [Problem(key: "", reason: "no query: an OpenURL stands after the ?")]
            return
        }
        for key in version.mandatory where values[key] == nil {
            problems.append(Problem(key: key.rawValue, reason: "missing; \(version.rawValue) has it always"))
        }
        for key in OpenURLKey.allCases {
            guard let value = values[key] else { continue }
            if !version.mandatory.contains(key) && !version.optional.contains(key) {
                problems.append(Problem(key: key.rawValue, reason: "no such key in \(version.rawValue)"))
            } else if let wanted = expectation(of: key, in: version, missedBy: value) {
                problems.append(Problem(key: key.rawValue, reason: "\"\(shown(value))\" is not \(wanted)"))
            }
        }
        problems += stray
    }
}
