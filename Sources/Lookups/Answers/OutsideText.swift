import PluginAPI

/// Text of an answer, which may be anything.
extension String {
    /// As a remark in a message of one line: without controls, and cut.
    public var asRemark: String {
        let kept = unicodeScalars.prefix(120).map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(kept))
    }

    /// Whether it can be an identifier: not too long for one, and without blanks and controls, which no OAI identifier has.
    public var canIdentify: Bool {
        guard !isEmpty, utf8.count <= 1_000 else { return false }
        if utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) { return true }
        return unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.properties.generalCategory != .control
        }
    }
}

extension LookupVerdict {
    /// An item was found, if what was given for it can be an identifier.
    static func item(_ identifier: String, isWhole: Bool = false, page: String? = nil) -> LookupVerdict {
        guard identifier.canIdentify else { return .unknown("belongs to an item without a usable identifier") }
        return .found(.item(FoundItem(identifier, isWhole: isWhole, page: page)))
    }
}
