import Glibc
import Logging
import PluginAPI
import TestKit
import Testing

@testable import Forwarding
@testable import Queues
@testable import Workers

@Suite("The send journal")
struct SendJournalTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func journal(_ worker: String = "w_0", of queue: String = "q", longestFile: Int = 4_096) -> SendJournal {
        let journal = SendJournal(
            folder: directory.path, queue: queue, worker: worker, log: Logger(label: worker), longestFile: longestFile)
        #expect(journal.begin(onDoubt: "resend"))
        return journal
    }

    /// The message of a line of a followed file; `tag` and the offset are the same.
    private func message(_ tag: Int, id: String? = nil, deaths: Int = 0) -> QueuedMessage {
        var envelope = MessageEnvelope(
            LogMessage(service: "s", line: [], id: id ?? "0123456789abcdef:\(tag)"))
        envelope.deaths = deaths
        return QueuedMessage(tag: tag, payload: envelope.json, envelope: envelope)
    }

    private func answer(_ tag: Int, _ verdict: Verdict = .delivered) -> Sender.Outcome {
        Sender.Outcome(tag: tag, verdict: verdict)
    }

    /// Notes answers as a forwarder does that settles each turn; the file has them then.
    private func answer(_ journal: SendJournal, _ answers: Sender.Outcome...) {
        _ = journal.answer(answers)
        journal.willSettle()
    }

    private func knowledge(_ journal: SendJournal, _ messages: [QueuedMessage], connections: Int = 1) -> [String] {
        let known = journal.knowledge(of: messages, connections: connections)
        return messages.map {
            switch known[$0.tag] {
            case .accepted(let doubt): doubt == nil ? "forgotten" : "accepted"
            case .maybeSent: "maybe sent"
            case .underway: "underway"
            case nil: "new"
            }
        }
    }

    @Test("A death leaves known what was sent, and what was accepted and not settled; each is dealt with once")
    func death() throws {
        let first = journal()
        #expect(first.send((1...5).map { message($0) }))
        answer(first, answer(1))
        first.settled(connections: 1)
        answer(first, answer(2), answer(3, .refuse(reason: "HTTP 400")))
        let second = journal()
        // 1 is settled: it comes only if Redis has forgotten that.
        #expect(
            knowledge(second, (1...6).map { message($0) })
                == ["forgotten", "accepted", "new", "maybe sent", "maybe sent", "new"])
        guard case .maybeSent(let doubt) = second.knowledge(of: [message(4)], connections: 1)[4] else {
            Issue.record("4 may have been sent")
            return
        }
        second.resolve(message(4), doubt, .held)
        #expect(knowledge(second, [message(4), message(5)]) == ["new", "maybe sent"])
        second.flush()
        #expect(second.send([message(5)]))
        let third = journal()
        #expect(knowledge(third, [message(4), message(5)]) == ["new", "maybe sent"])
    }

    @Test("Nothing that could be another message counts as delivered")
    func strangers() throws {
        let first = journal()
        #expect(first.send([message(1, id: "x"), message(2, id: "y")]))
        answer(first, answer(1), answer(2))
        let second = journal()
        #expect(
            knowledge(second, [message(1, id: "x", deaths: 1), message(2, id: "y"), message(3, id: "z")])
                == ["accepted", "maybe sent", "new"])
    }

    @Test("A new file tells again what is open")
    func carryOver() throws {
        let first = journal()
        #expect(first.send([message(1), message(2)]))
        answer(first, answer(2))
        let second = journal()
        #expect(second.send([message(3)]))
        for tag in 1_000..<1_400 {
            #expect(second.send([message(tag)]))
            answer(second, answer(tag))
            second.settled(connections: 1)
        }
        #expect(directory.read("q/w_0.log.9") != nil && directory.read("q/w_0.log.10") == nil)
        for older in 1...9 { unlink(directory.file("q/w_0.log.\(older)")) }
        let third = journal()
        #expect(
            knowledge(third, [1, 2, 3, 1_000].map { message($0) }) == ["maybe sent", "accepted", "maybe sent", "new"])
    }

    @Test("What is answered goes to the file with the next request; a new file tells what is accepted and not settled")
    func carryAnswers() throws {
        let first = journal(longestFile: 400)
        #expect(first.send((1...4).map { message($0) } + [message(5, id: "x")]))
        let refused = answer(3, .refuse(reason: "HTTP 400"))
        #expect(first.answer([answer(1), answer(2), refused, answer(5)]) == 2)
        first.willSettle()
        #expect(first.answer([answer(4)]) == 1)
        // 1, 2 and 5.
        first.settled(connections: 1)
        // 4 is answered and not settled when the new file begins.
        #expect(first.send([message(6)]))
        #expect(directory.read("q/w_0.log.1") != nil)
        let second = journal()
        let messages = [1, 2, 3, 4, 6].map { message($0) } + [message(5, id: "x", deaths: 1)]
        #expect(knowledge(second, messages) == ["forgotten", "forgotten", "new", "accepted", "maybe sent", "new"])
    }

    @Test("What a sibling left is known, but not what it is about; who deals with it tells the others")
    func siblings() throws {
        let mine = journal("w_0")
        let sibling = journal("w_1")
        #expect(knowledge(mine, [message(9)]) == ["new"])
        #expect(sibling.send([message(1), message(2), message(3)]))
        // A new connection: the sibling's file is read again.
        #expect(knowledge(mine, [message(1)], connections: 2) == ["maybe sent"])
        answer(sibling, answer(2), answer(3, .retry(reason: "HTTP 500", countsTry: true, after: nil)))
        #expect(knowledge(mine, [message(2), message(3)], connections: 2) == ["accepted", "new"])
        let third = journal("w_2")
        guard case .maybeSent(let doubt) = third.knowledge(of: [message(1)], connections: 1)[1] else {
            Issue.record("1 may have been sent")
            return
        }
        third.resolve(message(1), doubt, .held)
        #expect(knowledge(mine, [message(1)], connections: 2) == ["new"])
        #expect(knowledge(journal("w_1"), [message(1)]) == ["new"])
        #expect(knowledge(journal("other_0", of: "other"), [message(2)]) == ["new"])
    }

    @Test("After a Redis that forgot: what was accepted shortly before is known, and what is being sent")
    func forgetfulRedis() throws {
        let mine = journal("w_0")
        let sibling = journal("w_1")
        #expect(knowledge(mine, []) == [])
        #expect(mine.send([message(1), message(2)]) && sibling.send([message(3)]))
        answer(mine, answer(1))
        mine.settled(connections: 1)
        answer(sibling, answer(3))
        sibling.settled(connections: 1)
        sibling.flush()
        let messages = (1...4).map { message($0 + 10, id: "0123456789abcdef:\($0)") }
        #expect(knowledge(mine, messages) == ["new", "new", "new", "new"])
        #expect(knowledge(mine, messages, connections: 2) == ["forgotten", "underway", "forgotten", "new"])
        answer(mine, answer(2))
        #expect(knowledge(mine, messages, connections: 2) == ["forgotten", "forgotten", "forgotten", "new"])
    }

    @Test("While it cannot be written nothing may be sent; what was not sent is not noted")
    func diskTrouble() throws {
        let journal = journal()
        #expect(journal.send([message(1)]))
        // A file that is moved away is begun anew, and cannot be where a folder is in the way.
        let path = directory.file("q/w_0.log")
        #expect(unlink(path) == 0 && mkdir("\(path).new", 0o700) == 0)
        #expect(!journal.send([message(2)]))
        #expect(try #require(journal.problem).hasPrefix("\(path).new: cannot remove"))
        answer(journal, answer(1))
        #expect(!journal.send([message(2)]))
        #expect(rmdir("\(path).new") == 0)
        #expect(journal.send([message(3)]))
        #expect(journal.problem == nil)
        let history = SendHistory(folder: directory.path)
        #expect(try history.events(ofID: "0123456789abcdef:2") == [])
        #expect(try history.events(ofID: "0123456789abcdef:3").map(\.what) == ["sent try=1"])
    }

    @Test("The history of one message, over all workers and all files")
    func history() throws {
        let first = journal("w_0", longestFile: 200)
        #expect(first.send([message(1)]))
        // The next file repeats that 1 is open.
        #expect(first.send([message(2), message(3), message(4)]))
        answer(first, answer(1, .retry(reason: "HTTP 500: no disk", countsTry: true, after: nil)))
        usleep(2_000)
        var again = message(1)
        var envelope = again.envelope
        envelope.tries = 1
        again = QueuedMessage(tag: 1, payload: envelope.json, envelope: envelope)
        let second = journal("w_1")
        #expect(second.send([again]))
        answer(second, answer(1))
        let events = try SendHistory(folder: directory.path).events(ofID: "0123456789abcdef:1")
        #expect(events.map(\.what) == ["sent try=1", "failed HTTP 500: no disk", "sent try=2", "accepted"])
        #expect(events.map(\.worker) == ["w_0", "w_0", "w_1", "w_1"])
        #expect(try SendHistory(folder: directory.path).events(ofID: "x") == [])
        let anonymous = LogMessage(service: "s", line: [0xff])
        let nameless = QueuedMessage(tag: 7, payload: [], envelope: MessageEnvelope(anonymous))
        #expect(second.send([nameless]))
        #expect(try SendHistory(folder: directory.path).events(of: anonymous).map(\.what) == ["sent try=1"])
    }
}
