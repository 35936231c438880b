import Glibc

/// A program that could not be run, or failed.
struct ProgramFailed: Error, CustomStringConvertible {
    let description: String
}

/// Whether the independent reader of INI files is there.
let pythonIsThere = (try? run(["python3", "--version"])) != nil

/// Runs a program and waits for its end.
/// - Returns: What it wrote to stdout.
/// - Throws: ``ProgramFailed``.
func run(_ command: [String]) throws -> String {
    let quoted = command.map { "'\($0)'" }.joined(separator: " ")
    guard let pipe = popen(quoted, "r") else { throw ProgramFailed(description: "\(quoted): cannot be started") }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { output += buffer.prefix(count) }
    let status = pclose(pipe)
    guard status == 0 else { throw ProgramFailed(description: "\(quoted): status \(status)") }
    return String(decoding: output, as: UTF8.self)
}
