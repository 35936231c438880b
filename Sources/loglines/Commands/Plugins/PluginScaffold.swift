/// The texts of a new plugin, and its place in the lists.
struct PluginScaffold {
    static let manifestPath = "Package.swift"
    static let registryPath = "Plugins/Registry/ParserPlugins.swift"

    /// What `plugin =` will call it.
    let name: String
    /// The folder in `Plugins/`: `my_repository` becomes `MyRepository`.
    let folder: String

    /// A plugin of a name; nil when it is none that a module can be called after.
    init?(name: String) {
        guard name.count <= 50, name.wholeMatch(of: #/[a-z][a-z0-9]*(_[a-z0-9]+)*/#) != nil, name != "registry"
        else { return nil }
        self.name = name
        folder = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The type and the module.
    var typeName: String { "\(folder)Plugin" }
    var sourcePath: String { "Plugins/\(folder)/\(typeName).swift" }
    var testPath: String { "Tests/\(typeName)Tests/\(typeName)Tests.swift" }

    /// `Package.swift` with the plugin in its list; nil when the list is not found.
    func addedToManifest(_ manifest: String) -> String? {
        var lines = manifest.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("let plugins = [") }) else { return nil }
        if lines[start].hasPrefix("let plugins = [\""), lines[start].hasSuffix("\"]") {
            lines[start] = "\(lines[start].dropLast()), \"\(folder)\"]"
        } else {
            // Too long for one line, the list has lines of its own.
            guard lines[start] == "let plugins = [", let end = lines[start...].firstIndex(of: "]") else { return nil }
            lines.insert("    \"\(folder)\",", at: end)
        }
        return lines.joined(separator: "\n")
    }

    /// The registry with the plugin imported, in the order of names, and listed last; nil when the list is not found.
    func addedToRegistry(_ registry: String) -> String? {
        var lines = registry.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let end = lines.firstIndex(of: "    ]") else { return nil }
        lines.insert("        \(typeName).self,", at: end)
        func imported(_ line: String) -> Substring? {
            line.contains("import ") ? line.split(separator: " ").last : nil
        }
        guard
            let place = lines.firstIndex(where: { line in imported(line).map { $0 > typeName } ?? false })
                ?? lines.lastIndex(where: { imported($0) != nil }).map({ $0 + 1 })
        else { return nil }
        lines.insert("import \(typeName)", at: place)
        return lines.joined(separator: "\n")
    }

    /// A plugin that works: for a repository with pages `/items/ID` and files `/files/ID/NAME`.
    var source: String {
        """
        public import PluginAPI

        /// The repository software \(folder): pages `/items/ID`, files `/files/ID/NAME`.
        public struct \(typeName): ParserPlugin {
            /// What `plugin =` calls it.
            public static let name = "\(name)"

            /// One line for `loglines plugins`.
            public static let summary = "\(folder)"

            /// The options of every web log.
            public static let options = PluginOption.common

            private let web: WebLog
            private let page: any TextPattern
            private let file: any TextPattern
            private let excluded: ExcludedTargets

            /// Compiles the patterns.
            /// - Throws: ``PluginError`` that names the option.
            public init(settings: PluginSettings) throws {
                web = try WebLog(settings: settings, options: Self.options)
                // Patterns see path and query as logged.
                page = try settings.tools.pattern("^/items/(?<id>[0-9]+)\\(URLPiece.query)", ignoringCase: false)
                file = try settings.tools.pattern(
                    "^/files/(?<id>[0-9]+)/(?<name>[^/?#]+)\\(URLPiece.query)", ignoringCase: false)
                // What is no use of an item, with the reason that the ledger counts it by; no groups that capture.
                excluded = try ExcludedTargets(
                    [(.thumbnail, "/files/[0-9]+/cover/"), (.search, "/search\\(URLPiece.end)")], tools: settings.tools)
            }

            /// Takes a line apart and looks what its target is.
            /// - Throws: ``PluginError`` when the line is malformed.
            public func parseline(_ message: LogMessage) throws -> ParsedLine? {
                try web.parse(message) { target in
                    let target = target.withSingleSlashes
                    if let match = try target.match(page) {
                        return web.investigation(of: match.text("id"), page: "/items/\\(match.text("id"))")
                    }
                    if let match = try target.match(file) {
                        // `part` tells the item's files apart for double clicks; `page` is nil where the address does not give it.
                        return web.request(
                            of: match.text("id"), part: match.text("name"), page: "/items/\\(match.text("id"))", target)
                    }
                    return try excluded.classification(of: target)
                }
            }

            /// What a tracker is to be told.
            public func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? { try web.openURLParams(line) }
        }

        """
    }

    /// Its test: targets and what the plugin makes of them.
    var test: String {
        """
        \(["PluginAPI", "PluginTestKit", "Testing", typeName].sorted().map { "import \($0)" }.joined(separator: "\n"))

        @Suite struct \(typeName)Tests {
            @Test(arguments: [
                ("/items/123", "I oai:repo.example:123"),
                ("/files/123/a.pdf", "R oai:repo.example:123"),
                ("/items/123?from=list", "I oai:repo.example:123"),
                ("/files/123/cover/small.png", "thumbnail"),
                ("/search?q=123", "search"),
                ("/about", "not an item"),
            ])
            func classifies(target: String, verdict: String) throws {
                #expect(try \(typeName)(settings: .testing([:])).verdict(on: target) == verdict)
            }
        }

        """
    }
}
