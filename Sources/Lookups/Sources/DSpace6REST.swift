public import PluginAPI

/// The REST interface of DSpace 5 and 6: whether a handle is an item's, a collection's or a community's.
public struct DSpace6REST: LookupSource {
    /// What settings call it.
    public static let name = "dspace6-rest"

    private let url: String

    /// - Parameter url: The interface's address, usually ending with `/rest`.
    init(url: String) { self.url = url }

    /// The address that answers; nil for all but handles.
    public func address(for reference: Reference) -> String? {
        guard reference.kind == .handle, let (prefix, suffix) = reference.handleSteps else { return nil }
        return "\(url)/handle/\(PercentEncoding.encoded(prefix))/\(PercentEncoding.encoded(suffix))"
    }

    /// Reads an answer.
    public func read(status: Int, body: [UInt8], for reference: Reference) -> LookupVerdict {
        if let verdict = LookupVerdict.ofStatus(status) { return verdict }
        guard let object = JSONAnswer.read(Answer.self, body), let type = object.type else {
            return .unreadable("an object of DSpace")
        }
        switch type {
        case "item":
            if object.withdrawn?.all == ["true"] { return .unknown("is a withdrawn item") }
            guard let handle = object.handle, !handle.isEmpty else { return .unknown("is an item without a handle") }
            return .item(handle, page: "/handle/\(handle)")
        case "collection", "community", "site": return .found(.excluded(Exclusion(.collection, detail: type)))
        default: return .unknown("is a \(type.asRemark) of DSpace")
        }
    }

    private struct Answer: Decodable {
        let type: String?
        let handle: String?
        /// Text: `"false"`.
        let withdrawn: LooseText?
    }
}
