import Testing

@testable import StatsD

struct ManagementConsoleTests {
    @Test("Objects look as Node prints them")
    func objects() {
        #expect(ObjectText.object([]) == "{}")
        #expect(ObjectText.object([("a", "1"), ("b.c", "2"), ("it's", "3")]) == #"{ a: 1, 'b.c': 2, "it's": 3 }"#)
        let many = (0..<9).map { ("stats.key\($0)", "1") }
        #expect(ObjectText.object(many).hasPrefix("{\n  'stats.key0': 1,\n  'stats.key1': 1,\n"))
        #expect(ObjectText.object(many).hasSuffix("'stats.key8': 1\n}"))
        #expect(ObjectText.array([1, 0.5]) == "[ 1, 0.5 ]")
        #expect(ObjectText.array([]) == "[]")
        #expect(ObjectText.array(Array(repeating: 1, count: 102)).hasSuffix("1, ... 2 more items ]"))
    }

    @Test("Times are told as seconds ago")
    func stats() {
        var console = ManagementConsole(configuration: [("flush", "10")])
        var store = MetricStore(StatsDOptions(), gauges: Gauges())
        var delivery = MetricStore.Delivery(startup: 100)
        (delivery.lastFlush, delivery.flushTime, delivery.flushLength) = (190, 3, 4_000)
        let status = ManagementConsole.Status(now: 200, startup: 100, lastMessage: 199, delivery: delivery)
        #expect(
            console.answer("stats", &store, status) == """
                uptime: 100
                messages.last_msg_seen: 1
                messages.bad_lines_seen: 0
                graphite.last_exception: 100
                graphite.last_flush: 10
                graphite.flush_time: 3
                graphite.flush_length: 4000
                END


                """)
        #expect(console.answer("config", &store, status) == "\nflush: 10\n")
        #expect(console.answer("health DOWN", &store, status) == "health: down\n")
        #expect(console.answer("health other", &store, status) == "health: down\n")
        #expect(console.answer("", &store, status) == "ERROR\n")
        #expect(console.answer("quit", &store, status) == nil)
    }
}
