import FoundationEssentials
import Glibc

/// The operator's password where `[supervisor]` has none: made at the first start and kept in `run/console.password`, which
/// only the owner reads.
public enum OperatorPassword {
    /// Reads the password, or makes it.
    /// - Throws: ``ConsoleError`` when it can be neither read nor written.
    public static func kept(in file: String) throws(ConsoleError) -> String {
        if let contents = FileManager.default.contents(atPath: file) {
            let text = String(decoding: contents, as: UTF8.self).prefix { !$0.isNewline }
            if !text.isEmpty { return String(text) }
        }
        let password = String(RandomToken.make().prefix(24))
        // Made under another name: a console that starts at the same moment must not read half of it.
        let new = "\(file).\(getpid())"
        let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ConsoleError("\(new): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        let line = Array("\(password)\n".utf8)
        guard write(descriptor, line, line.count) == line.count, rename(new, file) == 0 else {
            throw ConsoleError("\(file): \(String(cString: strerror(errno)))")
        }
        return password
    }
}
