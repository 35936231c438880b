/// What a plugin says of a target.
public enum Classification: Sendable, Equatable {
    /// It is a use of an item.
    case use(ItemUsage)

    /// It is a use of the item that the reference stands for; what is known without a look-up is given with it.
    case referring(Reference, ItemUsage)

    /// It is none, and this is why.
    case excluded(Exclusion)

    /// It has nothing to do with an item.
    public static let notAnItem = Classification.excluded(.notAnItem)
}

/// The verdicts that plugins give, with the addresses made of `base_url` and `oai_prefix`.
extension WebLog {
    /// The verdict that an item's page was looked at.
    /// - Parameters:
    ///   - local: The item's identifier without the prefix.
    ///   - page: The path of the item's page.
    public func investigation(of local: String, page: String) -> Classification {
        .use(ItemUsage(event: .investigation, item: item(local), itemURL: address(ofPath: page)))
    }

    /// The verdict that a file of an item was fetched.
    /// - Parameters:
    ///   - local: The item's identifier without the prefix.
    ///   - part: What the URL calls the file within the item.
    ///   - page: The path of the item's page, where it can be derived.
    ///   - target: The file's address.
    public func request(of local: String, part: String? = nil, page: String?, _ target: Target) -> Classification {
        .use(
            ItemUsage(
                event: .request, item: item(local), part: part, itemURL: page.map { address(ofPath: $0) },
                fileURL: address(of: target)))
    }

    /// The verdict that an item's page was looked at of which the address tells no more than a reference.
    /// - Parameters:
    ///   - reference: What is looked up; where nobody can, its identifier is the item's.
    ///   - page: The path of the page, where it is the item's own; nil: it is a page around the item.
    ///   - target: The page's address.
    public func investigation(of reference: Reference, page: String?, _ target: Target) -> Classification {
        .referring(
            reference,
            ItemUsage(
                event: .investigation, item: item(reference.id),
                itemURL: page.map { address(ofPath: $0) } ?? address(of: target)))
    }

    /// The verdict that a file was fetched whose address tells no more of its item than a reference.
    /// - Parameters:
    ///   - reference: What is looked up; where nobody can, its identifier is the item's.
    ///   - part: What the URL calls the file within the item.
    ///   - page: The path of the item's page, where it can be derived.
    ///   - target: The file's address.
    public func request(
        of reference: Reference, part: String? = nil, page: String? = nil, _ target: Target
    ) -> Classification {
        .referring(
            reference,
            ItemUsage(
                event: .request, item: item(reference.id), part: part, itemURL: page.map { address(ofPath: $0) },
                fileURL: address(of: target)))
    }

    /// The verdict that an item was used whose identifier OAI-PMH gives as it stands, without `oai_prefix` (Dataverse's DOIs),
    /// and whose page is known only by the hit, if at all.
    /// - Parameter reference: What is looked up, where the identifier may be that of a part of the item.
    public func use(
        _ event: UsageEvent, ofItem identifier: String, _ target: Target, lookingUp reference: Reference? = nil
    ) -> Classification {
        let address = address(of: target)
        let usage = ItemUsage(
            event: event, item: PercentEncoding.withoutBlanks(identifier),
            itemURL: event == .investigation ? address : nil, fileURL: event == .request ? address : nil)
        return reference.map { .referring($0, usage) } ?? .use(usage)
    }
}
