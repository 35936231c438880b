import FoundationEssentials
import Glibc
import TestKit

/// What a call of `loglines` came to.
struct Outcome: Equatable {
    let code: Int32
    let output: String
    let errors: String

    init(_ code: Int32, _ output: String, _ errors: String) {
        self.code = code
        self.output = output
        self.errors = errors
    }
}

/// Runs the built program with `--directory` of a site, and waits for its end.
func loglines(_ arguments: String..., in site: TemporaryDirectory) throws -> Outcome {
    let words = [try builtProgram("loglines")] + arguments + ["--directory", site.path]
    let command = words.map { "'\($0)'" }.joined(separator: " ")
    let status = system("\(command) >\(site.file("output")) 2>\(site.file("errors"))")
    return Outcome((status >> 8) & 0xff, site.read("output") ?? "", site.read("errors") ?? "")
}
