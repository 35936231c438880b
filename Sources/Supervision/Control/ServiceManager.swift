import CLinux
import Glibc
import SupervisorClient

/// The service manager that started this process, told how it goes: systemd's `Type=notify`, as sd_notify(3) describes it.
struct ServiceManager {
    /// The variable of the environment that names its socket.
    static let variable = "NOTIFY_SOCKET"

    /// A path, or a name of Linux' abstract kind with `@` before it.
    private let socketName: String

    /// - Parameter environment: The supervisor's own.
    /// - Returns: nil: nobody asked to be told.
    init?(environment: [String: String]) {
        guard let name = environment[Self.variable], !name.isEmpty else { return nil }
        socketName = name
    }

    /// Sends assignments, one per line (`READY=1`).
    /// - Throws: ``SupervisorError`` when they did not get there.
    func tell(_ assignments: [String]) throws(SupervisorError) {
        let (name, room) = (Array(socketName.utf8), MemoryLayout<sockaddr_un>.size - Self.pathOffset)
        guard name.count <= room else { throw SupervisorError("\(socketName): the name is too long") }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw SupervisorError("\(socketName): \(errorText(errno))") }
        defer { close(descriptor) }
        _ = clinux_set_close_on_exec(descriptor)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: name)
            if name.first == UInt8(ascii: "@") { path[0] = 0 }
        }
        let size = socklen_t(Self.pathOffset + name.count)
        let text = Array(assignments.joined(separator: "\n").utf8)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                sendto(descriptor, text, text.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL), generic, size)
            }
        }
        guard sent == text.count else { throw SupervisorError("\(socketName): \(errorText(errno))") }
    }

    private static let pathOffset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? MemoryLayout<sa_family_t>.size
}
