public import Decompression
public import LiveFeed
public import PluginAPI
import Queues

/// The lines of a log file, in the order of the file. Lines that cannot be read are shown as such, with the time of the line
/// before.
public final class LogReplay: ReplaySource {
    private static let batch = 1_000

    private let service: String
    private let parser: any ParserPlugin
    private let window: ImportWindow
    private let lines: ImportLines
    private let name: String
    private var maker: EventMaker
    private var waiting: ArraySlice<FileLines.Line> = []
    /// The time of the last line that has one.
    private var time: UTCTime?

    /// The lines of a file.
    /// - Parameters:
    ///   - parser: Reads them.
    ///   - framing: How lines make records.
    ///   - window: The times whose lines are shown.
    ///   - anonymity: Of how many hits within an hour a place must be to be told.
    public init(
        _ file: InputFile, service: String, parser: any ParserPlugin, framing: Framing, window: ImportWindow,
        anonymity: Int
    ) {
        (self.service, self.parser, self.window, name) = (service, parser, window, file.name)
        lines = ImportLines(file, framing: framing, takesRest: true) { _ in }
        maker = EventMaker(anonymity: [service: anonymity])
    }

    /// The next hit; comments and lines of other times are passed over.
    /// - Throws: `InputFile.Problem`, and what keys' owner throws when addresses cannot be hashed.
    public func next() throws -> LiveEvent? {
        while true {
            if waiting.isEmpty {
                guard try lines.read(upTo: Self.batch) else { return nil }
                waiting = lines.lines[...]
            }
            while let line = waiting.popFirst() {
                if let event = try event(of: line) { return event }
            }
        }
    }

    private func event(of line: FileLines.Line) throws -> LiveEvent? {
        let message = LogMessage(service: service, line: Array(lines.bytes[line.range]))
        do {
            guard let parsed = try parser.parseline(message) else { return nil }
            time = parsed.time
            return window.holds(parsed.time) ? maker.event(of: parsed, id: nil).event : nil
        } catch let error as PluginError where error.option == nil {
            guard let time, window.holds(time) else { return nil }
            return maker.event(of: message, error, now: time)
        }
    }
}
