import FoundationEssentials
import PluginAPI
import PluginRegistry
import PluginTestKit
import Testing

@Suite struct ParserPluginsTests {
    /// A plugin is a folder of `Plugins/` and one line of the registry; `Registry` is the list's own folder.
    @Test func listsEveryFolder() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: "\(PackageRoot.path)/Plugins")
            .filter { $0 != "Registry" }
        #expect(folders.sorted() == ParserPlugins.all.map { "\($0)".replacing("Plugin", with: "") }.sorted())
    }

    @Test func namesAreUnique() {
        #expect(Set(ParserPlugins.all.map { $0.name }).count == ParserPlugins.all.count)
    }

    @Test func everyPluginSaysWhatItIs() {
        for plugin in ParserPlugins.all {
            #expect(!plugin.summary.isEmpty && !plugin.options.isEmpty, "\(plugin.name)")
        }
    }

    @Test func makesAPluginByItsName() throws {
        #expect(type(of: try ParserPlugins.make(name: "dspace", settings: .testing([:]))).name == "dspace")
        let names = ParserPlugins.all.map { $0.name }.joined(separator: ", ")
        #expect(throws: PluginError.option("plugin", "there is no plugin 'Dspace'; the plugins are \(names)")) {
            try ParserPlugins.make(name: "Dspace", settings: .testing([:]))
        }
    }
}
