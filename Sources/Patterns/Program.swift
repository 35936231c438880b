import CPCRE2
import PluginAPI

/// Owner of PCRE2's objects for one pattern: the code and what a search needs. One thread at a time may use it.
struct Program: ~Copyable {
    private let code: OpaquePointer
    private let matchData: OpaquePointer
    private let matchContext: OpaquePointer
    private let stack: OpaquePointer
    /// Whether the machine code can be called without what PCRE2 checks before each search: it was made, and the text need
    /// not be looked at for what is not UTF-8.
    private let isCalledDirectly: Bool

    /// How many steps a search may take; ten milliseconds or so.
    private static let stepLimit: UInt32 = 1_000_000

    init(_ expression: [UInt8], ignoringCase: Bool) throws {
        var options: UInt32 = ignoringCase ? PCRE2_CASELESS : 0
        if expression.contains(where: { $0 >= 0x80 }) {
            options |= PCRE2_UTF | UInt32(PCRE2_MATCH_INVALID_UTF)
        }
        var failure: Int32 = 0
        var offset = 0
        guard let code = pcre2_compile_8(expression, expression.count, options, &failure, &offset, nil) else {
            throw PluginError.malformed("\(Program.text(of: failure)) at column \(offset + 1)")
        }
        // Where the processor has no JIT compiler, PCRE2 interprets the same code: slower, with the same results.
        let hasMachineCode = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE)) == 0
        guard let matchData = pcre2_match_data_create_from_pattern_8(code, nil),
            let matchContext = pcre2_match_context_create_8(nil),
            let stack = pcre2_jit_stack_create_8(32 << 10, 1 << 20, nil)
        else { fatalError("out of memory for a pattern") }
        pcre2_set_match_limit_8(matchContext, Program.stepLimit)
        pcre2_jit_stack_assign_8(matchContext, nil, UnsafeMutableRawPointer(stack))
        self.code = code
        self.matchData = matchData
        self.matchContext = matchContext
        self.stack = stack
        isCalledDirectly = hasMachineCode && options & PCRE2_UTF == 0
    }

    deinit {
        pcre2_match_data_free_8(matchData)
        pcre2_match_context_free_8(matchContext)
        pcre2_jit_stack_free_8(stack)
        pcre2_code_free_8(code)
    }

    var groupCount: Int { Int(pcre2_get_ovector_count_8(matchData)) - 1 }

    /// PCRE2's table of names: for each group two bytes of its number and the name with a NUL after it.
    var groupNames: [(name: String, group: Int)] {
        var count: UInt32 = 0
        var entrySize: UInt32 = 0
        var table: UnsafePointer<UInt8>?
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &entrySize)
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
        guard let table else { return [] }
        return (0..<Int(count)).map { index in
            let entry = table + index * Int(entrySize)
            return (String(cString: entry + 2), Int(entry[0]) << 8 | Int(entry[1]))
        }
    }

    /// Searches a part of a text; what was found stands in the match data until the next search.
    func search(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) throws -> Bool {
        let start = text.baseAddress.map { $0 + range.lowerBound }
        // Without a text there is no address, which only the checks let pass.
        let match = isCalledDirectly && start != nil ? pcre2_jit_match_8 : pcre2_match_8
        let count = match(code, start, range.count, 0, 0, matchData, matchContext)
        if count >= 0 { return true }
        guard count == PCRE2_ERROR_NOMATCH else {
            throw PluginError.malformed("a pattern gave up: \(Program.text(of: count))")
        }
        return false
    }

    /// The last search's ranges: the whole match, then the groups.
    func ranges(movedBy offset: Int) -> [Range<Int>?] {
        guard let pairs = pcre2_get_ovector_pointer_8(matchData) else { return [] }
        return (0...groupCount).map { group in
            let start = pairs[2 * group]
            // PCRE2_UNSET is -1 here. `\K` in a look-ahead may put the start behind the end.
            guard start >= 0, start <= pairs[2 * group + 1] else { return nil }
            return start + offset..<pairs[2 * group + 1] + offset
        }
    }

    /// Of the last search, the first group that took part; 0 when none did.
    var firstGroup: Int {
        guard groupCount > 0, let pairs = pcre2_get_ovector_pointer_8(matchData) else { return 0 }
        return (1...groupCount).first { pairs[2 * $0] >= 0 } ?? 0
    }

    private static func text(of code: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = pcre2_get_error_message_8(code, &buffer, buffer.count)
        return count < 0 ? "PCRE2 error \(code)" : String(decoding: buffer.prefix(Int(count)), as: UTF8.self)
    }
}
