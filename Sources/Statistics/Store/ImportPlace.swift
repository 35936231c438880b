/// How far a file's content has been imported into a store, for one service and one window of times: kept in the same
/// transaction as the records up to there, so that an import that is killed goes on at the right line.
public struct ImportPlace: Sendable, Equatable {
    /// What tells it from the places of other contents and windows.
    public var name: String
    /// The service.
    public var service: String
    /// What the importer keeps to know the content again, as names and values.
    public var fields: [String: String]

    /// A place.
    public init(name: String, service: String, fields: [String: String]) {
        self.name = name
        self.service = service
        self.fields = fields
    }

    /// The fields as one text: `name=value`, a line each. No value holds a line end.
    var text: String {
        fields.sorted { $0.key < $1.key }.map { name, value in
            "\(name)=\(value.map { $0 == "\n" || $0 == "\r\n" ? " " : String($0) }.joined())"
        }.joined(separator: "\n")
    }

    /// Reads what a store has held.
    init(name: String, service: String, text: String) {
        var fields: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            fields[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        self.init(name: name, service: service, fields: fields)
    }
}
