import PluginTestKit
import TestKit
import Testing

@testable import loglines

@Suite struct PluginScaffoldTests {
    @Test(arguments: [("hyrax", "Hyrax"), ("my_repository", "MyRepository"), ("ojs3", "Ojs3")])
    func namesTheModule(name: String, folder: String) throws {
        let scaffold = try #require(PluginScaffold(name: name))
        #expect(scaffold.folder == folder)
        #expect(scaffold.sourcePath == "Plugins/\(folder)/\(folder)Plugin.swift")
        #expect(scaffold.testPath == "Tests/\(folder)PluginTests/\(folder)PluginTests.swift")
    }

    @Test(arguments: ["", "Hyrax", "3d", "a-b", "_a", "a__b", "a_", "../a", "registry"])
    func refusesOtherNames(name: String) {
        #expect(PluginScaffold(name: name) == nil)
    }

    @Test func compilesAsItStands() throws {
        let directory = try TemporaryDirectory()
        let scaffold = try #require(PluginScaffold(name: "hyrax"))
        try directory.write(scaffold.source, to: "HyraxPlugin.swift")
        let modules = try builtProgram("Modules")
        let options = "-swift-version 6 -enable-upcoming-feature InternalImportsByDefault -typecheck"
        #expect(
            shell("swiftc \(options) -I '\(modules)' HyraxPlugin.swift", in: directory) == CommandOutcome(0, "", ""))
    }

    /// The lists of this very package, so that the scaffold fails its test as soon as they are written differently.
    @Test(arguments: ["aaa", "hyrax", "zzz"])
    func findsTheListsOfThisPackage(name: String) throws {
        let scaffold = try #require(PluginScaffold(name: name))
        let manifest = try PackageRoot.lines(of: "\(PackageRoot.path)/\(PluginScaffold.manifestPath)").text
        #expect(try #require(scaffold.addedToManifest(manifest)).contains("\n    \"\(scaffold.folder)\",\n]\n"))

        #expect(
            scaffold.addedToManifest("let plugins = [\"Combined\", \"Ora\"]\n")
                == "let plugins = [\"Combined\", \"Ora\", \"\(scaffold.folder)\"]\n")

        let registry = try PackageRoot.lines(of: "\(PackageRoot.path)/\(PluginScaffold.registryPath)").text
        let lines = try #require(scaffold.addedToRegistry(registry)).split(separator: "\n")
        let imports = lines.filter { $0.contains("import ") }.compactMap { $0.split(separator: " ").last }
        #expect(imports.contains("\(scaffold.typeName)"[...]))
        #expect(imports == imports.sorted())
        #expect(lines.contains("        \(scaffold.typeName).self,"))
    }

    @Test func refusesListsThatAreWrittenDifferently() throws {
        let scaffold = try #require(PluginScaffold(name: "hyrax"))
        #expect(scaffold.addedToManifest("let plugins = []\n") == nil)
        #expect(scaffold.addedToManifest("let plugins = [\n    \"Ora\"\n") == nil)
        #expect(scaffold.addedToRegistry("import PluginAPI\n") == nil)
    }
}

extension [[UInt8]] {
    fileprivate var text: String { map { String(decoding: $0, as: UTF8.self) + "\n" }.joined() }
}
