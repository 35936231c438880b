import FoundationEssentials
import Glibc
import TestKit
import Testing

/// Stops and starts in the middle of the work.
struct RestartTests {
    @Test("Ctrl-C in the middle: all processes go, the next start goes on, nothing is lost or doubled")
    func stopAndGoOn() throws {
        // Slow enough that every stop finds requests in flight.
        let site = try Site(tracker: ["--delay", "5"])
        for round in 0..<3 {
            try site.append(items: round * 500..<(round + 1) * 500)
            try site.start()
            try eventually("requests are in flight") { try site.inFlight > 0 }
            let stop = try site.stop()
            #expect(stop.code == 0)
            #expect(stop.left == [])
        }
        try site.start()
        try site.settle(1_500)
        try site.expectNothingLostOrDoubled()
        // A stop waits for the answers to what has been sent.
        #expect(site.tracker.accepted.count == 1_125)
        #expect(Set(site.tracker.accepted.map { $0["rft.artnum"] }).count == 1_125)
        #expect(try site.failed == 0)
    }

    @Test("A tracker that never answers does not hold up the stop, and its messages are not lost")
    func hangingTracker() throws {
        let site = try Site(
            forwarder: ["timeout": "600", "stopwaitsecs": "1"], tracker: ["--fail", "hang:1"])
        try site.append(items: 1..<200)
        try site.start()
        try eventually("requests are in flight") { try site.inFlight > 0 }
        let stop = try site.stop()
        #expect(stop.code == 0)
        #expect(stop.left == [])
        #expect(try site.inFlight == 0)
        #expect(shell("grep -q 'it may have got these messages=' logs/pirus2_*.log", in: site.directory).code == 0)
        site.tracker.stop()
        try site.tracker.start()
        try site.start()
        try site.settle(199)
        try site.expectNothingLostOrDoubled()
    }

    @Test("kill -9 of the supervisor: its children go with it, and a second start goes on")
    func killedSupervisor() throws {
        let site = try Site(tracker: ["--delay", "5"])
        try site.append(items: 0..<600)
        try site.start()
        let children = try site.processes.map(\.pid)
        try eventually("requests are in flight") { try site.inFlight > 0 }
        site.supervisor?.end(SIGKILL)
        try eventually("the children are gone") { children.allSatisfy { kill($0, 0) != 0 } }
        try site.append(items: 600..<800)
        try site.start()
        try site.settle(800)
        try site.expectNothingLostOrDoubled()
        // What both forwarders had in flight, each at most once more.
        #expect((600...616).contains(site.tracker.accepted.count))
        let stop = try site.stop()
        #expect(stop.code == 0)
        #expect(stop.left == [])
    }
}
