import PluginAPI
import TestKit
import Testing

@testable import Tailing

/// A server, logrotate, a follower and its sink, each doing at random what it may do at the worst moment.
@Suite struct RandomFaultTests {
    @Test(arguments: UInt64(1)...60, [Framing.lines, Play.blocks])
    func everyNumberComesExactlyOnce(seed: UInt64, framing: Framing) throws {
        var play = try Play(seed: seed, framing)
        for _ in 0..<150 { try play.act() }
        try play.end()
        let counts = Dictionary(grouping: play.scene.lines) { record in
            let isWhole = framing == .lines || record.hasPrefix("<") && record.hasSuffix(">")
            return isWhole ? Int(record.drop { $0 == "<" }.prefix { $0 != " " }) ?? -1 : -1
        }
        let lost = (0..<play.written).filter { counts[$0] == nil }
        let doubled = counts.filter { $0.value.count > 1 }.keys.sorted()
        #expect(lost == [] && doubled == [] && counts[-1] == nil, "\(play.history)")
        #expect(Set(play.scene.sink.contents.entries.map(\.id)).count == play.written)
        #expect(!play.scene.reports.contains { $0.contains("gone") }, "\(play.scene.reports)")
    }
}

private struct Play {
    static let blocks = Framing.blocks(start: "<", end: ">")

    let scene: Scene
    private let framing: Framing
    private(set) var written = 0
    private(set) var history: [String] = []
    private var random: SplitMix
    private var server: Writer
    /// The end of a line that the server has begun.
    private var pending: String?
    /// What the sink held after each step since the last crash of it: it may go back to any of these.
    private var states: [MemorySink.Contents] = []

    init(seed: UInt64, _ framing: Framing) throws {
        random = SplitMix(state: seed)
        self.framing = framing
        scene = try Scene {
            $0.batchLines = 5
            $0.framing = framing
        }
        server = try Writer(scene.path("access.log"))
        // What was rotated away before the first start is not ours.
        try server.write(line())
        try scene.read()
    }

    mutating func act() throws {
        let acts: [(String, Int, (inout Play) throws -> Void)] = [
            ("write", 40, { try $0.write() }),
            ("step", 40, { try $0.step() }),
            ("die", 6, { $0.scene.restart() }),
            ("rename", 5, { try $0.rename() }),
            ("copytruncate", 4, { try $0.copyAndCut() }),
            ("away", 3, { $0.scene.sink.refusals = Int.random(in: 1...3, using: &$0.random) }),
            ("lost answer", 3, { $0.scene.sink.lostAnswers = 1 }),
            ("forget", 3, { $0.forget() }),
            ("later", 3, { $0.scene.pass(seconds: 3) }),
        ]
        var pick = Int.random(in: 0..<acts.reduce(0) { $0 + $1.1 }, using: &random)
        for (name, weight, act) in acts {
            pick -= weight
            if pick < 0 {
                history.append(name)
                return try act(&self)
            }
        }
    }

    /// All settles down.
    mutating func end() throws {
        try completeLine()
        scene.sink.refusals = 0
        scene.sink.lostAnswers = 0
        scene.set.recheck()
        try scene.read()
    }

    private mutating func line() -> String {
        defer { written += 1 }
        guard framing == .lines else {
            let lines = (0..<Int.random(in: 0...4, using: &random)).map { "\($0)\n" }
            return "<\(written) \n" + lines.joined() + ">\n"
        }
        return "\(written) " + String(repeating: "x", count: Int.random(in: 0...40, using: &random)) + "\n"
    }

    private mutating func completeLine() throws {
        if let pending { try server.write(pending) }
        pending = nil
    }

    private mutating func write() throws {
        try completeLine()
        for _ in 0..<Int.random(in: 1...12, using: &random) { try server.write(line()) }
        guard Bool.random(using: &random) else { return }
        let half = line()
        let cut = half.index(half.startIndex, offsetBy: Int.random(in: 1..<half.count, using: &random))
        try server.write(String(half[..<cut]))
        pending = String(half[cut...])
    }

    private mutating func step() throws {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            scene.set.rescan()
            do { _ = try scene.set.step(scene.sink) } catch is SinkIsAway {}
            states.append(scene.sink.contents)
        }
    }

    private mutating func forget() {
        // What is older than a second is on the disk.
        if let state = states.suffix(4).randomElement(using: &random) { scene.sink.contents = state }
        states = []
        scene.set.recheck()
    }

    private mutating func shift() throws {
        // Every generation has a last line of its own time; see the file times in Siblings.
        try scene.tick()
        try completeLine()
        try server.write(line())
        for number in stride(from: 60, to: 0, by: -1)
        where scene.directory.read("access.log.\(number)") != nil {
            try scene.move("access.log.\(number)", to: "access.log.\(number + 1)")
        }
    }

    private mutating func rename() throws {
        try shift()
        try scene.move(to: "access.log.1")
        let old = server
        if Bool.random(using: &random) { try step() }
        server = try Writer(scene.path("access.log"))
        if Bool.random(using: &random) { try step() }
        // A request that the old process finishes.
        if Bool.random(using: &random) { try old.write(line()) }
        try scene.tick()
        try server.write(line())
    }

    private mutating func copyAndCut() throws {
        try shift()
        try scene.copyAndCut(to: "access.log.1")
        if Bool.random(using: &random) { try step() }
        try scene.tick()
        try server.write(line())
    }
}

/// Steele, Lea and Flood's generator: small, and the same for a seed on every machine.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
