/// What COUNTER reports tell of a service.
public struct ServiceReports: Sendable, Equatable {
    /// The platform's name; empty: the service's ID.
    public var platform = ""

    /// The namespace of its own identifiers; empty: derived from the ID.
    public var namespace = ""

    /// The Data_Type of its items.
    public var dataType = "Unspecified"

    /// The file that describes its items; empty: there is none.
    public var items = ""

    /// Its address in COUNTER's registry; empty: it has none.
    public var registryRecord = ""

    /// Nothing but what follows from the ID.
    public init() {}
}
