import Glibc
import TestKit
import Testing

@testable import Tailing

@Suite struct GlobTests {
    @Test func newMatchesArePickedUpFromTheirBeginning() throws {
        let scene = try Scene("*.log", "more/*.txt") { $0.start = .end }
        try scene.append("old\n", to: "a.log")
        try scene.read()
        try scene.append("1\n", to: "a.log")
        try scene.append("2\n", to: "b.log")
        try scene.read()
        try scene.directory.write("3\n", to: "more/c.txt")
        try scene.read()
        #expect(scene.lines == ["1", "2", "3"])
        #expect(scene.reports == ["\(scene.path("more/*.txt")): No file matches; waiting for one"])
    }

    @Test func matchesThatCameWhileAwayAreReadFromTheirBeginning() throws {
        let scene = try Scene("log.*.txt") { $0.start = .end }
        try scene.append("old\n", to: "log.2026-01-01.txt")
        try scene.read()
        try scene.append("1\n", to: "log.2026-01-01.txt")
        try scene.append("2\n", to: "log.2026-01-02.txt")
        scene.restart()
        try scene.read()
        #expect(scene.lines == ["1", "2"])
    }

    @Test(arguments: [
        ("access.log*", "access.log", "access.log.1"), ("*", "access.log", "access.log.1"),
        ("access{.log,.log.1}", "access.log", "access.log.1"), ("*.log", "access.log", "access-20260131.log"),
        ("access.log*", "access.log", "access.log.old"),
    ])
    func rotatedNamesAreNotReadTwice(pattern: String, log: String, rotated: String) throws {
        let scene = try Scene(pattern)
        try scene.append("1\n", to: log)
        try scene.read()
        try scene.append("2\n", to: log)
        try scene.move(log, to: rotated)
        // Between rename and create, also for a follower that has only just begun.
        try scene.read()
        scene.restart()
        try scene.read()
        try scene.append("3\n", to: log)
        try scene.read()
        scene.restart()
        try scene.append("4\n", to: log)
        try scene.read()
        #expect(scene.lines == ["1", "2", "3", "4"])
    }

    @Test func compressedFilesArePassedOver() throws {
        let scene = try Scene("access.log*")
        for suffix in ["", ".2.gz", ".3.xz", ".4.bz2", ".5.zst"] {
            try scene.append("line\n", to: "access.log\(suffix)")
        }
        try scene.read()
        #expect(scene.set.files.map(\.path) == [scene.path("access.log")])
    }

    @Test func datedNamesWithoutALogOfTheirOwnAreLogs() throws {
        let scene = try Scene("access_log*")
        try scene.append("1\n", to: "access_log.20260101")
        try scene.append("2\n", to: "access_log.20260102")
        try scene.read()
        #expect(scene.lines == ["1", "2"])
    }

    @Test func aLinkToAMatchIsNotASecondLog() throws {
        let scene = try Scene("*.log")
        try scene.append("1\n", to: "a.log")
        #expect(symlink("a.log", scene.path("current.log")) == 0)
        try scene.read()
        #expect(scene.lines == ["1"])
    }

    @Test func deletedMatchesAreForgotten() throws {
        let scene = try Scene("*.log")
        try scene.append("1\n", to: "a.log")
        try scene.append("2\n", to: "b.log")
        try scene.read()
        try scene.remove("a.log")
        scene.pass(seconds: 6)
        try scene.read()
        try scene.read()
        #expect(scene.set.files.map(\.path) == [scene.path("b.log")])
        #expect(scene.set.watched.descriptors.count == 1)
    }
}
