import PluginAPI

/// Makes steps of tokens, once, at start.
struct StepCompiler {
    private var tokens: [Token]
    private let escapes: Bool

    /// - Parameter escapes: Whether a backslash begins an escape; else a quote within quotes is told by what follows it.
    /// - Throws: ``PluginError`` when two fields have nothing between them, or time, address or target are missing.
    static func compile(_ tokens: [Token], escapes: Bool) throws -> Steps {
        var compiler = StepCompiler(tokens: tokens, escapes: escapes)
        compiler.joinTexts()
        compiler.joinFields()
        try compiler.requireFields()
        return try compiler.steps()
    }

    private mutating func joinTexts() {
        tokens = tokens.reduce(into: []) { joined, token in
            if case .text(let text) = token, case .text(let before)? = joined.last {
                joined[joined.count - 1] = .text(before + text)
            } else {
                joined.append(token)
            }
        }
    }

    /// Fields that are one: `%U%q` is a target; so is `$uri$is_args$args`; `$remote_addr:$remote_port` an address and a port.
    private mutating func joinFields() {
        tokens = tokens.reduce(into: []) { joined, token in
            guard case .field(let field, let name, _) = token, let last = joined.indices.last else {
                joined.append(token)
                return
            }
            if case .field(let before, let nameBefore, _) = joined[last], [.path, .target].contains(before),
                field == .query || before == .path && name == "$is_args" || before == .target
            {
                joined[last] = .field(name == "$is_args" ? .path : .target, name: nameBefore + name)
            } else if joined[last] == .text([UInt8(ascii: ":")]), last > 0, field == .ignored,
                name.hasSuffix("port") || name.hasSuffix("p"),
                case .field(.address, let nameBefore, _) = joined[last - 1]
            {
                joined[(last - 1)...] = [.field(.addressAndPort, name: nameBefore)]
            } else {
                joined.append(token)
            }
        }
    }

    private func requireFields() throws {
        let fields = tokens.compactMap { token in
            if case .field(let field, _, _) = token { field } else { nil }
        }
        for (needed, what) in [
            ([Field.address, .peer, .addressAndPort, .forwardedFor], "client's address (%h, $remote_addr)"),
            ([.request, .target, .path], "request (%r, $request)"),
        ] where !fields.contains(where: needed.contains) {
            throw PluginError.option("format", "has no \(what)")
        }
        guard fields.contains(where: \.isTime) else {
            throw PluginError.option("format", "has no time (%t, $time_local)")
        }
    }

    private func steps() throws -> Steps {
        var steps = Steps()
        var before: [UInt8] = []
        for (index, token) in tokens.enumerated() {
            switch token {
            case .text(let text): before = text
            case .field(let field, let name, let width):
                let rest = tokens[(index + 1)...]
                steps.fields.append(
                    Step(
                        before: before, field: field, name: name,
                        end: try width.map(Step.End.width) ?? end(of: field, name, after: before, rest),
                        endsAtTime: Self.endsAtTime(rest)))
                before = []
            }
        }
        steps.after = before
        return steps
    }

    private func end(of field: Field, _ name: String, after before: [UInt8], _ rest: ArraySlice<Token>) throws
        -> Step.End
    {
        switch rest.first {
        case nil: return .line
        case .text(let text):
            let isQuoted = before.last == UInt8(ascii: "\"") && text.first == UInt8(ascii: "\"")
            return isQuoted && escapes ? .quote : .text(text)
        case .field(let next, let nameOfNext, _):
            guard field == .host || field == .ignored, [.target, .path].contains(next) else {
                throw PluginError.option("format", "nothing stands between \(name) and \(nameOfNext)")
            }
            return .slash
        }
    }

    private static func endsAtTime(_ rest: ArraySlice<Token>) -> Bool {
        guard case .text? = rest.first, case .field(.accessLogTime, _, _)? = rest.dropFirst().first else {
            return false
        }
        return true
    }
}
