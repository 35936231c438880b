/// What ``RepositoryStandIn`` holds. Names in capitals that stand in a pattern are any number.
///
/// Any number N from 1000 on is an item too, for tests that need many: its UUID ends in N, its handle is `1826/N`.
public enum RepositoryHoldings {
    /// What its OAI-PMH identifiers begin with.
    public static let oaiPrefix = "oai:repo.example.ac.uk"

    /// The article's UUID.
    public static let item = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
    /// The article's handle.
    public static let handle = "1826/936"
    /// Its file.
    public static let original = "00000000-0000-4000-8000-00000000000a"
    /// Its thumbnail.
    public static let thumbnail = "00000000-0000-4000-8000-00000000000b"
    /// The text that was extracted of its file.
    public static let text = "00000000-0000-4000-8000-00000000000c"
    /// The licence that was given with it.
    public static let licence = "00000000-0000-4000-8000-00000000000d"
    /// A community's logo, which is in no bundle.
    public static let logo = "00000000-0000-4000-8000-00000000000e"
    /// An item that only its readers may see.
    public static let restricted = "00000000-0000-4000-8000-0000000000f1"
    /// A collection's handle.
    public static let collection = "1826/1"
    /// A community's handle.
    public static let community = "1826/2"
    /// The handle of an item that was withdrawn; OAI-PMH says that it was deleted.
    public static let withdrawn = "1826/940"
    /// The article's DOI.
    public static let doi = "10.1000/182"
    /// The number of an article of ORA's, with the same citation.
    public static let oraArticle = "uuid:c2c638d3-fc6c-4dd1-85c8-682f3e9f40a2"
    /// The number of a thesis of ORA's, of which no journal is known.
    public static let oraThesis = "uuid:4184c918-0000-4000-8000-000000000001"
    /// The article's title, in need of escapes.
    public static let title = "Wind & “Wetter” <1850"

    /// A file of the dataset ``dataset`` that searches find.
    public static let dataFile = "42"
    /// A file of an older version of it, which searches do not find.
    public static let oldDataFile = "43"
    /// The dataset's persistent identifier.
    public static let dataset = "doi:10.7910/DVN/ABC"

    /// A file set of the work ``work``.
    public static let fileSet = "abc123def"
    /// A work, of the model GenericWork.
    public static let work = "gm80hv36p"

    /// The UUID of an item of many, and of its file when `kind` is `b`.
    /// - Parameter number: From 1000 on.
    public static func uuid(_ number: Int, kind: Character = "a") -> String {
        let digits = String(number)
        return "00000000-0000-4000-\(kind)000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    static func number(ofUUID uuid: String, kind: Character) -> Int? {
        guard let number = uuid.split(separator: "-").last.flatMap({ Int($0) }), number >= 1_000 else { return nil }
        return uuid == Self.uuid(number, kind: kind) ? number : nil
    }

    static func number(ofHandle handle: String) -> Int? {
        guard handle.hasPrefix("1826/"), let number = Int(handle.dropFirst(5)), number >= 1_000 else { return nil }
        return number
    }
}
