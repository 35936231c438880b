public import PluginAPI

/// The resolver of a service whose interface is asked over HTTP. It answers of what it remembers; others look into Redis
/// and ask, and have it remember.
public final class AskedResolver: Resolver, Sendable {
    /// The longest identifier that is looked up, in bytes: what is longer is no repository's, and becomes no Redis key.
    public static let longestID = 512

    /// The ID of the `[service_ID]` section.
    public let service: String

    /// The interface.
    public let source: any LookupSource

    /// What it remembers.
    public let memory = LookupMemory()

    /// A resolver that remembers nothing yet.
    public init(service: String, source: any LookupSource) {
        self.service = service
        self.source = source
    }

    /// Whether the interface can be asked.
    public func answers(_ reference: Reference) -> Bool { source.address(for: reference) != nil }

    /// What is remembered of a reference.
    public func finding(for reference: Reference) throws -> Finding {
        guard reference.id.utf8.count <= Self.longestID else {
            throw Unresolved("the identifier of a \(reference.kind.rawValue) has \(reference.id.utf8.count) bytes")
        }
        guard let finding = try memory.finding(for: reference) else { throw NotYetKnown(reference) }
        return finding
    }
}

/// The interfaces of a service that are asked over HTTP.
public struct ServiceLookups: Sendable {
    /// Knows items (`resolver =`).
    public var resolver: AskedResolver?

    /// Knows citations (`metadata =`).
    public var metadata: AskedResolver?

    /// The interfaces of a service; nil: none of that use.
    public init(resolver: AskedResolver?, metadata: AskedResolver?) {
        self.resolver = resolver
        self.metadata = metadata
    }

    /// Who knows what a reference stands for.
    public func asked(for reference: Reference) -> AskedResolver? {
        reference.kind == .citation ? metadata : resolver
    }

    /// All of them.
    public var all: [AskedResolver] { [resolver, metadata].compactMap(\.self) }
}
