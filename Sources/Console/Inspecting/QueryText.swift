import Hummingbird

/// An address's query.
enum QueryText {
    /// `from=2024-06-15&service=repo.example`: the fields that have a value, in their order, escaped.
    static func of(_ fields: [(name: String, value: String?)]) -> String {
        fields.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            // A text can always be encoded.
            return try? URLEncodedFormEncoder().encode([name: value])
        }.joined(separator: "&")
    }
}
