import Glibc

/// Why a supervisor cannot run or cannot be asked; one line.
public struct SupervisorError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What and where.
    public let description: String

    /// - Parameter description: One line.
    public init(_ description: String) {
        self.description = description
    }
}

/// What the system says of an error's number.
package func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }
