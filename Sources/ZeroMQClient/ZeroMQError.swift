import CZeroMQ

/// What libzmq refused, and why. One line.
public struct ZeroMQError: Error, CustomStringConvertible, Equatable {
    /// `tcp://nowhere: Invalid argument`.
    public let description: String

    /// The error that a call has left behind.
    /// - Parameter what: The address, or what was to be done.
    init(_ what: String) {
        description = "\(what): \(String(cString: zmq_strerror(zmq_errno())))"
    }
}
