/// Where something is looked up: an interface by its name and address, or a file (`dspace-rest = https://…`, `csv = FILE`).
public struct LookupPlace: Sendable, Equatable {
    /// The kind of interface or file.
    public var name: String

    /// The address, or the file's absolute path.
    public var place: String

    /// What follows an address: how the interface calls things (`doi=doi_s`).
    public var fields: [String] = []

    /// A place.
    public init(name: String, place: String, fields: [String] = []) {
        self.name = name
        self.place = place
        self.fields = fields
    }

    /// How it is written.
    public static let form = "NAME URL or NAME FILE (csv items.csv)"

    /// Reads a name and an address or a file, with `=` or a blank between them.
    /// - Parameter directory: What a relative file is relative to.
    /// - Returns: nil when one of them is missing.
    public init?(_ text: String, in directory: String) {
        let text = text.trimmed
        let name = text.prefix { !$0.isWhitespace && $0 != "=" }
        var place = text.dropFirst(name.count).trimmed
        if place.hasPrefix("=") { place = place.dropFirst().trimmed }
        guard !name.isEmpty, !place.isEmpty else { return nil }
        guard LookupPlace.isAddress(place) else {
            self.init(name: name.lowercased(), place: absolutePath(place, in: directory))
            return
        }
        let words = place.split(whereSeparator: \.isWhitespace).map(String.init)
        self.init(name: name.lowercased(), place: words[0], fields: Array(words.dropFirst()))
    }

    /// Whether it is asked over HTTP.
    public var isAddress: Bool { LookupPlace.isAddress(place) }

    private static func isAddress(_ place: String) -> Bool {
        ["http://", "https://"].contains { place.lowercased().hasPrefix($0) }
    }
}
