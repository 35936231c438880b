public import PluginAPI

/// Dataverse: the dataset that a file belongs to.
///
/// The search knows the files of each dataset's newest version and is there since release 4. What it does not find may be
/// a file of an older version, which `files/ID?returnDatasetVersion=true` tells (release 6).
public struct Dataverse: LookupSource {
    /// What settings call it.
    public static let name = "dataverse"

    private let url: String

    /// - Parameter url: The interface's address, which ends with `/api`.
    init(url: String) { self.url = url }

    /// The address that answers; nil for all but the numbers of files.
    public func address(for reference: Reference) -> String? {
        guard reference.kind == .file, !reference.id.isEmpty,
            reference.id.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return "\(url)/search?q=entityId%3A\(reference.id)&type=file"
    }

    /// Reads an answer.
    public func read(status: Int, body: [UInt8], for reference: Reference) -> LookupVerdict {
        if let verdict = LookupVerdict.ofStatus(status) { return verdict }
        guard let answer = JSONAnswer.read(Answer.self, body) else { return .unreadable("one of Dataverse") }
        guard answer.status == "OK", let data = answer.data else {
            return .unknown(answer.message.map { "Dataverse says: \($0.asRemark)" } ?? "Dataverse does not say why")
        }
        if let items = data.items {
            let file = items.first { $0.fileID?.all == [reference.id] }
            if let dataset = file?.dataset, !dataset.isEmpty { return found(dataset) }
            return .ask("\(url)/files/\(PercentEncoding.encoded(reference.id))?returnDatasetVersion=true")
        }
        guard let dataset = data.datasetVersion?.datasetPersistentId, !dataset.isEmpty else {
            return .unknown("is a file of which Dataverse does not tell the dataset")
        }
        return found(dataset)
    }

    private func found(_ dataset: String) -> LookupVerdict {
        .item(dataset, isWhole: true, page: "/dataset.xhtml?persistentId=\(dataset)")
    }

    private struct Answer: Decodable {
        let status: String?
        let message: String?
        let data: Content?
    }

    /// The content of both answers.
    private struct Content: Decodable {
        let items: [File]?
        let datasetVersion: Version?
    }

    private struct File: Decodable {
        let fileID: LooseText?
        let dataset: String?

        enum CodingKeys: String, CodingKey {
            case fileID = "file_id"
            case dataset = "dataset_persistent_id"
        }
    }

    private struct Version: Decodable {
        let datasetPersistentId: String?
    }
}
