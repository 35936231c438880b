/// One field of a format that was compiled from its notation: what stands before it, what it means, where it ends.
struct Step: Sendable {
    /// Where a field ends.
    enum End: Sendable, Equatable {
        /// At a quote that no backslash stands before.
        case quote
        /// Where this text begins.
        case text([UInt8])
        /// Where a slash begins the target that follows it directly.
        case slash
        /// After so many bytes.
        case width(Int)
        /// At the line's end, or at a blank where the field can hold none.
        case line
    }

    let before: [UInt8]
    let field: Field
    /// What the notation calls it, for errors.
    let name: String
    let end: End
    /// Whether an access log's time follows: blanks and brackets before it then belong to the field.
    let endsAtTime: Bool

    /// What the field's end is searched by, if it is.
    let delimiter: [UInt8]

    init(before: [UInt8], field: Field, name: String, end: End, endsAtTime: Bool) {
        self.before = before
        self.field = field
        self.name = name
        self.end = end
        self.endsAtTime = endsAtTime
        delimiter =
            switch end {
            case .text(let text): text
            case .slash: [UInt8(ascii: "/")]
            case .quote, .width, .line: []
            }
    }
}

/// A format's steps, and what stands after the last field.
struct Steps: Sendable {
    var fields: [Step] = []
    var after: [UInt8] = []
}

/// A notation's text taken apart: what is written as it is, and fields.
enum Token: Equatable {
    case text([UInt8])
    /// `width`: how many bytes the field always has.
    case field(Field, name: String, width: Int? = nil)
}
