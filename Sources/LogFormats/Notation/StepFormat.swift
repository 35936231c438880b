import PluginAPI

/// A log format compiled from its notation: reads a line step by step.
struct StepFormat: LineFormat {
    let name: String
    let steps: Steps
    /// Whether a backslash begins an escape.
    let escapes: Bool
    /// The zone of times that have none.
    let zone: LogZone
    /// Which operations are hits; nil: there are none, every line is one.
    let operations: String?

    /// - Throws: ``PluginError`` naming what is wrong with the notation.
    init(
        name: String, tokens: [Token], escapes: Bool = true, zone: LogZone = .utc, operations: String? = nil
    ) throws {
        self.name = name
        self.escapes = escapes
        self.zone = zone
        self.operations = operations
        steps = try StepCompiler.compile(tokens, escapes: escapes)
    }

    func parse(_ message: LogMessage) throws -> ParsedLine? {
        try message.scanned { scanner in
            var fields = LineFields(zone: zone)
            for (index, step) in steps.fields.enumerated() {
                try scanner.expect(step.before, before: step.name)
                let text = try scanner.extent(of: step, escapes: escapes, isLast: index == steps.fields.count - 1)
                if step.field == .operation, let operations, !scanner.holds(operations, atEndOf: text.range) {
                    return nil
                }
                try fields.take(text, as: step.field, step.name, scanner)
            }
            if scanner.position < scanner.end {
                try scanner.expect(steps.after, before: "end")
                try scanner.expectEndOrBlank()
            }
            return try fields.line(of: message, scanner)
        }
    }
}

extension LineScanner {
    /// Passes over a text.
    mutating func expect(_ text: [UInt8], before field: String) throws {
        guard isNext(text, at: position) else {
            let wanted = String(decoding: text, as: UTF8.self)
            throw malformed(field, at: position, position < end ? "no '\(wanted)' before it" : "missing")
        }
        position += text.count
    }

    /// Finds where a step's field ends, and goes there.
    mutating func extent(of step: Step, escapes: Bool, isLast: Bool) throws -> FieldText {
        let start = position
        switch step.end {
        case .quote:
            // The opening quote belongs to what stood before the field, the closing one to what stands after it.
            position -= 1
            let field = try quoted(step.name, mayBeCut: isLast)
            position = field.range.upperBound
            return FieldText(field)
        case .width(let width):
            guard start + width <= end else { throw malformed(step.name, at: start, "the line ends here") }
            position = start + width
            return FieldText(range: start..<position, coding: .plain)
        case .line:
            position = end
            if !step.field.mayHoldBlanks { position = find(" ", in: start..<end) ?? end }
            return text(from: start, escapes)
        case .text, .slash: break
        }
        let delimiter = step.delimiter
        guard let first = delimiter.first else { return .none }
        var from = start
        while let found = find(Unicode.Scalar(first), in: from..<end) {
            if isNext(delimiter, at: found), !isWithin(step, found, start, delimiter.count) {
                position = found
                return text(from: start, escapes)
            }
            from = found + 1
        }
        throw malformed(
            step.name, at: start,
            start < end ? "no '\(String(decoding: delimiter, as: UTF8.self))' after it" : "missing")
    }

    /// Whether what looks like a field's end is still within it: a blank between the addresses of a list, a bracket that
    /// begins no time.
    private func isWithin(_ step: Step, _ found: Int, _ start: Int, _ length: Int) -> Bool {
        switch step.field {
        case .address, .forwardedFor, .peer:
            if found > start, bytes[found] == UInt8(ascii: " "), bytes[found - 1] == UInt8(ascii: ",") { return true }
        default: break
        }
        return step.endsAtTime && !looksLikeTime(found + length, length: 26)
    }

    private func text(from start: Int, _ escapes: Bool) -> FieldText {
        let hasBackslash = escapes && find("\\", in: start..<position) != nil
        return FieldText(range: start..<position, coding: hasBackslash ? .backslash : .plain)
    }

    private func isNext(_ text: [UInt8], at index: Int) -> Bool {
        guard index + text.count <= end else { return false }
        for offset in text.indices where bytes[index + offset] != text[offset] { return false }
        return true
    }

    /// Whether a range ends with a text.
    func holds(_ text: String, atEndOf range: Range<Int>) -> Bool {
        range.count >= text.utf8.count && bytes[range].suffix(text.utf8.count).elementsEqual(text.utf8)
    }
}
