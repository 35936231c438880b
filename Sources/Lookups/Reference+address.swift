import PluginAPI

extension Reference {
    /// The identifier without its percent-encoding: the log line has it as the address had it.
    var decodedID: String { PercentEncoding.decodedOnce(Array(id.utf8)[...]) }

    /// Whether it is one step of a path, and none that leads elsewhere.
    var isOneStep: Bool { Self.isStep(id) }

    /// A handle's two halves, each one step of a path; nil when it is no handle.
    var handleSteps: (prefix: String, suffix: String)? {
        let halves = decodedID.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard halves.count == 2, halves.allSatisfy(Self.isStep) else { return nil }
        return (halves[0], halves[1])
    }

    private static func isStep(_ text: String) -> Bool { !text.isEmpty && text != "." && text != ".." }
}
