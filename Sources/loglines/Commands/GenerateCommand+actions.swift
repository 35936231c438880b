import Generator
import Glibc
import Workers

extension GenerateCommand {
    /// Plays sensors until the limit is reached or the process is to end.
    func playSensors(to server: ServerArgument) throws {
        let stop = StopSignal.ofProcess
        _ = OpenFiles.allow(sensors + 64)
        var player = try SensorPlayer(
            Sensors(seed: seed ?? .random(in: .min ... .max), count: sensors), host: server.host, port: server.port)
        player.run(rate: rate, limit: count) { stop.isRequested }
    }
}
