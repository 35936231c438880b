import Forwarding
import Lookups
import PluginAPI
import Testing

@testable import Workers

/// The turn of questions to one interface.
struct LookupQueueTests {
    /// An interface that is never really asked.
    private struct Nobody: LookupSource {
        static let name = "nobody"
        func address(for reference: Reference) -> String? { "http://192.0.2.1/\(reference.id)" }
        func read(status: Int, body: [UInt8], for reference: Reference) -> LookupVerdict { .failed("") }
    }

    private func want(_ id: String) -> LookupQueue.Want {
        LookupQueue.Want(
            lookup: Lookup(service: "repo.example", Reference(.uuid, id)), address: "http://192.0.2.1/\(id)", vain: nil)
    }

    @Test("Questions that always fail hold up no others, and do not stand for the interface")
    func badQuestions() throws {
        var queue = LookupQueue(AskedResolver(service: "repo.example", source: Nobody()))
        var now = ContinuousClock.now
        for number in 0..<8 { queue.add(want("bad\(number)")) }
        for number in 0..<40 { queue.add(want("good\(number)")) }
        var good = 0
        let end = now + .seconds(60)
        while good < 40, now < end {
            while let (want, isCanary) = queue.next(at: now) {
                let isGood = want.lookup.reference.id.hasPrefix("good")
                if isGood { good += 1 }
                _ = queue.answered(isGood ? .alive : .failing(reason: "HTTP 500"), isCanary: isCanary, at: now)
                if !isGood { _ = queue.askAgain(want, at: now) }
            }
            now = max(now + .milliseconds(1), queue.nextEvent ?? end)
        }
        #expect(good == 40)
    }

    @Test("While nothing answers it is tried now and then, at most every half minute")
    func deadInterface() throws {
        var queue = LookupQueue(AskedResolver(service: "repo.example", source: Nobody()))
        let start = ContinuousClock.now
        var now = start
        for number in 0..<8 { queue.add(want("x\(number)")) }
        var asked = 0
        while now < start + .seconds(3600) {
            while let (want, isCanary) = queue.next(at: now) {
                asked += 1
                _ = queue.answered(.unreachable(reason: "refused"), isCanary: isCanary, at: now)
                _ = queue.askAgain(want, at: now)
            }
            now = max(now + .milliseconds(1), queue.nextEvent ?? now)
        }
        #expect((3600 / 60..<3600 / 10).contains(asked), "\(asked)")
        #expect(queue.outage != nil)
    }

    @Test(
        "A question is given up that fails again and again, but only if others are answered meanwhile",
        arguments: [true, false])
    func hopeless(areOthersAnswered: Bool) throws {
        var queue = LookupQueue(AskedResolver(service: "repo.example", source: Nobody()))
        var now = ContinuousClock.now
        var bad = want("bad")
        while bad.failures < LookupQueue.mostFailures - 1 {
            #expect(!queue.isHopeless(bad))
            now = queue.askAgain(bad, at: now)
            if areOthersAnswered, bad.failures == 3 { queue.add(want("good")) }
            var failed: LookupQueue.Want?
            while failed == nil {
                now = max(now, queue.pausedUntil ?? now)
                guard let (asked, isCanary) = queue.next(at: now) else { break }
                let isGood = asked.lookup.reference.id == "good"
                _ = queue.answered(isGood ? .alive : .failing(reason: "HTTP 500"), isCanary: isCanary, at: now)
                if !isGood { failed = asked }
            }
            bad = try #require(failed)
        }
        #expect(queue.isHopeless(bad) == areOthersAnswered)
    }
}
