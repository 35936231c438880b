import CLinux
import Glibc

/// Children of this process that it has not spawned itself: it adopted them when their parents ended.
enum Orphans {
    /// Ends them, and those that they leave behind in turn.
    static func end() {
        // One that may not be killed is not waited for either.
        while case let killed = all().filter({ kill($0, SIGKILL) == 0 }), !killed.isEmpty {
            for pid in killed { waitpid(pid, nil, 0) }
        }
    }

    /// The children of this process at the moment; none where the kernel does not tell.
    private static func all() -> [pid_t] {
        let descriptor = clinux_open("/proc/thread-self/children", O_RDONLY, 0)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
        return text.split { $0 <= 0x20 }.compactMap { pid_t(String(decoding: $0, as: UTF8.self)) }
    }
}
