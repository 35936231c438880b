import Telemetry

extension FuzzTarget {
    /// What is shown in terminals: no control character is left, nothing else changes, and twice is once.
    static let escapes = FuzzTarget("escapes") { input in
        let text = String(decoding: input, as: UTF8.self)
        let escaped = text.escapingControls
        try require(!escaped.unicodeScalars.contains(where: isControl), "a control character is left")
        try require(escaped.escapingControls == escaped, "escaped twice it differs")
        let kept = text.unicodeScalars.filter { !isControl($0) }
        try require(kept.count == text.unicodeScalars.count ? escaped == text : escaped.utf8.count > kept.count, "lost")
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }
}
