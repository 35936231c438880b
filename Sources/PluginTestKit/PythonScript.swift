import Glibc

/// Runs a Python script of `Tests/Scripts`.
public enum PythonScript {
    /// Whether there is a Python.
    public static let isAvailable = system("python3 -c '' 2>/dev/null") == 0

    /// The lines that a script prints.
    /// - Throws: ``ScriptFailed``.
    public static func lines(of script: String, _ arguments: String...) throws -> [String] {
        let words = ["\(PackageRoot.path)/Tests/Scripts/\(script)"] + arguments
        let command = "python3 \(words.map { "'\($0)'" }.joined(separator: " "))"
        guard let stream = popen(command, "r") else { throw ScriptFailed(command: command) }
        var lines: [String] = []
        while let line = readLine(from: stream) { lines.append(line) }
        guard pclose(stream) == 0 else { throw ScriptFailed(command: command) }
        return lines
    }

    private static func readLine(from stream: UnsafeMutablePointer<FILE>) -> String? {
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        guard getline(&buffer, &capacity, stream) > 0, let buffer else { return nil }
        return String(String(cString: buffer).prefix { $0 != "\n" })
    }
}

/// A script that ended badly.
struct ScriptFailed: Error {
    let command: String
}
