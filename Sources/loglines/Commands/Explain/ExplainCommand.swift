import ArgumentParser
import Queues
import RedisClient
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
        let finder = LineFinder(configuration: configuration, redis: redis.redis, service: service, places: places)
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

/// `FILE:NUMBER`
struct FileLine: ExpressibleByArgument {
    let path: String
    /// From 1.
    let number: Int

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), colon > argument.startIndex,
            let number = Int(argument[argument.index(after: colon)...]), number > 0
        else { return nil }
        path = String(argument[..<colon])
        self.number = number
    }
}
