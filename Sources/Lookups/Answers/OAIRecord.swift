import XML

/// What an answer of OAI-PMH to GetRecord with `oai_dc` says (protocol version 2.0, sections 3.6 and 4.1).
struct OAIRecord {
    /// The first error: its code and what is said of it.
    private(set) var error: (code: String, text: String)?
    /// Whether there is a record.
    private(set) var isThere = false
    /// Whether the record's header says that the item was deleted.
    private(set) var isDeleted = false
    /// The identifier in the record's header.
    private(set) var identifier: String?
    /// The elements of Dublin Core by their names, in the order of the record.
    private(set) var elements: [String: [String]] = [:]

    private var path: [String] = []
    private var text = ""

    /// Reads an answer.
    /// - Throws: ``XMLProblem`` when it is no XML, or no answer of OAI-PMH.
    init(_ body: [UInt8]) throws(XMLProblem) {
        var record = OAIRecord()
        var root: String?
        try XMLReading.read(body) { event in
            if root == nil, case .start(let name, _) = event { root = name }
            record.handle(event)
        }
        guard root == "OAI-PMH" else { throw XMLProblem("is not of OAI-PMH") }
        self = record
    }

    private init() {}

    private mutating func handle(_ event: XMLEvent) {
        switch event {
        case .start(let name, let attributes):
            path.append(name)
            text = ""
            if path == ["OAI-PMH", "error"], error == nil { error = (attributes["code"] ?? "", "") }
            if name == "record" { isThere = true }
            if name == "header", attributes["status"] == "deleted" { isDeleted = true }
        case .text(let piece):
            text += piece
        case .end(let name):
            if path == ["OAI-PMH", "error"] { error?.text = text }
            if path.suffix(2) == ["header", "identifier"] { identifier = identifier ?? text }
            // OAI-PMH/GetRecord/record/metadata/dc/title.
            if path.count == 6, path[3] == "metadata" { elements[name, default: []].append(text) }
            path.removeLast()
            text = ""
        }
    }
}
