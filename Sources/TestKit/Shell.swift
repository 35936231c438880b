import Glibc

/// What a call of a command came to.
public struct CommandOutcome: Equatable, Sendable {
    /// Its exit code.
    public let code: Int32
    /// What it wrote to stdout.
    public let output: String
    /// What it wrote to stderr.
    public let errors: String

    /// An outcome, to compare with.
    public init(_ code: Int32, _ output: String, _ errors: String) {
        self.code = code
        self.output = output
        self.errors = errors
    }
}

/// Runs a line of shell in a directory, and waits for its end.
/// - Parameter command: What /bin/sh runs; stdin is empty.
public func shell(_ command: String, in directory: TemporaryDirectory) -> CommandOutcome {
    let (output, errors) = (
        ".output-\(UInt32.random(in: .min ... .max))", ".errors-\(UInt32.random(in: .min ... .max))"
    )
    defer { for file in [output, errors] { unlink(directory.file(file)) } }
    let status = system("cd '\(directory.path)' && { \(command)\n} >\(output) 2>\(errors) </dev/null")
    return CommandOutcome((status >> 8) & 0xff, directory.read(output) ?? "", directory.read(errors) ?? "")
}

/// Runs the built program with `--directory` of a site, and waits for its end.
/// - Throws: When the folder of the running tests cannot be told.
public func loglines(_ arguments: String..., in site: TemporaryDirectory) throws -> CommandOutcome {
    try loglines(arguments, in: site)
}

/// Runs the built program with `--directory` of a site, and waits for its end.
/// - Throws: When the folder of the running tests cannot be told.
public func loglines(_ arguments: [String], in site: TemporaryDirectory) throws -> CommandOutcome {
    let words = [try builtProgram("loglines")] + arguments + ["--directory", site.path]
    return shell(words.map { "'\($0)'" }.joined(separator: " "), in: site)
}
