import FoundationEssentials
import HTTPTypes
import Hummingbird

/// Why the COUNTER API answers with no report (Code of Practice 5.1, Appendix D: the exceptions whose HTTP status is not 200).
/// What else has to be said of a report stands in its header.
struct CounterException: Error, Equatable {
    /// Table D.1. `1011` is not there, since nothing is queued for later, nor `2000`: there are no requestor IDs.
    enum Kind: Int {
        case notAvailable = 1000
        case busy = 1010
        case tooManyRequests = 1020
        case insufficientInformation = 1030
        case notAuthorized = 2010
        case noGlobalReports = 2011
        case keyInvalid = 2020
        case invalidDates = 3020

        /// As the table has it, word by word.
        var message: String {
            switch self {
            case .notAvailable: "Service Not Available"
            case .busy: "Service Busy"
            case .tooManyRequests: "Client has made too many requests"
            case .insufficientInformation: "Insufficient Information to Process Request"
            case .notAuthorized: "Requestor is Not Authorized to Access Usage for Institution"
            case .noGlobalReports: "Global Reports Not Supported"
            case .keyInvalid: "APIKey Invalid"
            case .invalidDates: "Invalid Date Arguments"
            }
        }

        var status: HTTPResponse.Status {
            switch self {
            case .notAvailable, .busy: .serviceUnavailable
            case .tooManyRequests: .tooManyRequests
            case .insufficientInformation, .invalidDates: .badRequest
            case .notAuthorized, .noGlobalReports: .forbidden
            case .keyInvalid: .unauthorized
            }
        }
    }

    let kind: Kind
    /// What is wrong, in one line.
    let data: String
    /// After how many seconds it may go better; nil: not by waiting.
    let retryAfter: Int?

    init(_ kind: Kind, _ data: String, retryAfter: Int? = nil) {
        (self.kind, self.data, self.retryAfter) = (kind, data, retryAfter)
    }

    private struct Shape: Encodable {
        let Code: Int
        let Message: String
        let Data: String
    }

    /// The answer.
    var response: Response {
        get throws {
            var response = try Response.counter(
                Shape(Code: kind.rawValue, Message: kind.message, Data: data), status: kind.status)
            if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
            return response
        }
    }
}

extension Response {
    /// A value as JSON, with keys as COUNTER has them.
    static func counter(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var buffer = ByteBuffer(bytes: try encoder.encode(value))
        buffer.writeStaticString("\n")
        return Response(
            status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: buffer))
    }
}
