import ArgumentParser
import FoundationEssentials
import PluginAPI
import PluginRegistry

/// `loglines plugins new`: the source file, the test and the list entries of a plugin.
struct PluginsNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Makes a new plugin's source file, its test and its line in the registry.",
        discussion: "Run it in loglines' own folder, then: swift test --filter NAMEPluginTests")

    @Argument(help: "What plugin = will call it: lower-case letters, digits and underscores.")
    var name: String

    @Option(help: ArgumentHelp("The folder of loglines' Package.swift.", valueName: "dir"))
    var package = "."

    func run() throws {
        guard let scaffold = PluginScaffold(name: name) else {
            throw ValidationError("'\(name)' is not a lower-case letter followed by such, digits and underscores")
        }
        guard !ParserPlugins.all.contains(where: { $0.name == name }) else {
            throw ValidationError("there is a plugin '\(name)' already")
        }
        do {
            for path in try scaffold.write(into: package) { print(path) }
        } catch let error as ScaffoldError {
            printError(error.description)
            throw ExitCode.failure
        }
        print("Now: swift test --filter \(scaffold.typeName)Tests")
    }
}

/// A plugin could not be begun.
struct ScaffoldError: Error, CustomStringConvertible {
    let description: String
}

extension PluginScaffold {
    /// Writes the new files and the changed lists.
    /// - Returns: The paths written, relative to the package.
    /// - Throws: ``ScaffoldError`` before anything is written; what the file system says after that.
    func write(into package: String) throws -> [String] {
        func path(_ file: String) -> String { "\(package)/\(file)" }
        let new = [(sourcePath, source), (testPath, test)]
        for (file, _) in new where FileManager.default.fileExists(atPath: path(file)) {
            throw ScaffoldError(description: "\(path(file)) is there already")
        }
        let changed = try [(Self.manifestPath, addedToManifest), (Self.registryPath, addedToRegistry)].map {
            file, add in
            guard let contents = FileManager.default.contents(atPath: path(file)) else {
                throw ScaffoldError(
                    description: "\(path(file)) cannot be read; --package says where loglines' source is")
            }
            guard let text = add(String(decoding: contents, as: UTF8.self)) else {
                throw ScaffoldError(description: "\(path(file)) has no list of plugins as this version writes it")
            }
            return (file, text)
        }
        for (file, text) in new + changed {
            let folder = path(file).prefix(upTo: path(file).lastIndex(of: "/") ?? path(file).endIndex)
            try FileManager.default.createDirectory(atPath: String(folder), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path(file)), options: .atomic)
        }
        return (new + changed).map(\.0)
    }
}
