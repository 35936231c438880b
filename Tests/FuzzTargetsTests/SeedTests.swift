import FoundationEssentials
import FuzzTargets
import PluginTestKit
import Testing

@Suite("What the fuzzers check")
struct SeedTests {
    @Test("Every target has seeds, and every seed a target")
    func foldersAgree() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(Set(folders) == Set(FuzzTarget.all.map(\.name)))
    }

    @Test("Holds for every seed", arguments: FuzzTarget.all.map(\.name))
    func holds(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let seeds = try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/\(name)")
        #expect(!seeds.isEmpty)
        for seed in seeds {
            let input = Array(try Data(contentsOf: URL(filePath: "\(Self.folder)/\(name)/\(seed)")))
            #expect(throws: Never.self, "\(name)/\(seed)") { try target.check(input) }
        }
    }

    private static let folder = "\(PackageRoot.path)/Tests/Fuzz/seeds"
}
