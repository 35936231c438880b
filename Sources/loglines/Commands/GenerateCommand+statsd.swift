import ArgumentParser
import Generator
import Workers

extension GenerateCommand {
    /// Sends metrics until the limit is reached or the process is to end.
    func sendMetrics(to server: StatsDArgument) throws {
        let stop = StopSignal.ofProcess
        let traffic = MetricTraffic(keys: keys, seed: seed ?? .random(in: .min ... .max))
        let sender = try MetricSender(host: server.host, port: server.port)
        let sent = sender.run(traffic, rate: rate, limit: count) { stop.isRequested }
        print("sent \(sent.metrics) metrics in \(sent.packets) datagrams; \(sent.refused) refused")
    }
}

/// What `--statsd` may be: `HOST:PORT`, or a port of this machine.
struct StatsDArgument: ExpressibleByArgument {
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
