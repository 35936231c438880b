import Glibc
import TestKit
import Testing
import ZeroMQClient

@Suite("The subscriber, with senders of Python's pyzmq")
struct ZeroMQSubscriberTests {
    private func connected(_ addresses: [String], _ prefix: String) throws -> ZeroMQSubscriber {
        let subscriber = try ZeroMQSubscriber(connectingTo: addresses, subscribingTo: prefix)
        var missing = Set(addresses)
        try eventually("it is connected") {
            for case .connected(let address) in try subscriber.events() { missing.remove(address) }
            return missing.isEmpty
        }
        return subscriber
    }

    private func receive(_ count: Int, _ subscriber: ZeroMQSubscriber) throws -> [ZeroMQMessage] {
        var messages: [ZeroMQMessage] = []
        try eventually("\(count) messages have come") {
            while let message = try subscriber.receive() { messages.append(message) }
            return messages.count >= count
        }
        return messages
    }

    @Test("Messages of several senders come whole, those whose topic begins as it is subscribed to")
    func receives() throws {
        let senders = try [ZeroMQSender(), ZeroMQSender()]
        let subscriber = try connected(senders.map(\.address), "httpd")
        for sender in senders { try sender.awaitSubscriber() }
        #expect(senders[0].said.contains("subscribed b'\\x01httpd'"))
        try senders[0].send(["other", "1\n"])
        try senders[0].send(["httpdlight", "2\n"])
        try senders[0].send([Array("httpd".utf8), [0, 0xff, 0x0a]])
        try senders[1].send(["httpd"])
        try senders[1].send(["httpd", "b", "c", "d", ""])
        let messages = try receive(4, subscriber).sorted { ($0.frameCount, $0.frames.count) < ($1.frameCount, 0) }
        #expect(messages.map(\.frameCount) == [1, 2, 2, 5])
        #expect(messages.contains(ZeroMQMessage([Array("httpdlight".utf8), Array("2\n".utf8)])))
        #expect(messages.contains(ZeroMQMessage([Array("httpd".utf8), [0, 0xff, 0x0a]])))
        #expect(messages.last?.frames == [Array("httpd".utf8), Array("b".utf8), Array("c".utf8)])
    }

    @Test("It is told when a sender goes, and the next one at its place is connected to")
    func followsSenders() throws {
        let port = freeServerPort()
        var sender = try ZeroMQSender(port: port)
        let subscriber = try connected([sender.address], "")
        sender.kill()
        try eventually("it is told") { try subscriber.events().contains(.lost(address: sender.address)) }
        sender = try ZeroMQSender(port: port)
        try eventually("it is connected again") {
            try subscriber.events().contains(.connected(address: sender.address))
        }
        // libzmq subscribes anew when the socket is next used.
        #expect(try subscriber.receive() == nil)
        try sender.awaitSubscriber()
        try sender.send(["topic", "line"])
        #expect(try receive(1, subscriber) == [ZeroMQMessage([Array("topic".utf8), Array("line".utf8)])])
    }

    /// ZMTP 1.0 as libzmq 2 speaks it: an identity without a name, then frames with their length and one byte of flags. Such a
    /// sender knows no subscriptions: it sends everything.
    private static let oldSender = """
        import socket, sys
        server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
        print("bound", flush=True)
        connection, _ = server.accept()
        connection.sendall(b"\\x01\\x00")
        for topic in [b"other", b"httpd"]:
            for frame, more in [(topic, 1), (b"line of " + topic, 0)]:
                connection.sendall(bytes([len(frame) + 1, more]) + frame)
        while connection.recv(100): pass
        """

    @Test("A sender that speaks as libzmq 2 did is understood")
    func speaksToOldSenders() throws {
        let directory = try TemporaryDirectory()
        let port = freeServerPort()
        let process = try ChildProcess(
            "/usr/bin/python3", ["-u", "-c", Self.oldSender, String(port)], output: directory.file("output"))
        try eventually("it has bound its port") { directory.read("output")?.contains("bound") == true }
        let subscriber = try ZeroMQSubscriber(
            connectingTo: ["tcp://127.0.0.1:\(port)"], subscribingTo: "httpd")
        let messages = try receive(1, subscriber)
        #expect(messages == [ZeroMQMessage([Array("httpd".utf8), Array("line of httpd".utf8)])])
        process.end(SIGKILL)
    }

    @Test("What is no address is said in one line", arguments: ["tcp://nowhere", "http://x:1", "x"])
    func refuses(address: String) throws {
        do {
            _ = try ZeroMQSubscriber(connectingTo: [address], subscribingTo: "")
            Issue.record("it was taken")
        } catch let error as ZeroMQError {
            #expect(error.description.hasPrefix("\(address): "))
            #expect(!error.description.contains("\n"))
        }
    }

    @Test("It waits no longer than until the descriptor can be read")
    func wakes() throws {
        let subscriber = try ZeroMQSubscriber(connectingTo: ["tcp://127.0.0.1:\(freePort())"], subscribingTo: "")
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        try #require(write(ends[1], "x", 1) == 1)
        try subscriber.wait(upTo: .seconds(3_600), or: ends[0])
        #expect(try subscriber.receive() == nil)
    }
}
