import Glibc
import Logging
import Statistics
import Synchronization
import TestKit
import Testing

@testable import Console

/// How many are read for at once, and for how long.
struct CounterDeskTests {
    private let directory: TemporaryDirectory
    private let desk: CounterDesk

    init() throws {
        directory = try TemporaryDirectory()
        desk = CounterDesk(AuditLog(path: directory.file("audit.log"), log: Logger(label: "test")))
    }

    /// Reads until nobody waits for it.
    private func reading(for key: String) -> Task<Int, any Error> {
        Task { [desk] in
            try await desk.read(for: key, "x") { reading in
                while !reading.isStopped() { usleep(5_000) }
                return 1
            }
        }
    }

    private func code(_ task: Task<Int, any Error>) async -> Int? {
        do {
            _ = try await task.value
            return nil
        } catch {
            return (error as? CounterException)?.kind.rawValue
        }
    }

    @Test func aKeyHasItsShareAndAllTheirs() async throws {
        let first = (0..<CounterDesk.mostOfKey).map { _ in reading(for: "a") }
        try await eventuallyAsync { await self.code(self.probe("a")) == 1020 }
        // Others still get in, until there are too many.
        let others = ["b", "c", "d"].flatMap { key in (0..<CounterDesk.mostOfKey).map { _ in reading(for: key) } }
        try await eventuallyAsync { await self.code(self.probe("e")) == 1010 }
        for task in first + others { task.cancel() }
        for task in first + others { _ = await task.result }
        #expect(try await desk.read(for: "a", "x") { _ in 2 } == 2)
    }

    /// A request that goes away at once where it is let in.
    private func probe(_ key: String) -> Task<Int, any Error> {
        let task = Task { [desk] in try await desk.read(for: key, "x") { _ in 0 } }
        Task {
            try await Task.sleep(for: .milliseconds(20))
            task.cancel()
        }
        return task
    }

    private func eventuallyAsync(_ condition: () async -> Bool) async throws {
        for _ in 0..<500 {
            if await condition() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("it did not come about")
    }

    @Test func whoGoesAwayIsNotReadFor() async throws {
        let task = reading(for: "a")
        try await eventuallyAsync { desk.isReading }
        task.cancel()
        #expect(try await task.value == 1)
    }
}
