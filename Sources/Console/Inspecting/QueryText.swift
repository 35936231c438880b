import Hummingbird

/// An address's query.
enum QueryText {
    /// `from=2024-06-15&service=repo.example`: the fields that have a value, in their order, escaped.
    static func of(_ fields: [(name: String, value: String?)]) -> String {
        fields.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            // A text can always be encoded. The encoder leaves `+`, which is read as a blank.
            return (try? URLEncodedFormEncoder().encode([name: value]))?.replacing("+", with: "%2B")
        }.joined(separator: "&")
    }
}
