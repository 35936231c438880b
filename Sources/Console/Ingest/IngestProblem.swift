import HTTPTypes
import Hummingbird

/// Why posted lines are not taken, or not all of them.
struct IngestProblem: Error {
    let status: HTTPResponse.Status
    /// One line.
    let reason: String
    /// After how many seconds it may go better; nil: not by waiting.
    var retryAfter: Int?

    init(_ status: HTTPResponse.Status, _ reason: String, retryAfter: Int? = nil) {
        (self.status, self.reason, self.retryAfter) = (status, reason, retryAfter)
    }
}
