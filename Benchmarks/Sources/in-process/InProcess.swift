/// What is measured by calling loglines' modules, because no worker does just that. Prints
/// `{"count": …, "seconds": …, "allocations": …}`, the last being blocks of memory that were asked for meanwhile.
///
///     in-process parse FILE
///     in-process openurl LINES
///     in-process settle SOCKET QUEUE BATCH
///     in-process pass-on SOCKET QUEUE BATCH
///     in-process repeat WORK ROUNDS
@main
struct InProcess {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let result =
            switch (arguments.first, arguments.count) {
            case ("parse", 2): try parse(file: arguments[2])
            case ("openurl", 2): try openURLs(lines: number(arguments[2]))
            case ("settle", 4): try settle(socket: arguments[2], queue: arguments[3], batch: number(arguments[4]))
            case ("pass-on", 4):
                try settle(
                    socket: arguments[2], queue: arguments[3], batch: number(arguments[4]), isPassedOn: true)
            case ("repeat", 3): try Work.named(arguments[2]).measured(rounds: number(arguments[3]))
            default: throw WrongUse()
            }
        print(
            "{\"count\": \(result.count), \"seconds\": \(result.duration / .seconds(1)), "
                + "\"allocations\": \(result.allocations)}")
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text) else { throw WrongUse() }
        return number
    }
}

/// How much was done in which time.
struct Measured {
    var count = 0
    var duration = Duration.zero
    var allocations = 0
}

struct WrongUse: Error, CustomStringConvertible {
    let description = "wrong arguments; see Benchmarks/Sources/in-process/InProcess.swift"
}
