import PluginAPI
import PluginTestKit
import Testing

@Suite struct RealLogTests {
    private static let log = PackageRoot.sharedData("apache-combined-10k.log")

    /// The counts are those of `awk '{print $6, $9}' | sort | uniq -c` over the file.
    @Test(.enabled(if: log != nil, "needs ../shared/data")) func readsEveryLineOfARealLog() throws {
        let lines = try PackageRoot.lines(of: try #require(Self.log))
        var counts: [String: Int] = [:]
        for bytes in lines {
            let line = try #require(try parse(bytes: bytes))
            counts["\(line.text(line.method)) \(line.status)", default: 0] += 1
        }
        #expect(lines.count == 10_000)
        #expect(counts["GET 200"] == 9_091)
        #expect(counts["GET 304"] == 445)
        #expect(counts["HEAD 200"] == 33)
    }
}
