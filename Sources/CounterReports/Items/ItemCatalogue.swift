/// What a service's reports tell of its items: what its file says, and for the rest what follows from the identifier.
public struct ItemCatalogue: Sendable {
    private let file: ItemFile?
    private let namespace: String
    private let dataType: DataType

    /// A catalogue.
    /// - Parameters:
    ///   - namespace: Of the platform's own identifiers.
    ///   - dataType: Of the items of which the file says nothing else.
    public init(_ file: ItemFile?, namespace: String, dataType: DataType) {
        (self.file, self.namespace, self.dataType) = (file, namespace, dataType)
    }

    /// What is known of an item.
    /// - Parameter page: Where it was looked at, if that is known.
    public func description(of item: String, page: String?) -> ItemDescription {
        var description = file?.description(of: item) ?? ItemDescription()
        if description.dataType == .unspecified { description.dataType = dataType }
        let own = description.identifiers.proprietary
        description.identifiers.proprietary = proprietary(own.isEmpty ? item : own)
        if description.identifiers.uri.isEmpty { description.identifiers.uri = page ?? "" }
        if description.identifiers.doi.isEmpty, item.hasPrefix("doi:10.") {
            description.identifiers.doi = String(item.dropFirst(4))
        }
        if let parent = description.parent, !parent.identifiers.proprietary.isEmpty {
            description.parent?.identifiers.proprietary = proprietary(parent.identifiers.proprietary)
        }
        return description
    }

    private func proprietary(_ value: String) -> String {
        value.hasPrefix("\(namespace):") ? value : "\(namespace):\(value)"
    }
}
