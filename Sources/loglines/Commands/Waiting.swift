import Dispatch
import Synchronization

/// Runs asynchronous work from a synchronous command and waits for its end on the calling thread.
///
/// The root command stays a plain `ParsableCommand`, because an asynchronous one would run every subcommand off the main
/// thread, where the supervisor has to be.
func waiting(for work: @escaping @Sendable () async throws -> Void) throws {
    let outcome = Mutex<Result<Void, any Error>>(.success(()))
    let done = DispatchSemaphore(value: 0)
    Task {
        do {
            try await work()
        } catch {
            outcome.withLock { $0 = .failure(error) }
        }
        done.signal()
    }
    done.wait()
    try outcome.withLock { $0 }.get()
}
