public import ArgumentParser
public import Inspection
import Settings

/// `loglines explain`: what is decided of one line, and where it is.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Tells of one log line each decision, and where it is now.",
        discussion: """
            The line is given as text, by its message's id, or as FILE:NUMBER. Decisions are those of today's configuration \
            and lists of user agents. Nothing is sent or changed.
            """)

    @OptionGroup var redis: RedisOption
    @Argument(help: "The log line.") var line: String?
    @Option(help: "The id of its message, as `queues show` gives it.") var id: String?
    @Option(help: "The file and the number of the line in it, from 1.") var file: FileLine?
    @Option(help: "The service it belongs to; needed where that is not clear.") var service: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard [line != nil, id != nil, file != nil].count(where: \.self) == 1 else {
            throw ValidationError("Give one of a LINE, --id ID or --file FILE:NUMBER")
        }
    }

    func run() throws {
        let configuration = try loadConfiguration(redis.directory.directory)
        let places = MessagePlaces(configuration, redis: redis.redis)
        let finder = LineFinder(configuration, service: service, places)
        do {
            let subject =
                if let line { try finder.line(Array(line.utf8)) } else if let id {
                    try finder.message(id: id)
                } else if let file { try finder.line(in: file) } else { throw ExitCode.usage }
            let explanation = try Explanation(of: subject, configuration, redis: redis.redis, places)
            print(json ? explanation.json.line : ExplanationText(colours: Terminal.takesColours).text(explanation))
        } catch let problem as LineNotFound {
            printError(problem.description)
            throw ExitCode.failure
        }
    }
}

extension FileLine: ExpressibleByArgument {
    /// A line of the command line.
    public init?(argument: String) { self.init(argument) }
}
