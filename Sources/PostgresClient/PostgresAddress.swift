import CPostgres

/// Where a PostgreSQL database is, as libpq's connection URIs say it (PostgreSQL's manual, section 34.1.1.2).
public struct PostgresAddress: Sendable, Equatable {
    let uri: String

    /// `postgresql://HOST:PORT/DATABASE`, without user, password and parameters.
    public let description: String

    /// Reads an address.
    /// - Throws: ``PostgresError`` with what is wrong with it; it does not repeat a password.
    public init(uri: String) throws(PostgresError) {
        var text: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(uri, &text) else {
            let reason = text.map { String(cString: $0) } ?? "out of memory"
            PQfreemem(text)
            throw .answer(state: "08001", PostgresAddress.withoutQuotes(reason))
        }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        self.uri = uri
        let port = values["port"].map { ":\($0)" } ?? ""
        description = "postgresql://\(values["host"] ?? values["hostaddr"] ?? "")\(port)/\(values["dbname"] ?? "")"
    }

    /// What libpq quotes may be a part of the password.
    private static func withoutQuotes(_ text: String) -> String {
        var isQuoted = false
        return text.reduce(into: "") { result, letter in
            if letter == "\"" { isQuoted.toggle() }
            if !isQuoted || letter == "\"" { result.append(letter) }
        }
    }
}
