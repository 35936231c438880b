import Testing

@testable import Workers

@Suite("What a restarted Redis may have forgotten")
struct ForgottenWindowTests {
    private let begin = ContinuousClock.now

    private func position(_ offset: Int) throws -> SourcePosition {
        try #require(SourcePosition("0123456789abcdef:\(offset)"))
    }

    private func at(_ seconds: Double) -> ContinuousClock.Instant { begin + .seconds(seconds) }

    @Test(
        "Accepted, Redis last heard of, connected again, and when the message comes again",
        arguments: [
            (accepted: 0.0, heard: 4.9, back: 5.0, comes: 6.0, isKnown: true),
            (0, 5.1, 5.2, 6, false),
            // However long the outage was.
            (0, 1, 3_600, 3_601, true),
            // An answer that came while Redis was away.
            (9, 1, 10, 11, true),
            (0, 1, 2, 61.9, true),
            (0, 1, 2, 62.1, false),
        ])
    func windows(accepted: Double, heard: Double, back: Double, comes: Double, isKnown: Bool) throws {
        var window = ForgottenWindow()
        if accepted <= heard { window.accept(try position(1), at: at(accepted)) }
        window.hear(at: at(heard))
        if accepted > heard { window.accept(try position(1), at: at(accepted)) }
        #expect(try !window.isAccepted(position(1), at: at(heard)), "no connection was lost")
        window.reconnect(at: at(back), others: [], inFlight: [])
        window.hear(at: at(back))
        window.hear(at: at(comes))
        #expect(try window.isAccepted(position(1), at: at(comes)) == isKnown)
        #expect(try !window.isAccepted(position(2), at: at(comes)))
    }

    @Test("What others had accepted counts; what is being sent counts once it is accepted")
    func othersAndUnderway() throws {
        var window = ForgottenWindow()
        let (other, underway, failing, later) = (try position(1), try position(2), try position(3), try position(4))
        window.reconnect(at: at(0), others: [other], inFlight: [underway, failing])
        #expect(window.isAccepted(other, at: at(1)))
        #expect(window.isUnderway(underway, at: at(1)) && !window.isAccepted(underway, at: at(1)))
        window.accept(underway, at: at(2))
        window.fail(failing)
        window.accept(later, at: at(2))
        window.hear(at: at(2))
        #expect(window.isAccepted(underway, at: at(3)) && !window.isUnderway(underway, at: at(3)))
        #expect(!window.isAccepted(failing, at: at(3)) && !window.isUnderway(failing, at: at(3)))
        #expect(!window.isAccepted(later, at: at(3)), "it was sent after Redis was back")
    }

    @Test("Nothing grows without bound")
    func bounded() throws {
        var window = ForgottenWindow()
        window.reconnect(at: at(0), others: [], inFlight: [])
        #expect(!window.isOpen(at: at(0)))
        for second in 0..<40_000 {
            window.accept(try position(second), at: at(Double(second)))
            window.hear(at: at(Double(second)))
        }
        #expect(window.remembered < 10_000)
    }
}
