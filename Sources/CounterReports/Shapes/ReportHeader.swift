/// Who reports to whom: the parts of a report's header that no computation gives.
public struct ReportIssuer: Sendable {
    /// The platform, as its rows name it.
    public var platform: String
    /// The namespace of its own identifiers: 2 to 18 characters, of which the first is a letter.
    public var namespace: String
    /// For whom the report is.
    public var institutionName = "The World"
    /// The institution's identifier in the platform's namespace.
    public var institutionID = "0000000000000000"
    /// What made it.
    public var createdBy: String
    /// The platform's record in COUNTER's registry; empty when it has none.
    public var registryRecord = ""

    /// A platform that reports to the world.
    public init(platform: String, namespace: String, createdBy: String) {
        (self.platform, self.namespace, self.createdBy) = (platform, namespace, createdBy)
    }
}

/// What has to be said of a report besides its numbers (COUNTER API 5.1, exceptions).
public struct ReportException: Sendable, Hashable, CustomStringConvertible {
    /// Its number.
    public let code: Int
    /// Its meaning.
    public let message: String
    /// What it is about here: months, names of parameters; nil: nothing more is to be said.
    public let data: String?

    /// An exception.
    public init(code: Int, message: String, data: String? = nil) {
        (self.code, self.message, self.data) = (code, message, data)
    }

    /// `3031: Usage Not Ready for Requested Dates (2024-06)` (Code of Practice 5.1, table 3.f).
    public var description: String { "\(code): \(message)\(data.map { " (\($0))" } ?? "")" }

    /// Whether it is about what was asked for: that filter or attribute was passed over.
    public var isOfParameters: Bool { (3050...3070).contains(code) }

    /// The same with what it is about.
    public func about(_ data: String) -> ReportException { ReportException(code: code, message: message, data: data) }

    /// There is nothing to tell.
    public static let noUsage = ReportException(code: 3030, message: "No Usage Available for Requested Dates")
    /// A month is not over, or its last lines are not in.
    public static let notReady = ReportException(code: 3031, message: "Usage Not Ready for Requested Dates")
    /// A month has been deleted.
    public static let noLonger = ReportException(
        code: 3032, message: "Usage No Longer Available for Requested Dates")
    /// Of a month not all is known.
    public static let partial = ReportException(code: 3040, message: "Partial Data Returned")
    /// A parameter that this report does not have.
    public static let unknownParameter = ReportException(
        code: 3050, message: "Parameter Not Recognized in this Context")
    /// A filter's value that means nothing here.
    public static let filterValue = ReportException(code: 3060, message: "Invalid ReportFilter Value")
    /// A filter's values that do not go together.
    public static let incongruousFilter = ReportException(code: 3061, message: "Incongruous ReportFilter Value")
    /// An attribute's value that means nothing here.
    public static let attributeValue = ReportException(code: 3062, message: "Invalid ReportAttribute Value")
    /// Components of items were asked for.
    public static let noComponents = ReportException(code: 3063, message: "Components Not Supported")
}
