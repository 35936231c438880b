public import PluginAPI

/// The REST interface of DSpace 7 and later: what files, items and handles belong to.
///
/// A file comes with its bundle and item in one answer (`embed=bundle/item`). Only files of the bundle ORIGINAL count, as
/// in DSpace's own exporter (usage-protocols.md, section 7.1). A handle is resolved by `pid/find`, which redirects to the
/// item, collection or community.
public struct DSpaceREST: LookupSource {
    /// What settings call it.
    public static let name = "dspace-rest"

    private let url: String

    /// - Parameter url: The interface's address, which ends with `/api`.
    init(url: String) { self.url = url }

    /// The address that answers; nil for what DSpace does not have.
    public func address(for reference: Reference) -> String? {
        let id = PercentEncoding.encoded(reference.id)
        switch reference.kind {
        case .bitstream: return reference.isOneStep ? "\(url)/core/bitstreams/\(id)?embed=bundle/item" : nil
        case .uuid: return reference.isOneStep ? "\(url)/core/items/\(id)" : nil
        case .handle: return "\(url)/pid/find?id=\(PercentEncoding.encoded(reference.decodedID))"
        case .fileset, .file, .page, .citation: return nil
        }
    }

    /// Reads an answer.
    public func read(status: Int, body: [UInt8], for reference: Reference) -> LookupVerdict {
        // A file without a bundle, when the bundle was asked for.
        if status == 204, reference.kind == .bitstream { return .found(.excluded(Self.logo)) }
        if let verdict = LookupVerdict.ofStatus(status) { return verdict }
        guard let object = JSONAnswer.read(DSpaceObject.self, body), let type = object.type else {
            return .unreadable("an object of DSpace")
        }
        switch type {
        case "item": return item(object)
        case "bundle": return bundle(object)
        case "bitstream": return file(object)
        case "collection", "community", "site": return .found(.excluded(Exclusion(.collection, detail: type)))
        default: return .unknown("is a \(type.asRemark) of DSpace")
        }
    }

    private func file(_ file: DSpaceObject) -> LookupVerdict {
        guard let embedded = file.embedded else {
            // A server that embeds nothing is asked for the bundle itself.
            guard let id = file.uuid else { return .unreadable("a file of DSpace") }
            return .ask("\(url)/core/bitstreams/\(PercentEncoding.encoded(id))/bundle?embed=item")
        }
        guard let bundle = embedded.bundle else { return .found(.excluded(Self.logo)) }
        return self.bundle(bundle.object)
    }

    private func bundle(_ bundle: DSpaceObject) -> LookupVerdict {
        guard let name = bundle.name else { return .unreadable("a bundle of DSpace") }
        if let rule = Self.rule(ofBundle: name.uppercased()) {
            return .found(.excluded(Exclusion(rule, detail: name.asRemark)))
        }
        if let item = bundle.embedded?.item { return self.item(item.object) }
        guard let id = bundle.uuid else { return .unreadable("a bundle of DSpace") }
        return .ask("\(url)/core/bundles/\(PercentEncoding.encoded(id))/item")
    }

    private func item(_ item: DSpaceObject) -> LookupVerdict {
        if item.withdrawn == true { return .unknown("is a withdrawn item") }
        guard let handle = item.handle, !handle.isEmpty else { return .unknown("is an item without a handle") }
        return .item(handle, page: "/handle/\(handle)")
    }

    /// A file that is in no bundle is a logo of a community or collection.
    private static let logo = Exclusion(.thumbnail, detail: "in no bundle")

    /// Why the files of a bundle do not count; nil for those that do.
    private static func rule(ofBundle name: String) -> ExclusionRule? {
        switch name {
        case "ORIGINAL": nil
        case "THUMBNAIL": .thumbnail
        case "BRANDED_PREVIEW": .preview
        case "TEXT": .extractedText
        case "LICENSE", "CC-LICENSE": .licence
        case "METADATA", "SWORD": .metadata
        default: .derivative
        }
    }
}

/// What the interface says of an object, as far as it is looked at.
private struct DSpaceObject: Decodable {
    let type: String?
    let uuid: String?
    let name: String?
    let handle: String?
    let withdrawn: Bool?
    let embedded: Embedded?

    enum CodingKeys: String, CodingKey {
        case type, uuid, name, handle, withdrawn
        case embedded = "_embedded"
    }

    struct Embedded: Decodable {
        let bundle: Box?
        let item: Box?
    }

    /// An object within an object.
    final class Box: Decodable {
        let object: DSpaceObject
        init(from decoder: any Decoder) throws { object = try DSpaceObject(from: decoder) }
    }
}
