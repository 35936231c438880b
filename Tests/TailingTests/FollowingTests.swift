import Glibc
import TestKit
import Testing

@testable import Tailing

@Suite struct FollowingTests {
    @Test func linesAreReadAsTheyCome() throws {
        let scene = try Scene()
        try scene.append("1\n2\n")
        try scene.read()
        #expect(scene.lines == ["1", "2"])
        try scene.append("3\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3"])
        #expect(scene.reports == [])
    }

    @Test func theFirstStepReadsOnTheRealClock() throws {
        let directory = try TemporaryDirectory()
        let sink = MemorySink()
        var options = TailOptions(host: "here")
        options.start = .beginning
        let path = try directory.write("1\n", to: "access.log")
        let set = FollowerSet(patterns: [path], options: options) { _ in }
        while try set.step(sink) {}
        #expect(sink.texts == ["1"])
    }

    @Test func halfLinesWaitForTheirNewline() throws {
        let scene = try Scene()
        for part in ["a", "b", "c\nd", "e"] {
            try scene.append(part)
            try scene.read()
            scene.pass(seconds: 60)
        }
        try scene.read()
        #expect(scene.lines == ["abc"])
        #expect(scene.set.files.first?.behind == 2)
        try scene.append("\n")
        try scene.read()
        #expect(scene.lines == ["abc", "de"])
    }

    @Test func aRestartGoesOnWhereItStood() throws {
        let scene = try Scene()
        try scene.append("1\n2\nhal")
        try scene.read()
        scene.restart()
        try scene.append("f\n3\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "half", "3"])
        #expect(Set(scene.sink.contents.entries.map { $0.id.split(separator: ":")[0] }).count == 1)
    }

    @Test func aFirstStartAtTheEndIsKeptThroughARestart() throws {
        let scene = try Scene { $0.start = .end }
        try scene.append("old\n")
        try scene.read()
        scene.restart()
        try scene.append("new\n")
        scene.restart()
        try scene.read()
        #expect(scene.lines == ["new"])
    }

    @Test func aFileThatAppearsLaterIsReadFromItsBeginning() throws {
        let scene = try Scene { $0.start = .end }
        try scene.read()
        #expect(scene.set.files.first?.waiting == "\(scene.path("access.log")): No such file")
        #expect(scene.reports == ["\(scene.path("access.log")): No such file; waiting for it"])
        try scene.read()
        #expect(scene.reports.count == 1)
        try scene.append("first\n")
        try scene.read()
        #expect(scene.lines == ["first"])
        #expect(scene.set.files.first?.waiting == nil)
    }

    @Test func fingerprintsGrowWithTinyFiles() throws {
        let scene = try Scene()
        var expected: [String] = []
        for number in 0..<60 {
            try scene.append("line \(number)\n")
            try scene.read()
            expected.append("line \(number)")
            let length = scene.sink.contents.checkpoints[scene.path("access.log")]?.fingerprint.length
            #expect(length == min(256, expected.reduce(0) { $0 + $1.utf8.count + 1 }))
            if number % 7 == 0 { scene.restart() }
        }
        #expect(scene.lines == expected)
    }

    @Test func whatCannotBeReadIsToldOnceAndTriedAgain() throws {
        let scene = try Scene()
        let path = scene.path("access.log")
        // A loop of links; permissions would not stop root.
        #expect(symlink(path, path) == 0)
        try scene.read()
        try scene.read()
        #expect(scene.reports == ["\(path): Too many levels of symbolic links; waiting for it"])
        #expect(scene.set.files.first?.waiting == "\(path): Too many levels of symbolic links")
        try scene.remove()
        try scene.append("1\n")
        try scene.read()
        #expect(scene.lines == ["1"])
        #expect(scene.reports.last == "\(path): followed from byte 0")
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func missingPermissionIsToldAndTriedAgain() throws {
        let scene = try Scene()
        try scene.append("1\n")
        #expect(chmod(scene.path("access.log"), 0) == 0)
        try scene.read()
        #expect(scene.reports == ["\(scene.path("access.log")): Permission denied; waiting for it"])
        #expect(chmod(scene.path("access.log"), 0o600) == 0)
        try scene.read()
        #expect(scene.lines == ["1"])
    }

    @Test func whatIsNotARegularFileIsTold() throws {
        let scene = try Scene()
        #expect(mkfifo(scene.path("access.log"), 0o600) == 0)
        try scene.read()
        #expect(scene.reports == ["\(scene.path("access.log")): Not a regular file; waiting for it"])
    }

    @Test func oneUnreadableFileDoesNotStopTheOthers() throws {
        let scene = try Scene("a.log", "b.log")
        #expect(mkdir(scene.path("a.log"), 0o700) == 0)
        try scene.append("1\n", to: "b.log")
        try scene.read()
        #expect(scene.lines == ["1"])
    }

    @Test func aFileAtRestIsClosedAndOpenedAgain() throws {
        let scene = try Scene()
        try scene.append("1\n")
        try scene.read()
        scene.pass(seconds: 4000)
        try scene.read()
        #expect(scene.set.watched.descriptors == [])
        try scene.append("2\n")
        try scene.read()
        #expect(scene.lines == ["1", "2"])
        scene.pass(seconds: 4000)
        try scene.read()
        try scene.append("3\n")
        try scene.move(to: "access.log.1")
        try scene.append("4\n")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3", "4"])
    }
}
