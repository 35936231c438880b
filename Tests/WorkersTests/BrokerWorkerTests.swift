import Settings
import TestKit
import Testing
import Workers

@Suite("The broker")
struct BrokerWorkerTests {
    @Test("Every message reaches every queue once, in its order")
    func fansOut() throws {
        let bench = try WorkerBench()
        let lines = (1...1_500).map(String.init)
        try bench.push(lines, to: "in")
        let expected = try bench.server.list("in")
        let settings = BrokerSettings(listento: "in", fanout: ["a", "b", "c"])
        let worker = bench.broker(settings)
        try eventually("all are moved") { try bench.depth("in") == 0 }
        try bench.push(["late"], to: "in")
        try eventually("what comes later is moved too") { try bench.depth("a") == 1_501 }
        try worker.end()
        for queue in settings.fanout {
            #expect(try Array(bench.server.list(queue).dropFirst()) == expected)
        }
        #expect(worker.progress.snapshot.done == 1_501)
    }
}
