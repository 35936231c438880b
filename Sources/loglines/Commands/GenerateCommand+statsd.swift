import Generator
import Workers

extension GenerateCommand {
    /// Sends metrics until the limit is reached or the process is to end.
    func sendMetrics(to server: ServerArgument) throws {
        let stop = StopSignal.ofProcess
        let traffic = MetricTraffic(keys: keys, seed: seed ?? .random(in: .min ... .max))
        let sender = try MetricSender(host: server.host, port: server.port)
        let sent = sender.run(traffic, rate: rate, limit: count) { stop.isRequested }
        print("sent \(sent.metrics) metrics in \(sent.packets) datagrams; \(sent.refused) refused")
    }
}
