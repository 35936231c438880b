import TestKit
import Testing

@testable import Tailing

@Suite struct SinkFaultTests {
    @Test(arguments: 1...6)
    func aSinkThatThrowsLosesNothing(refusals: Int) throws {
        let scene = try Scene()
        try scene.append("1\n2\n")
        scene.sink.refusals = refusals
        for _ in 0..<refusals { #expect(throws: SinkIsAway.self) { try scene.read() } }
        try scene.read()
        #expect(scene.lines == ["1", "2"])
    }

    @Test func aLostAnswerDoublesNothing() throws {
        let scene = try Scene { $0.batchLines = 1 }
        try scene.append("1\n2\n3\n")
        for _ in 0..<4 {
            scene.sink.lostAnswers = 1
            #expect(throws: SinkIsAway.self) { try scene.read() }
        }
        try scene.read()
        #expect(scene.lines == ["1", "2", "3"])
    }

    @Test func aSinkThatForgotIsToldAgain() throws {
        let scene = try Scene()
        try scene.append("1\n")
        try scene.read()
        let earlier = scene.sink.contents
        try scene.append("2\n3\n")
        try scene.read()
        scene.sink.contents = earlier
        try scene.append("4\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3", "4"])
    }

    @Test func aQuietLogIsToldAgainAfterARecheck() throws {
        let scene = try Scene()
        try scene.append("1\n")
        try scene.read()
        let earlier = scene.sink.contents
        try scene.append("2\n")
        try scene.read()
        scene.sink.contents = earlier
        scene.set.recheck()
        try scene.read()
        #expect(scene.lines == ["1", "2"])
    }

    /// Every state that the sink went through is put back once, with the file already rotated away, and deleted as well.
    @Test(arguments: [false, true])
    func whatWasForgottenIsReadFromTheRotatedFile(deleted: Bool) throws {
        let scene = try Scene { $0.batchLines = 1 }
        try scene.append("1\n2\n")
        var states: [MemorySink.Contents] = []
        while try scene.set.step(scene.sink) { states.append(scene.sink.contents) }
        try scene.move(to: "access.log.1")
        try scene.append("3\n")
        while try scene.set.step(scene.sink) { states.append(scene.sink.contents) }
        if deleted { try scene.remove("access.log.1") }
        #expect(states.count > 4)
        for state in states.reversed() {
            scene.sink.contents = state
            scene.set.recheck()
            try scene.read()
            #expect(scene.lines == ["1", "2", "3"])
        }
    }

    @Test func someoneElsesLaterCheckpointIsTaken() throws {
        let scene = try Scene()
        try scene.append("1\n")
        try scene.read()
        try scene.append("2\n3\n")
        let path = scene.path("access.log")
        scene.sink.contents.checkpoints[path]?.offset = 4
        try scene.read()
        #expect(scene.lines == ["1", "3"])
    }

    @Test func aClearedSinkGetsNothingTwice() throws {
        let scene = try Scene { $0.start = .end }
        try scene.append("0\n")
        try scene.read()
        try scene.append("1\n")
        try scene.read()
        scene.pass(seconds: 3600)
        scene.sink.contents = MemorySink.Contents()
        try scene.append("2\n")
        try scene.read()
        #expect(scene.lines == ["2"])
    }

    @Test func aFirstCheckpointThatWasForgottenAtOnceIsToldAgain() throws {
        let scene = try Scene()
        try scene.append("1\n2\n")
        try scene.read()
        scene.pass(seconds: 1)
        scene.sink.contents = MemorySink.Contents()
        try scene.append("3\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3"])
    }
}
