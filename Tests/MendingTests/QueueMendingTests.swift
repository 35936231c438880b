import Mending
import PluginAPI
import Queues
import RedisClient
import Settings
import TestKit
import Testing

/// Queues as operators mend them: `in` is copied to `pirus2` and `articles`, where lines end.
@Suite("Mending queues")
struct QueueMendingTests {
    let server: RedisServer
    let connection: RedisConnection
    let mending: QueueMending
    let topology: Topology

    init() throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            """
            [service_s]
            plugin = combined
            [service_held]
            plugin = combined
            double_clicks = yes
            [logger_access]
            logfile = /nowhere/access.log
            pushto = in
            servicename = s
            [worker_broker]
            kind = broker
            listento = in
            fanout = pirus2, articles
            [worker_pirus2]
            kind = pirus2
            listento = pirus2
            endpoint_url = http://127.0.0.1:9/
            [logger_articles]
            listento = articles
            logfile = articles.log
            """, to: "loglines.cfg")
        server = try RedisServer()
        connection = try server.connection()
        let configuration = try ConfigurationLoader.load(directory: directory.path).configuration
        topology = configuration.topology(ofRedis: "")
        mending = QueueMending(connection, configuration, redis: "")
    }
}
