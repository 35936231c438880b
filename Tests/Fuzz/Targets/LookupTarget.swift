import Lookups
import PluginAPI

extension FuzzTarget {
    /// What interfaces answer, the first byte telling which and the second for what: one verdict; what is named can be used,
    /// what is said can be shown, and only the interface itself is asked again.
    static let lookups = FuzzTarget("lookups") { input in
        guard input.count >= 2 else { return }
        let name = LookupSources.names[Int(input[0]) % LookupSources.names.count]
        let kind = Reference.Kind.allCases[Int(input[1]) % Reference.Kind.allCases.count]
        let source = try LookupSources.source(
            named: name, url: base, for: Set(Reference.Kind.allCases), oaiPrefix: "oai:fuzz")
        let body = Array(input.dropFirst(2))
        // What a log line names is a stranger's as well.
        for id in ["42", String(decoding: body.prefix(200), as: UTF8.self)] {
            let reference = Reference(kind, id)
            guard let address = source.address(for: reference) else { continue }
            try requireAsked(address)
            switch source.read(status: 200, body: body, for: reference) {
            case .found(let finding): try requireUsable(finding)
            case .ask(let address): try requireAsked(address)
            case .unknown(let remark), .failed(let remark): try requireShowable(remark)
            }
        }
    }

    /// Mapping files: mistakes are one line and in lines that exist.
    static let mapping = FuzzTarget("mapping") { input in
        let map: MappingFile
        do throws(MappingFile.Problem) {
            map = try MappingFile(input, name: "m", oaiPrefix: "oai:fuzz")
        } catch {
            try requireShowable(error.description)
            let number = error.description.dropFirst("m, line ".count).prefix { $0 != ":" }
            let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
            try require(Int(number).map { (1...lines).contains($0) } ?? false, "no such line: \(error)")
            return
        }
        // The first row without quotes, read in the plainest way, is found.
        let rows = String(decoding: input, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let row = rows.first?.split(separator: ",", omittingEmptySubsequences: false), row.count >= 3,
            let kind = Reference.Kind(rawValue: String(row[0])), !input.contains(UInt8(ascii: "\"")),
            !row[1].utf8.contains(UInt8(ascii: " ")), String(validating: input, as: UTF8.self) != nil
        else { return }
        let finding = map.finding(for: Reference(kind, String(row[1])))
        try require(finding != nil, "\(row) is not found")
        if let finding { try requireUsable(finding) }
    }

    private static let base = "https://fuzz.example/api"

    private static func requireAsked(_ address: String) throws {
        try require(address.hasPrefix("\(base)/") || address.hasPrefix("\(base)?"), "asks \(address)")
        try require(address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }, "no address: \(address)")
    }

    private static func requireUsable(_ finding: Finding) throws {
        switch finding {
        case .item(let item):
            try requireShowable(item.identifier)
            try require(!item.identifier.isEmpty && item.identifier.utf8.count <= 1_000, "an identifier of no use")
            try require(item.page?.hasPrefix("/") ?? true, "no path: \(item.page ?? "")")
        case .excluded(let exclusion):
            try require(ExclusionRule(rawValue: exclusion.rule) != nil, "no rule: \(exclusion)")
            try requireShowable(exclusion.description)
        case .citation(let citation):
            try require(citation.doi?.hasPrefix("10.") ?? true, "no DOI: \(citation.doi ?? "")")
        }
    }
}
