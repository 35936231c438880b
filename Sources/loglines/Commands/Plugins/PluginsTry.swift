public import ArgumentParser
import Digests
import Forwarding
import Glibc
import PluginAPI
import PluginRegistry
public import Settings

/// `loglines plugins try`: what a plugin makes of log lines.
struct PluginsTry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Parses log lines and shows the fields and the OpenURL of each. Sends nothing.",
        discussion: "Example: loglines plugins try eprints access.log -o base_url=https://eprints.example.ac.uk")

    @OptionGroup var location: DirectoryOption

    @Argument(help: "The plugin.")
    var plugin: String

    @Argument(help: "The log; none or -: stdin.")
    var file: String?

    @Option(
        name: .short,
        help: ArgumentHelp(
            "An option as in the [service_ID] section, or service=ID (default: the host of base_url). May be repeated.",
            valueName: "key=value"),
        transform: { text in
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw ValidationError("'\(text)' is not KEY=VALUE")
            }
            return ServiceOption(key: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
        })
    var option: [ServiceOption] = []

    @Flag(help: "Print one JSON object per line.")
    var json = false

    @Option(name: .customLong("protocol"), help: "Whose keys the OpenURL has: irus-r5, irus-r4 or pirus2.")
    var trackerProtocol = ForwarderSettings.TrackerProtocol.irusR5

    func run() throws {
        var settings = ForwarderSettings(listento: "", endpointURL: "")
        settings.trackerProtocol = trackerProtocol
        let renderer = OpenURLRenderer(settings)
        let keys = RandomKeys()
        let tools = ProgramTools(directory: location.directory, addressKeys: keys.key)
        let (service, parser) = try makeParser(tools)
        guard let input = file == nil || file == "-" ? fdopen(STDIN_FILENO, "r") : fopen(file, "r") else {
            printError("\(file ?? "stdin"): \(String(cString: strerror(errno)))")
            throw ExitCode.failure
        }
        defer { fclose(input) }
        let display = TriedLineText(colours: !json && Terminal.takesColours)
        var count = 0
        var summary = TrySummary()
        while let line = input.nextLine() {
            count += 1
            let tried = TriedLine(LogMessage(service: service, line: line), parser, renderer)
            print(json ? tried.json.line : display.text(tried, number: count))
            summary.add(tried)
        }
        if !json {
            print(summary.text)
            for choice in tools.choices { print("format auto: \(choice)") }
        }
        if keys.haveHashed {
            printError("addresses are hashed with a key of this run alone; the workers' hashes are others")
        }
    }

    private func makeParser(_ tools: ProgramTools) throws -> (service: String, parser: any ParserPlugin) {
        do {
            let type = try ParserPlugins.plugin(named: plugin)
            var options: [String: String] = [:]
            for option in option { options[option.key] = option.value }
            let given = options.removeValue(forKey: "service")
            if let unknown = options.keys.sorted().first(where: { key in !type.options.contains { $0.name == key } }) {
                let names = type.options.map(\.name).joined(separator: ", ")
                throw PluginError.option(unknown, "no option of \(plugin); its options are \(names)")
            }
            let base = PluginSettings(service: "", options: options, tools: tools).withDefaults(of: type.options)
            let service = given ?? base["base_url"].flatMap(WebLog.host(of:)) ?? plugin
            return (service, try type.init(settings: PluginSettings(service: service, options: options, tools: tools)))
        } catch let error as PluginError {
            printError(error.description)
            throw error.option == "plugin" ? ExitCode.validationFailure : ExitCode(78)
        }
    }
}

/// `-o key=value`
struct ServiceOption {
    let key: String
    let value: String
}

extension ForwarderSettings.TrackerProtocol: ExpressibleByArgument {}
