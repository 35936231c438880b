import ArgumentParser
import Glibc

/// Writes bytes to stdout, or to another descriptor that has a name.
/// - Throws: The end of the program, after one line that says why they cannot be written.
func writeOutput(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO, name: String = "stdout") throws {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
            printError("cannot write to \(name): \(String(cString: strerror(errno)))")
            throw ExitCode.failure
        }
        rest = rest.dropFirst(count)
    }
}
