import CurlClient
import Testing

@testable import Forwarding

@Suite("What an answer means")
struct AnswerTests {
    struct Case: Sendable {
        let status: Int
        var body = ""
        var retryAfter: Int?
        var failure: CurlFailure?
        let answer: Answer
    }

    static let reset = CurlFailure(kind: .reset, text: "Recv failure", sent: true)
    static let refused = CurlFailure(kind: .connect, text: "Connection refused", sent: false)

    static let cases = [
        Case(status: 200, body: "OK", answer: .accepted),
        Case(status: 202, answer: .accepted),
        Case(status: 204, answer: .refused(reason: "HTTP 204")),
        Case(status: 302, answer: .refused(reason: "HTTP 302")),
        Case(status: 400, body: "bad key\nmore", answer: .refused(reason: "HTTP 400: bad key")),
        Case(status: 400, body: "\r\n\nlate\r\n", answer: .refused(reason: "HTTP 400: late")),
        Case(status: 400, body: "a\u{1b}[31mb\u{85}c\u{9}", answer: .refused(reason: "HTTP 400: a\\x1b[31mb")),
        Case(status: 400, body: "a\u{7}\u{9b}é", answer: .refused(reason: "HTTP 400: a\\x07\\x9bé")),
        Case(status: 404, retryAfter: 5, answer: .refused(reason: "HTTP 404")),
        Case(status: 407, answer: .unreachable(reason: "HTTP 407")),
        Case(status: 408, answer: .tryAgain(reason: "HTTP 408", after: nil)),
        Case(status: 429, answer: .slowDown(reason: "HTTP 429", after: nil)),
        Case(status: 429, retryAfter: 30, answer: .slowDown(reason: "HTTP 429", after: .seconds(30))),
        Case(status: 500, body: "oops", answer: .tryAgain(reason: "HTTP 500: oops", after: nil)),
        Case(status: 502, retryAfter: 3, answer: .tryAgain(reason: "HTTP 502", after: .seconds(3))),
        Case(status: 503, answer: .tryAgain(reason: "HTTP 503", after: nil)),
        Case(status: 503, retryAfter: 30, answer: .slowDown(reason: "HTTP 503", after: .seconds(30))),
        Case(status: 503, retryAfter: 999_999_999, answer: .slowDown(reason: "HTTP 503", after: .seconds(86_400))),
        Case(status: 600, answer: .refused(reason: "HTTP 600")),
        Case(status: 0, failure: reset, answer: .tryAgain(reason: "Recv failure", after: nil)),
        Case(status: 103, failure: reset, answer: .tryAgain(reason: "Recv failure", after: nil)),
        Case(status: 200, failure: reset, answer: .accepted),
        Case(status: 400, body: "no", failure: reset, answer: .refused(reason: "HTTP 400: no")),
        Case(status: 0, failure: refused, answer: .unreachable(reason: "Connection refused")),
        Case(status: 407, failure: refused, answer: .unreachable(reason: "Connection refused")),
    ]

    @Test("Statuses and failures", arguments: cases)
    func table(expected: Case) {
        var result = CurlResult()
        result.status = expected.status
        result.body = Array(expected.body.utf8)
        result.retryAfter = expected.retryAfter
        result.failure = expected.failure
        #expect(Answer(result, success: [200, 202]) == expected.answer)
    }

    static let verdicts: [(Answer, Bool, Duration?, Verdict)] = [
        (.accepted, false, nil, .delivered),
        (.accepted, false, .seconds(4), .delivered),
        (.refused(reason: "r"), true, nil, .refuse(reason: "r")),
        (.tryAgain(reason: "r", after: nil), false, nil, .retry(reason: "r", countsTry: true, after: nil)),
        (
            .tryAgain(reason: "r", after: .seconds(9)), false, nil,
            .retry(reason: "r", countsTry: true, after: .seconds(9))
        ),
        (
            .tryAgain(reason: "r", after: nil), false, .seconds(4),
            .retry(reason: "r", countsTry: false, after: .seconds(4))
        ),
        (
            .tryAgain(reason: "r", after: .seconds(9)), true, .seconds(4),
            .retry(reason: "r", countsTry: false, after: .seconds(9))
        ),
        (.slowDown(reason: "r", after: .seconds(4)), false, .seconds(4), .giveBack(reason: "r")),
        (
            .slowDown(reason: "r", after: .seconds(4)), true, .seconds(4),
            .retry(reason: "r", countsTry: false, after: .seconds(4))
        ),
        (.unreachable(reason: "r"), false, .seconds(1), .giveBack(reason: "r")),
        (.unreachable(reason: "r"), true, .seconds(2), .retry(reason: "r", countsTry: false, after: .seconds(2))),
    ]

    @Test("What becomes of the message", arguments: verdicts)
    func verdict(answer: Answer, isCanary: Bool, pause: Duration?, expected: Verdict) {
        #expect(Verdict(answer, isCanary: isCanary, pause: pause) == expected)
    }
}
