import SupervisorClient

/// Reading and emptying the logs of processes, and the supervisor's own.
enum LogMethods {
    static let all: [RPCMethod] = reading + tailing + clearing + main

    private static let span: [RPCMethod.Parameter] = [.int("offset"), .int("length")]

    private static let reading: [RPCMethod] = {
        let output = RPCMethod(
            "supervisor.readProcessStdoutLog", [.string("name")] + span, returns: "string", "Reads a process's stdout."
        ) { try await read($0, $1, \.stdoutFile) }
        let errors = RPCMethod(
            "supervisor.readProcessStderrLog", [.string("name")] + span, returns: "string", "Reads a process's stderr."
        ) { try await read($0, $1, \.stderrFile) }
        return [output, errors, output.alias("supervisor.readProcessLog")]
    }()

    private static let tailing: [RPCMethod] = {
        let output = RPCMethod(
            "supervisor.tailProcessStdoutLog", [.string("name")] + span, returns: "array",
            "Reads the end of a process's stdout: the text, the next offset, and whether more was there."
        ) { try await tail($0, $1, \.stdoutFile) }
        let errors = RPCMethod(
            "supervisor.tailProcessStderrLog", [.string("name")] + span, returns: "array",
            "Reads the end of a process's stderr: the text, the next offset, and whether more was there."
        ) { try await tail($0, $1, \.stderrFile) }
        return [output, errors, output.alias("supervisor.tailProcessLog")]
    }()

    private static let clearing: [RPCMethod] = {
        let one = RPCMethod(
            "supervisor.clearProcessLogs", [.string("name")], returns: "boolean", for: .operator,
            "Empties the logs of a process."
        ) { arguments, session in
            let process = try await session.process(arguments.string(0))
            let outcome = try await session.actions.run(.clear, [process])[0]
            guard outcome.code == .success else { throw XMLRPCFault(.failed, arguments.string(0)) }
            return true
        }
        let all = RPCMethod(
            "supervisor.clearAllProcessLogs", returns: "array", for: .operator, "Empties the logs of all processes."
        ) { ProcessMethods.results(try await $1.actions.run(.clear, try await $1.processes())) }
        return [one, all, one.alias("supervisor.clearProcessLog")]
    }()

    private static let main: [RPCMethod] = {
        let read = RPCMethod(
            "supervisor.readLog", span, returns: "string", "Reads the supervisor's own log."
        ) { arguments, session in
            guard let path = try await session.calls.about().logfile else { throw XMLRPCFault(.noFile, "None") }
            return try text(of: path, arguments.int(0), arguments.int(1))
        }
        let clear = RPCMethod(
            "supervisor.clearLog", returns: "boolean", for: .operator, "Empties the supervisor's own log."
        ) { _, session in
            let refusal = try await session.calls.ask(.clearLog).refusal
            try session.note("clear", "supervisor", refusal?.text ?? "done")
            if let refusal { throw refusal }
            return true
        }
        return [read, clear, read.alias("supervisor.readMainLog")]
    }()

    private static func read(
        _ arguments: RPCArguments, _ session: RPCSession, _ file: (ProcessReport) -> String?
    ) async throws -> XMLRPCValue {
        let process = try await session.process(arguments.string(0))
        guard let path = file(process) else { throw XMLRPCFault(.noFile, "None") }
        // Our files begin with the first line, supervisord's with the process.
        return try text(of: path, arguments.int(1), arguments.int(2), mayBeMissing: process.start > 0)
    }

    private static func text(
        of path: String, _ offset: Int, _ length: Int, mayBeMissing: Bool = false
    ) throws(XMLRPCFault) -> XMLRPCValue {
        do {
            return .string(
                String(decoding: try LogFile(path: path).read(offset: offset, length: length), as: UTF8.self))
        } catch {
            switch error {
            case .missing where mayBeMissing: return ""
            case .missing: throw XMLRPCFault(.noFile, path)
            case .badArguments: throw XMLRPCFault(.badArguments)
            case .failed: throw XMLRPCFault(.failed)
            }
        }
    }

    private static func tail(
        _ arguments: RPCArguments, _ session: RPCSession, _ file: (ProcessReport) -> String?
    ) async throws -> XMLRPCValue {
        guard let path = file(try await session.process(arguments.string(0))) else { return ["", 0, false] }
        do {
            let tail = try LogFile(path: path).tail(offset: arguments.int(1), length: arguments.int(2))
            return [.string(String(decoding: tail.bytes, as: UTF8.self)), .int(tail.end), .boolean(tail.overflow)]
        } catch {
            // To supervisord a file that is not there has nothing new in it.
            return ["", error == .missing ? 0 : .int(arguments.int(1)), false]
        }
    }
}
