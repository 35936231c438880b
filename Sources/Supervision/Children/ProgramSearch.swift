import Glibc
import SupervisorClient

/// Where a program's file is.
enum ProgramSearch {
    /// The file that a command's first word stands for.
    /// - Parameters:
    ///   - word: A name looked for in `path`, or a path, relative to `directory`.
    ///   - path: Directories separated by colons, as in `PATH`.
    /// - Throws: ``LaunchError`` with supervisord's words.
    static func locate(_ word: String, path: String, directory: String) throws(LaunchError) -> String {
        if word.contains("/") {
            let file = word.hasPrefix("/") ? word : "\(directory)/\(word)"
            guard access(file, F_OK) == 0 else { throw LaunchError("can't find command '\(word)'", .noFile) }
            guard isProgram(file) else { throw LaunchError("command at '\(word)' is not executable", .notExecutable) }
            return file
        }
        for folder in path.split(separator: ":") {
            let file = "\(folder)/\(word)"
            if isProgram(file) { return file }
        }
        throw LaunchError("can't find command '\(word)'", .noFile)
    }

    private static func isProgram(_ file: String) -> Bool {
        var status = stat()
        guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return access(file, X_OK) == 0
    }
}
