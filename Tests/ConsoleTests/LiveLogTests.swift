import Glibc
import TestKit
import Testing

@testable import Console

@Suite struct LiveLogTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.file("x.log") }

    init() throws { directory = try TemporaryDirectory() }

    private func append(_ text: String, to name: String = "x.log") throws {
        try directory.write((directory.read(name) ?? "") + text, to: "new")
        // In place: the inode stays.
        _ = shell("cat new > \(name)", in: directory)
    }

    private func rotate() {
        rename("\(path).1", "\(path).2")
        rename(path, "\(path).1")
    }

    private func all(_ log: LiveLog) -> String {
        var text = ""
        while let piece = log.next() { text += piece.text }
        return text
    }

    @Test func givesTheEndAndThenWhatIsAdded() throws {
        let log = LiveLog(path: path)
        #expect(log.next() == nil)
        try append("a\nb")
        let first = try #require(log.next())
        #expect(first.text == "a\nb" && first.isStart && !first.isEmptied && first.leftOut == 0)
        #expect(log.next() == nil)
        try append("c\n")
        #expect(log.next()?.text == "c\n")
        #expect(log.next() == nil)
    }

    @Test func beginsWithAWholeLineOfALongLog() throws {
        let lines = (0..<30_000).map { "line \($0)\n" }
        try append(lines.joined())
        let text = all(LiveLog(path: path))
        #expect(lines.joined().hasSuffix(text) && text.hasPrefix("line ") && text.utf8.count <= LiveLog.head)
        #expect(text.utf8.count > LiveLog.head - 20)
    }

    @Test func losesAndDoublesNothingThroughRotation() throws {
        try append("1\n")
        let log = LiveLog(path: path)
        #expect(log.next()?.text == "1\n")
        try append("2\n")
        rotate()
        try append("3\n")
        rotate()
        #expect(all(log) == "2\n3\n")
        try append("4\n")
        #expect(all(log) == "4\n")
        // Moved to a name that is not ours.
        try append("5\n")
        rename(path, directory.file("elsewhere"))
        try append("6\n", to: "elsewhere")
        #expect(all(log) == "5\n6\n")
        try append("7\n")
        #expect(all(log) == "7\n")
    }

    @Test func goesOnWhereTheBrowserWas() throws {
        try append("1\n2\n")
        let place = try #require(LiveLog(path: path).next()).place
        try append("3\n")
        func goesOn() -> LiveLog.Piece? { LiveLog(path: path, from: LiveLog.Place(place)).next() }
        #expect(goesOn()?.text == "3\n" && goesOn()?.isStart == false)
        rotate()
        try append("4\n")
        #expect(goesOn()?.text == "3\n")
        #expect(all(LiveLog(path: path, from: LiveLog.Place(place))) == "3\n4\n")
        // Where nothing is left of what it had, it begins anew.
        unlink("\(path).1")
        #expect(goesOn()?.text == "4\n" && goesOn()?.isStart == true)
    }

    @Test func saysThatItWasEmptied() throws {
        try append("1\n2\n")
        let log = LiveLog(path: path)
        #expect(log.next()?.text == "1\n2\n")
        truncate(path, 0)
        let piece = try #require(log.next())
        #expect(piece.isEmptied && piece.text.isEmpty)
        try append("3\n")
        #expect(log.next()?.text == "3\n")
    }

    @Test func leavesOutWhatASlowBrowserCannotTake() throws {
        try append("0\n")
        let log = LiveLog(path: path)
        #expect(log.next()?.text == "0\n")
        let lines = (0..<60_000).map { "line \($0)\n" }
        try append(lines.joined())
        let piece = try #require(log.next())
        let text = piece.text + all(log)
        #expect(lines.joined().hasSuffix(text) && text.hasPrefix("line "))
        #expect(piece.leftOut == lines.joined().utf8.count - text.utf8.count && piece.leftOut > 0)
        #expect(log.next() == nil)
    }

    @Test func cutsNoLetter() throws {
        let text = String(repeating: "€", count: 40_000)
        try append(text)
        let log = LiveLog(path: path)
        #expect(all(log) == text)
        // What is no UTF-8 stops nothing.
        _ = shell(#"printf '\342\202' >> x.log"#, in: directory)
        #expect(log.next()?.text == "\u{FFFD}")
        #expect(log.next() == nil)
    }

    @Test(
        arguments: [
            ("pirus2:pirus2_0", "pirus2:pirus2_0", LogChannel.stdout, nil), ("redis/stderr", "redis", .stderr, nil),
            ("redis/stdout@12-34", "redis", .stdout, LiveLog.Place(inode: 12, offset: 34)),
            ("a/b@c", "a/b@c", .stdout, nil), ("../../etc/passwd", "../../etc/passwd", .stdout, nil),
            ("a@1--2", "a@1--2", .stdout, nil), ("", "", .stdout, nil),
        ] as [(String, String, LogChannel, LiveLog.Place?)])
    func readsWhatIsWanted(_ text: String, _ process: String, _ channel: LogChannel, _ place: LiveLog.Place?) {
        let wanted = LogTopic.Wanted(text)
        #expect(wanted.process == process && wanted.channel == channel && wanted.place == place)
    }
}
