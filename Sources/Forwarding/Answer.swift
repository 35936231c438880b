public import CurlClient

/// What one request's outcome means for the message and for the endpoint.
public enum Answer: Sendable, Equatable {
    /// The tracker took the event.
    case accepted
    /// The tracker will never take it: another try would be answered alike.
    case refused(reason: String)
    /// It failed this time; the answer may ask to wait before the next.
    case tryAgain(reason: String, after: Duration?)
    /// The tracker asks everybody to wait: for this long, or for as long as we think right.
    case slowDown(reason: String, after: Duration?)
    /// The request did not get to the tracker, and no other would.
    case unreachable(reason: String)

    /// The longest wait that a Retry-After header is granted: a day. A mistaken date must not silence a forwarder for years.
    public static let longestWait = Duration.seconds(86_400)

    /// - Parameter success: The statuses that mean the tracker took the event.
    public init(_ result: CurlResult, success: Set<Int>) {
        if let failure = result.failure, !failure.sent {
            self = .unreachable(reason: failure.description.escapingControls)
            return
        }
        let wait = result.retryAfter.map { min(.seconds($0), Answer.longestWait) }
        // Made only where it is told: most answers are good.
        var reason: String { result.reason }
        switch result.status {
        // A status that came counts, also when the rest of the answer did not: nobody reads it.
        case success: self = .accepted
        case 0..<200: self = .tryAgain(reason: reason, after: nil)
        // What the proxy wants is no matter of the message.
        case 407: self = .unreachable(reason: reason)
        case 429: self = .slowDown(reason: reason, after: wait)
        case 503 where wait != nil: self = .slowDown(reason: reason, after: wait)
        case 408, 500..<600: self = .tryAgain(reason: reason, after: wait)
        default: self = .refused(reason: reason)
        }
    }
}

extension CurlResult {
    /// `HTTP 400: the answer's first line`, or why there is no answer.
    fileprivate var reason: String {
        if status < 200, let failure { return failure.description.escapingControls }
        let line = String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
        return line.isEmpty ? "HTTP \(status)" : "HTTP \(status): \(String(line).escapingControls)"
    }
}

extension String {
    /// Control characters become `\xHH`: what a server says ends up in terminals and log files.
    fileprivate var escapingControls: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return unicodeScalars.reduce(into: "") { escaped, scalar in
            guard scalar.isControl else { return escaped.unicodeScalars.append(scalar) }
            let hex = String(scalar.value, radix: 16)
            escaped += hex.count == 1 ? "\\x0\(hex)" : "\\x\(hex)"
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}

/// Lets a set of statuses stand in a `case`.
private func ~= (statuses: Set<Int>, status: Int) -> Bool { statuses.contains(status) }
