public import PluginAPI

/// The resolver of a service whose answers stand in a file.
public final class MappedResolver: Resolver {
    private let file: MappingFile

    /// What messages call the file.
    private let name: String

    /// Answers of a file.
    /// - Parameter name: What messages call it.
    public init(_ file: MappingFile, name: String) {
        self.file = file
        self.name = name
    }

    /// Whether the file has rows of that kind.
    public func answers(_ reference: Reference) -> Bool { file.kinds.contains(reference.kind) }

    /// What the file says. Of an item whose citation it does not give nothing is known: a list of articles need not hold
    /// theses.
    /// - Throws: `Unresolved` when it does not mention the reference.
    public func finding(for reference: Reference) throws -> Finding {
        if let finding = file.finding(for: reference) { return finding }
        guard reference.kind != .citation else { return .citation(Citation()) }
        throw Unresolved("\(reference.kind.rawValue) \"\(reference.id)\" is not in \(name)")
    }
}
