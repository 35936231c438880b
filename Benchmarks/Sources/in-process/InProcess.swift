/// What is measured by calling loglines' modules, because no worker does just that. Prints `{"count": …, "seconds": …}`.
///
///     in-process parse FILE
///     in-process settle SOCKET QUEUE BATCH
@main
struct InProcess {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let result =
            switch (arguments.first, arguments.count) {
            case ("parse", 2): try parse(file: arguments[2])
            case ("settle", 4): try settle(socket: arguments[2], queue: arguments[3], batch: arguments[4])
            default: throw WrongUse()
            }
        print("{\"count\": \(result.count), \"seconds\": \(result.duration / .seconds(1))}")
    }
}

/// How much was done in which time.
struct Measured {
    var count = 0
    var duration = Duration.zero
}

struct WrongUse: Error, CustomStringConvertible {
    let description = "wrong arguments; see Benchmarks/Sources/in-process/InProcess.swift"
}
