import CLinux
import Glibc

/// `run/` below the configuration's directory: the control socket, and the file that one living supervisor holds locked.
struct RunDirectory {
    /// The socket's name.
    static let socketName = "supervisor.sock"

    /// The directory.
    let path: String

    /// Where programs such as redis-server keep what they have: they do not make it themselves.
    private let dataPath: String

    init(home: String) {
        path = "\(home)/run"
        dataPath = "\(home)/data"
    }

    /// Makes the directory for its owner only, and `data/` beside it, and locks it until this process ends, however it ends.
    /// - Throws: ``SupervisorError`` when another supervisor lives or the directory cannot be had.
    func lock() throws(SupervisorError) {
        mkdir(path, 0o700)
        mkdir(dataPath, 0o750)
        guard chmod(path, 0o700) == 0 else { throw SupervisorError("\(path): \(errorText(errno))") }
        let file = "\(path)/supervisor.pid"
        let descriptor = clinux_open(file, O_RDWR | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw SupervisorError("\(file): \(errorText(errno))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            defer { close(descriptor) }
            throw SupervisorError("a supervisor of this directory is already running (pid \(holder(descriptor)))")
        }
        ftruncate(descriptor, 0)
        var pid = "\(getpid())\n"
        pid.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
        // Stays open, and with it the lock, for the life of the process.
    }

    private func holder(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = max(0, read(descriptor, &buffer, buffer.count))
        return String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}

/// Why a supervisor cannot run or cannot be asked; one line.
public struct SupervisorError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What and where.
    public let description: String

    /// - Parameter description: One line.
    public init(_ description: String) {
        self.description = description
    }
}
