import CLinux
import Glibc
import SupervisorClient

extension RunDirectory {
    /// Makes the directory for its owner only, and `data/` beside it (programs such as redis-server keep things
    /// there and do not make it themselves), and locks it until this process ends, however it ends.
    /// - Throws: ``SupervisorError`` when another supervisor lives or the directory cannot be had.
    func lock(besides data: String) throws(SupervisorError) {
        mkdir(path, 0o700)
        mkdir(data, 0o750)
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
