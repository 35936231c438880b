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
public struct ReportException: Sendable, Hashable {
    /// Its number.
    public let code: Int
    /// Its meaning.
    public let message: String

    /// An exception.
    public init(code: Int, message: String) { (self.code, self.message) = (code, message) }

    /// There is nothing to tell.
    public static let noUsage = ReportException(code: 3030, message: "No Usage Available for Requested Dates")
    /// A month is not over, or its last lines are not in.
    public static let notReady = ReportException(code: 3031, message: "Usage Not Ready for Requested Dates")
    /// A month has been deleted.
    public static let noLonger = ReportException(
        code: 3032, message: "Usage No Longer Available for Requested Dates")
    /// Of a month not all is known.
    public static let partial = ReportException(code: 3040, message: "Partial Data Returned")
}
