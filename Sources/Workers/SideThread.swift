import Dispatch

/// Does one thing at a time on a thread of its own, while its owner does another.
final class SideThread<Value> {
    private let queue: DispatchQueue
    private let done = DispatchSemaphore(value: 0)
    private var result: Result<Value, any Error>?
    /// Whether something was begun whose end nobody has taken.
    private(set) var isBusy = false

    /// A thread with nothing to do.
    /// - Parameter label: What debuggers call it.
    init(label: String) { queue = DispatchQueue(label: label) }

    /// Begins. What the closure touches is its own until ``end()``; each beginning has an end.
    func begin(_ body: @escaping () throws -> Value) {
        precondition(!isBusy, "one thing at a time")
        isBusy = true
        // The result, and what the closure touches, are used by one thread at a time: from here to the signal by the queue's.
        nonisolated(unsafe) let (side, body) = (self, body)
        queue.async {
            side.result = Result { try body() }
            side.done.signal()
        }
    }

    /// Waits until it is done.
    /// - Throws: What the closure threw.
    func end() throws -> Value {
        precondition(isBusy, "nothing was begun")
        done.wait()
        isBusy = false
        guard let result else { preconditionFailure("it is done, so it came to something") }
        self.result = nil
        return try result.get()
    }
}
