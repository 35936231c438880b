extension ValueType<LookupPlace?> {
    /// A ``LookupPlace``; empty: nothing is looked up.
    static let lookupPlace = ValueType(
        expected: LookupPlace.form,
        read: { text, directory in
            text.trimmed.isEmpty ? .some(nil) : LookupPlace(text, in: directory).map(Optional.some)
        },
        show: { value in value.map { (["\($0.name) = \($0.place)"] + $0.fields).joined(separator: " ") } ?? "" })
}
