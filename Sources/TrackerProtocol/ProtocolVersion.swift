/// The protocols that trackers speak (usage-protocols.md, sections 1.2 to 1.4). The raw value is what `protocol =` calls it.
public enum ProtocolVersion: String, Sendable, CaseIterable {
    /// The PIRUS2 daemon's of 2010.
    case pirus2
    /// IRUS, release 4: downloads only.
    case irusR4 = "irus-r4"
    /// IRUS, release 5: Requests and Investigations.
    case irusR5 = "irus-r5"

    /// The keys that every query has.
    var mandatory: [OpenURLKey] {
        switch self {
        case .pirus2: [.urlVer, .urlTim, .reqID, .reqDat, .rftArtnum, .svcFormat, .svcDat, .rfrID]
        case .irusR4: [.urlVer, .urlTim, .reqID, .reqDat, .rftArtnum, .svcDat, .rfrDat, .rfrID]
        case .irusR5: [.urlVer, .urlTim, .rftDat, .reqID, .reqDat, .rftArtnum, .svcDat, .rfrDat, .rfrID]
        }
    }

    /// The keys that a query may have besides.
    var optional: [OpenURLKey] {
        switch self {
        case .pirus2: [.rftID, .rftJtitle, .rftAtitle, .rftAulast, .rftIssn, .rftEissn]
        case .irusR4: [.svcSession]
        case .irusR5: []
        }
    }
}

/// The keys of an OpenURL that some version of the protocol has.
enum OpenURLKey: String, CaseIterable {
    case urlVer = "url_ver"
    case urlTim = "url_tim"
    case reqID = "req_id"
    case reqDat = "req_dat"
    case rftArtnum = "rft.artnum"
    case svcDat = "svc_dat"
    case rfrDat = "rfr_dat"
    case rfrID = "rfr_id"
    case rftDat = "rft_dat"
    case svcFormat = "svc_format"
    case rftID = "rft_id"
    case rftJtitle = "rft.jtitle"
    case rftAtitle = "rft.atitle"
    case rftAulast = "rft.aulast"
    case rftIssn = "rft.issn"
    case rftEissn = "rft.eissn"
    case svcSession = "svc.session"

    private static let names = allCases.map { (key: $0, name: Array($0.rawValue.utf8)) }

    /// The key of a name; nil when no version has it. Names are case-sensitive.
    init?(name: ArraySlice<UInt8>) {
        guard let known = Self.names.first(where: { $0.name.elementsEqual(name) }) else { return nil }
        self = known.key
    }
}
