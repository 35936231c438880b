import CPCRE2
public import PluginAPI
import Synchronization

/// A regular expression compiled by PCRE2 to machine code.
///
/// It takes PCRE2's syntax, which includes Python's `(?P<name>…)`. A pattern of ASCII
/// characters works on bytes, so that log lines that are not UTF-8 are searched like all others. A pattern with other
/// characters is compiled as UTF-8 (else `é+` or `[äö]` would mean single bytes) and steps over what is not UTF-8 in the
/// text.
///
/// A search that needs more than a million steps gives up with an error: a pattern such as `(a+)+$` must fail a line, not
/// stop its worker.
public final class CompiledPattern: TextPattern {
    /// How many groups the pattern has.
    public let groupCount: Int

    /// The named groups. They are few, and looking at each is faster than a hash.
    private let names: [(name: String, group: Int)]

    /// PCRE2 writes its result into memory of the pattern's own; the lock lets several threads share a pattern.
    private let program: Mutex<Program>

    /// Compiles an expression.
    /// - Parameter ignoringCase: Whether letters match whatever their case.
    /// - Throws: ``PluginError`` with what is wrong and at which column.
    public init(_ expression: String, ignoringCase: Bool = false) throws {
        let program = try Program(Array(expression.utf8), ignoringCase: ignoringCase)
        names = program.groupNames
        groupCount = program.groupCount
        self.program = Mutex(program)
    }

    /// Searches for the pattern; anchors bind to the range, and nothing before it is looked at.
    /// - Returns: The range of the whole match and of each group (nil for a group that took no part); nil without a match.
    /// - Throws: ``PluginError`` when the search took too many steps.
    public func firstMatch(in bytes: [UInt8], _ range: Range<Int>) throws -> [Range<Int>?]? {
        try program.withLock { program in
            let found = try bytes.withUnsafeBufferPointer { try program.search($0, range) }
            return found ? program.ranges(movedBy: range.lowerBound) : nil
        }
    }

    /// Searches as ``firstMatch(in:_:)`` does, for patterns that are alternatives, each in a group.
    /// - Returns: The number of the first group that took part; 0 when none did; nil without a match.
    /// - Throws: ``PluginError`` when the search took too many steps.
    public func firstGroup(in bytes: [UInt8], _ range: Range<Int>) throws -> Int? {
        try program.withLock { program in
            let found = try bytes.withUnsafeBufferPointer { try program.search($0, range) }
            return found ? program.firstGroup : nil
        }
    }

    /// The number of a named group; nil when there is none of that name.
    public func group(named name: String) -> Int? { names.first { $0.name == name }?.group }

    /// Whether the pattern is found.
    /// - Throws: ``PluginError`` when the search took too many steps.
    public func matches(_ bytes: ArraySlice<UInt8>) throws -> Bool {
        try program.withLock { program in
            try bytes.withUnsafeBufferPointer { try program.search($0, $0.indices) }
        }
    }
}
