import FoundationEssentials

/// The path of an executable product of this package, built with the tests: both lie in the same folder.
/// - Parameter name: The product's name; the test target has to depend on it.
/// - Throws: When the folder of the running tests cannot be told.
public func builtProgram(_ name: String) throws -> String {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return "\(tests[..<(tests.lastIndex(of: "/") ?? tests.startIndex)])/\(name)"
}
