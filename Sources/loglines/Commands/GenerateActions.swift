import ArgumentParser
import Generator
import Glibc
import Workers

extension GenerateCommand {
    /// Plays sensors until the limit is reached or the process is to end.
    func playSensors(to server: ActionsArgument) throws {
        let stop = StopSignal.ofProcess
        _ = OpenFiles.allow(sensors + 64)
        var player = try SensorPlayer(
            Sensors(seed: seed ?? .random(in: .min ... .max), count: sensors), host: server.host, port: server.port)
        player.run(rate: rate, limit: count) { stop.isRequested }
    }
}

/// What `--actions` may be: `HOST:PORT`, or a port of this machine.
struct ActionsArgument: ExpressibleByArgument {
    let host: String
    let port: Int

    init?(argument: String) {
        let colon = argument.lastIndex(of: ":")
        guard let port = Int(colon.map { argument[argument.index(after: $0)...] } ?? argument[...]),
            (1...65_535).contains(port)
        else { return nil }
        host = colon.map { argument[..<$0].filter { $0 != "[" && $0 != "]" } } ?? "127.0.0.1"
        self.port = port
    }
}
