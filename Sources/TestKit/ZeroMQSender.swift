import FoundationEssentials
import Glibc

/// A sender as Narcissus' is (peers.md, E1), of Python's pyzmq: it has bound a port of the loopback interface, and publishes
/// messages of some frames.
///
/// The socket is XPUB, which on the wire is PUB but also tells when somebody has subscribed: a test need not guess that.
public final class ZeroMQSender {
    /// Where it has bound its socket.
    public let address: String

    private let directory: TemporaryDirectory
    private let process: ChildProcess
    private let pipe: Int32

    private static let script = """
        import base64, json, os, sys, threading, zmq
        folder, address, high_water = sys.argv[1], sys.argv[2], int(sys.argv[3])
        socket = zmq.Context().socket(zmq.XPUB)
        socket.setsockopt(zmq.XPUB_VERBOSE, 1)
        socket.set_hwm(high_water)
        socket.bind(address)
        commands = zmq.Context.instance().socket(zmq.PAIR)
        commands.bind("inproc://commands")
        def read():
            relay = zmq.Context.instance().socket(zmq.PAIR)
            relay.connect("inproc://commands")
            with open(f"{folder}/commands", "rb") as lines:
                for line in lines: relay.send(line)
        threading.Thread(target=read, daemon=True).start()
        print("bound", flush=True)
        poller = zmq.Poller()
        poller.register(socket, zmq.POLLIN)
        poller.register(commands, zmq.POLLIN)
        while True:
            for ready, _ in poller.poll():
                if ready is socket: print("subscribed", socket.recv(), flush=True)
                else:
                    command = json.loads(ready.recv())
                    frames = [base64.b64decode(frame) for frame in command["frames"]]
                    for number in range(command["times"]):
                        socket.send_multipart([frame.replace(b"NUMBER", b"%d" % number) for frame in frames])
                    print("sent", flush=True)
        """

    private struct Command: Encodable {
        let frames: [Data]
        let times: Int
    }

    /// Starts it.
    /// - Parameters:
    ///   - port: The port that it binds.
    ///   - highWater: How many messages may wait for a subscriber that does not read; others are dropped.
    /// - Throws: When it cannot be started.
    public init(port: Int = freeServerPort(), highWater: Int = 1_000) throws {
        address = "tcp://127.0.0.1:\(port)"
        directory = try TemporaryDirectory()
        mkfifo(directory.file("commands"), 0o600)
        process = try ChildProcess(
            "/usr/bin/python3", ["-u", "-c", Self.script, directory.path, address, String(highWater)],
            output: directory.file("output"))
        pipe = open(directory.file("commands"), O_RDWR | O_CLOEXEC)
        let directory = directory
        try eventually("the sender has bound its port: \(directory.read("output") ?? "")") {
            directory.read("output")?.contains("bound") == true
        }
    }

    deinit { close(pipe) }

    /// What it has said: `subscribed b'\\x01TOPIC'`, `sent`.
    public var said: [String] { directory.read("output")?.split(separator: "\n").map(String.init) ?? [] }

    /// Waits until somebody has subscribed.
    public func awaitSubscriber() throws {
        try eventually("somebody subscribes to \(address)") { said.contains { $0.hasPrefix("subscribed") } }
    }

    /// Publishes a message, and waits until it is handed to ZeroMQ.
    /// - Parameter times: How often; `NUMBER` in a frame is 0 at first, then 1 …
    /// - Throws: ``NotInTime``.
    public func send(_ frames: [String], times: Int = 1) throws {
        try send(frames.map { Array($0.utf8) }, times: times)
    }

    /// Publishes a message of any bytes.
    /// - Throws: ``NotInTime``.
    public func send(_ frames: [[UInt8]], times: Int = 1) throws {
        let before = said.count { $0 == "sent" }
        var line = try JSONEncoder().encode(Command(frames: frames.map { Data($0) }, times: times))
        line.append(UInt8(ascii: "\n"))
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(pipe, $0.baseAddress, $0.count) }
            guard count > 0 else { throw ChildProcess.CannotStart(path: address, reason: "takes no commands") }
            rest = rest.dropFirst(count)
        }
        try eventually("the messages are sent") { said.count { $0 == "sent" } > before }
    }

    /// Kills it.
    public func kill() { process.end(SIGKILL) }
}
