import Glibc
import TestKit
import Testing

@testable import Tailing

@Suite struct RotationTests {
    /// Whether the follower was away while the rotation happened.
    enum Follower: CaseIterable { case running, away }

    private func pause(_ scene: Scene, _ follower: Follower) throws {
        switch follower {
        case .running: try scene.read()
        case .away: scene.restart()
        }
    }

    @Test(arguments: Follower.allCases)
    func renameAndCreate(follower: Follower) throws {
        let scene = try Scene()
        try scene.append("1\n2\n")
        try scene.read()
        try scene.append("3\n")
        try scene.move(to: "access.log.1")
        try pause(scene, follower)
        try scene.append("4\n")
        try scene.read()
        try scene.append("5\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3", "4", "5"])
        #expect(Set(scene.sink.contents.entries.map(\.id)).count == 5)
    }

    @Test(arguments: Follower.allCases)
    func copyAndCut(follower: Follower) throws {
        let scene = try Scene()
        try scene.append("1\n2\n")
        try scene.read()
        try scene.append("3\n")
        try scene.copyAndCut(to: "access.log.1")
        try pause(scene, follower)
        try scene.append("4\n")
        try scene.read()
        scene.restart()
        try scene.append("5\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3", "4", "5"])
        #expect(Set(scene.sink.contents.entries.map(\.id)).count == 5)
    }

    @Test func theCutFileMayBeLongerThanTheOldOneWhenItIsSeen() throws {
        let scene = try Scene()
        try scene.append("1\n")
        try scene.read()
        try scene.copyAndCut(to: "access.log.1")
        try scene.append("another 2\nanother 3\n")
        try scene.read()
        #expect(scene.lines == ["1", "another 2", "another 3"])
    }

    @Test func aCutWithoutACopyIsReported() throws {
        let scene = try Scene()
        try scene.append("1\n")
        try scene.read()
        try scene.cut()
        try scene.append("2\n")
        try scene.append("3\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3"])
        #expect(scene.reports.count == 1)
        #expect(scene.reports.first?.contains("cut, and there is no copy") == true)
    }

    @Test func aWriterThatKeepsItsOffsetLeavesAHole() throws {
        let scene = try Scene()
        try scene.append("1\n2\n")
        try scene.read()
        try scene.copyAndCut(to: "access.log.1")
        #expect(truncate(scene.path("access.log"), 4) == 0)
        try scene.append("3\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3"])
    }

    @Test func aRestartInTheMiddleOfARotatedFile() throws {
        let scene = try Scene { $0.batchLines = 2 }
        try scene.append((0..<10).map { "\($0)\n" }.joined())
        for _ in 0..<3 { #expect(try scene.set.step(scene.sink)) }
        #expect(scene.lines.count == 4)
        try scene.move(to: "access.log.1")
        try scene.append("10\n")
        scene.restart()
        #expect(try scene.set.step(scene.sink))
        #expect(try scene.set.step(scene.sink))
        #expect(scene.lines.count == 6)
        try scene.move("access.log.1", to: "access.log.2")
        try scene.tick()
        try scene.append("11\n")
        try scene.move(to: "access.log.1")
        try scene.tick()
        try scene.append("12\n")
        scene.restart()
        try scene.read()
        #expect(scene.lines == (0..<13).map { "\($0)" })
    }

    @Test func bothKindsWhileAway() throws {
        let scene = try Scene()
        try scene.append("1\n")
        try scene.read()
        try scene.append("2\n")
        try scene.copyAndCut(to: "access.log.1")
        try scene.tick()
        try scene.append("3\n")
        try scene.move("access.log.1", to: "access.log.2")
        try scene.move(to: "access.log.1")
        try scene.append("4\n")
        scene.restart()
        try scene.read()
        #expect(scene.lines == ["1", "2", "3", "4"])
        #expect(scene.reports == [])
    }

    @Test func copyAndCutTwiceWhileAway() throws {
        let scene = try Scene()
        try scene.append("1\n")
        try scene.read()
        for number in 2..<5 {
            try scene.tick()
            try scene.append("\(number)\n")
            try scene.copyAndCut(to: "access.log-2026010\(number)")
        }
        try scene.append("5\n")
        scene.restart()
        try scene.read()
        #expect(scene.lines == ["1", "2", "3", "4", "5"])
    }

    @Test func anOldInodeWithAnotherFileIsReadFromItsBeginning() throws {
        let scene = try Scene()
        try scene.append("old 1\nold 2\n")
        try scene.read()
        // The file system gives the inode to the next file; where it does not, cut and written anew is the same to us.
        scene.restart()
        try scene.cut()
        try scene.append("new 1\nnew 2\nnew 3\n")
        try scene.read()
        #expect(scene.lines == ["old 1", "old 2", "new 1", "new 2", "new 3"])
        #expect(Set(scene.sink.contents.entries.map(\.id)).count == 5)
    }

    @Test func aFileThatIsGoneIsReported() throws {
        let scene = try Scene()
        try scene.append("1\n")
        try scene.read()
        scene.restart()
        try scene.move(to: "../\(scene.directory.path.split(separator: "/").last ?? "")-elsewhere")
        defer { unlink(scene.directory.path + "-elsewhere") }
        try scene.append("2\n")
        try scene.read()
        #expect(scene.lines == ["1", "2"])
        #expect(scene.reports.first?.contains("is gone") == true)
    }

    @Test func lateLinesOfTheOldFileAreRead() throws {
        let scene = try Scene()
        let server = try Writer(scene.path("access.log"))
        try server.write("1\n")
        try scene.read()
        try scene.move(to: "access.log.1")
        try server.write("2\n")
        try scene.append("3\n")
        try scene.read()
        // A long download ends an hour later, with a restart of ours in between.
        scene.pass(seconds: 3600)
        try server.write("4\n")
        try scene.read()
        scene.restart()
        try server.write("5\n")
        try scene.append("6\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3", "4", "5", "6"])
        #expect(Set(scene.sink.contents.entries.map(\.id)).count == 6)
    }

    @Test func theLastLineOfARotatedFileNeedsNoNewline() throws {
        let scene = try Scene()
        try scene.append("1\nhalf")
        try scene.read()
        try scene.move(to: "access.log.1")
        try scene.append("2\n")
        try scene.read()
        #expect(scene.lines == ["1", "2"])
        scene.pass(seconds: 6)
        try scene.read()
        #expect(scene.lines == ["1", "2", "half"])
        scene.restart()
        try scene.read()
        #expect(scene.lines == ["1", "2", "half"])
    }

    @Test func theLastLineIsNotLostByAQuickSecondRotation() throws {
        let scene = try Scene()
        try scene.append("1\nhalf")
        try scene.read()
        try scene.move(to: "access.log.1")
        try scene.append("2\n")
        try scene.read()
        try scene.move("access.log.1", to: "access.log.2")
        try scene.move(to: "access.log.1")
        try scene.append("3\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "half", "3"])
    }

    @Test func aRenamedFileIsReadUntilItsSuccessorExists() throws {
        let scene = try Scene()
        let server = try Writer(scene.path("access.log"))
        try server.write("1\n")
        try scene.read()
        try scene.move(to: "access.log.1")
        try server.write("2\n")
        scene.pass(seconds: 60)
        try scene.read()
        #expect(scene.lines == ["1", "2"])
        try scene.append("3\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3"])
    }

    @Test func theLastLineOfADeletedFileNeedsNoNewline() throws {
        let scene = try Scene()
        try scene.append("1\nhalf")
        try scene.read()
        try scene.remove()
        scene.pass(seconds: 6)
        try scene.read()
        #expect(scene.lines == ["1", "half"])
    }

    @Test func noDescriptorStaysOpenBehindManyRotations() throws {
        let scene = try Scene()
        for number in 0..<20 {
            try scene.append("\(number)\n")
            try scene.read()
            try scene.move(to: "access.log.\(number)")
            try scene.tick()
        }
        #expect(scene.lines == (0..<20).map { "\($0)" })
        #expect(scene.set.watched.descriptors.count == 2)
    }
}
