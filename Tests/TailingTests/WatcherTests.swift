import Glibc
import TestKit
import Testing

@testable import Tailing

@Suite(.serialized) struct WatcherTests {
    /// A watcher that has taken note of everything the scene has.
    private func settled(_ scene: Scene, stop: Int32? = nil) throws -> Watcher {
        let watcher = Watcher(stop: stop)
        try scene.read()
        while watcher.wait(for: scene.set, atMost: 0) == .changed {}
        return watcher
    }

    enum Change: CaseIterable { case append, create, rename, remove, permission }

    @Test(arguments: Change.allCases)
    func aChangeEndsTheWait(change: Change) throws {
        let scene = try Scene("*.log")
        try scene.append("1\n", to: "a.log")
        let watcher = try settled(scene)
        switch change {
        case .append: try scene.append("2\n", to: "a.log")
        case .create: try scene.append("2\n", to: "b.log")
        case .rename: try scene.move("a.log", to: "a.log.1")
        case .remove: try scene.remove("a.log")
        case .permission: #expect(chmod(scene.path("a.log"), 0o600) == 0)
        }
        #expect(watcher.wait(for: scene.set, atMost: 0) == .changed)
        #expect(watcher.wait(for: scene.set, atMost: 0) == .elapsed)
    }

    @Test func aRenamedFileIsStillWatched() throws {
        let scene = try Scene()
        let server = try Writer(scene.path("access.log"))
        try server.write("1\n")
        let watcher = try settled(scene)
        try scene.move(to: "access.log.1")
        try scene.append("2\n")
        try scene.read()
        while watcher.wait(for: scene.set, atMost: 0) == .changed {}
        try server.write("3\n")
        #expect(watcher.wait(for: scene.set, atMost: 0) == .changed)
    }

    @Test func theStopDescriptorEndsTheWait() throws {
        let scene = try Scene()
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        let watcher = try settled(scene, stop: ends[0])
        #expect(watcher.wait(for: scene.set, atMost: 0) == .elapsed)
        #expect(write(ends[1], "x", 1) == 1)
        #expect(watcher.wait(for: scene.set) == .stopped)
        #expect(watcher.wait(for: scene.set) == .stopped)
    }

    @Test func aMissingDirectoryIsLookedForAllTheSame() throws {
        let scene = try Scene("later/access.log")
        let watcher = try settled(scene)
        try scene.directory.write("1\n", to: "later/access.log")
        try eventually("the line is read") {
            while try scene.set.step(scene.sink) {}
            watcher.wait(for: scene.set)
            return scene.lines == ["1"]
        }
    }

    /// A writer on another thread, the loop of the tail worker here, and rotations in between.
    @Test func theLoopOfTheWorkerReadsAll() throws {
        let scene = try Scene()
        let watcher = Watcher()
        let path = scene.path("access.log")
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(Box(path))
        #expect(pthread_create(&thread, nil, writeTenThousandLines, argument.toOpaque()) == 0)
        defer { pthread_join(thread, nil) }
        try eventually("all lines are read") {
            if try !scene.set.step(scene.sink) { watcher.wait(for: scene.set) }
            return scene.sink.contents.entries.count >= 10_000
        }
        #expect(Set(scene.lines) == Set((0..<10_000).map { "\($0)" }))
        #expect(scene.lines.count == 10_000)
    }
}

private final class Box {
    let path: String
    init(_ path: String) { self.path = path }
}

private let writeTenThousandLines: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
    guard let argument else { return nil }
    let path = Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().path
    for file in 0..<5 {
        guard let writer = try? Writer(path) else { return nil }
        for number in 0..<2000 { try? writer.write("\(file * 2000 + number)\n") }
        usleep(20_000)  // Rotations are never in the same instant; see Siblings.
        if file < 4 { rename(path, "\(path).\(5 - file)") }
    }
    return nil
}
