import CLinux
import Glibc
import Settings
import SupervisorClient

/// A log file that is rotated by size (`x.log` → `x.log.1` → `x.log.2` …) and opened anew when somebody moved it away.
final class RotatingLog {
    let path: String
    private let maxbytes: Int
    private let backups: Int
    private var descriptor: Int32 = -1
    private var size = 0
    private var identity = FileIdentity(device: 0, inode: 0)
    private var isRegular = true

    /// - Parameters:
    ///   - maxbytes: The size at which it is rotated; 0: never.
    ///   - backups: How many old files are kept; 0: the file is emptied instead.
    init(path: String, maxbytes: Int, backups: Int) {
        self.path = path
        self.maxbytes = maxbytes
        self.backups = backups
    }

    /// The supervisor's own; nil: none is wanted.
    convenience init?(_ settings: SupervisorSettings, home: String) {
        if settings.logfile == "/dev/null" { return nil }
        self.init(
            path: settings.logfile.isEmpty ? "\(home)/logs/supervisor.log" : settings.logfile,
            maxbytes: settings.logfileMaxbytes, backups: settings.logfileBackups)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Appends bytes.
    /// - Returns: Why they could not be written; nil: they were.
    func write(_ bytes: UnsafeRawBufferPointer) -> String? {
        if descriptor < 0 || wasMovedAway() {
            if let problem = open() { return problem }
        }
        if isRegular, maxbytes > 0, size > 0, size + bytes.count > maxbytes {
            if let problem = rotate() { return problem }
        }
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                return "\(path): \(errorText(errno))"
            }
            size += count
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return nil
    }

    /// Empties the file; older ones stay.
    /// - Returns: Why it could not be emptied; nil: it was, or there is none.
    func clear() -> String? {
        guard truncate(path, 0) == 0 || errno == ENOENT else { return "\(path): \(errorText(errno))" }
        size = 0
        return nil
    }

    private func wasMovedAway() -> Bool {
        isRegular && FileIdentity(path: path) != identity
    }

    private func open() -> String? {
        if descriptor >= 0 { close(descriptor) }
        makeFolder()
        descriptor = clinux_open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else { return "\(path): \(errorText(errno))" }
        var status = stat()
        fstat(descriptor, &status)
        isRegular = status.st_mode & S_IFMT == S_IFREG
        size = Int(status.st_size)
        identity = FileIdentity(status)
        return nil
    }

    private func rotate() -> String? {
        if backups == 0 {
            ftruncate(descriptor, 0)
            size = 0
            return nil
        }
        for number in stride(from: backups - 1, to: 0, by: -1) {
            rename("\(path).\(number)", "\(path).\(number + 1)")
        }
        rename(path, "\(path).1")
        return open()
    }

    private func makeFolder() {
        var end = path.startIndex
        while let slash = path[end...].dropFirst().firstIndex(of: "/") {
            mkdir(String(path[..<slash]), 0o755)
            end = slash
        }
    }
}

/// What makes a file the same file under another name.
struct FileIdentity: Equatable {
    var device: UInt64
    var inode: UInt64

    init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    init(_ status: stat) {
        self.init(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// The file that has a name at the moment; nil: there is none.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}
