/// Makes a worker of a section that stands for processes.
struct WorkerBuilder {
    let prefix: SectionKind.Prefix
    let name: String

    /// The kinds that this version runs, beside outside programs.
    private static let kinds = [
        "tail", "broker", "pirus2", "file", "recorder", "publisher", "statsd", "graphite", "actions", "zeromq",
        "console",
    ]

    /// Reads the section.
    /// - Returns: nil when nothing can be run; why is among the reader's problems.
    func build(_ reader: inout SectionReader) -> WorkerSettings? {
        if let letter = name.first(where: { !$0.isASCII || !($0.isLetter || $0.isNumber || "_-.".contains($0)) }) {
            reader.problem(nil, "'\(letter)' in the name: only letters, digits, '_', '-' and '.' can be in it")
        }
        var basics = WorkerBasics()
        let job = prefix == .process ? program(&reader) : workerJob(&reader, &basics)
        var process = ProcessSettings()
        reader.read(ProcessSettings.keys, into: &process)
        reader.finish(others: job == nil ? Self.allKeys : [])
        if process.numprocs > 1, !process.processName.contains("%(process_num)") {
            reader.problem("process_name", "must contain %(process_num)d when there are several processes")
        }
        guard let job else { return nil }
        return WorkerSettings(
            section: reader.section.name, name: name, job: job, process: process, redis: basics.redis,
            origin: reader.section.origin, origins: reader.origins)
    }

    /// The kind that a section is or would be; nil when nothing in it tells.
    static func kind(_ prefix: SectionKind.Prefix, has: (String) -> Bool) -> String? {
        switch prefix {
        case .process: "program"
        case .worker: has("fanout") ? "broker" : has("endpoint_url") ? "pirus2" : nil
        case .logger: has("pushto") ? "tail" : has("listento") ? "file" : nil
        }
    }

    private func program(_ reader: inout SectionReader) -> Job {
        var basics = ProgramBasics()
        reader.read(ProgramBasics.keys, into: &basics)
        return .program(command: basics.command)
    }

    private func workerJob(_ reader: inout SectionReader, _ basics: inout WorkerBasics) -> Job? {
        noteObsolete(&reader)
        let written = reader.text("kind")
        guard let kind = written ?? Self.kind(prefix, has: reader.has) else {
            let telling = prefix == .worker ? "fanout or endpoint_url" : "pushto or listento"
            reader.problem(nil, "cannot tell its kind: neither kind = … nor \(telling) is set")
            return nil
        }
        reader.note("kind", kind)
        let job = job(of: kind, &reader)
        reader.read(WorkerBasics.keys, into: &basics)
        return job
    }

    private func job(of kind: String, _ reader: inout SectionReader) -> Job? {
        switch kind {
        case "tail":
            var settings = TailSettings(pushto: "", servicename: "", logfile: [])
            reader.read(TailSettings.keys, into: &settings)
            return .tail(settings)
        case "broker":
            var settings = BrokerSettings(listento: "", fanout: [])
            reader.read(BrokerSettings.keys, into: &settings)
            return .broker(settings)
        case "pirus2":
            var settings = ForwarderSettings(listento: "", endpointURL: "")
            reader.read(ForwarderSettings.keys, into: &settings)
            return .pirus2(settings)
        case "file":
            var settings = FileLoggerSettings(listento: "", logfile: "")
            reader.read(FileLoggerSettings.keys, into: &settings)
            return .file(settings)
        case "recorder":
            var settings = RecorderSettings(listento: "")
            if let usual = StoreAddress.usual(reader.environment) {
                settings.database = usual
            } else if !reader.has("database") {
                reader.problem("database", "\(StoreAddress.variable) of the environment is not \(StoreAddress.form)")
            }
            reader.read(RecorderSettings.keys, into: &settings)
            return .recorder(settings)
        case "console":
            var settings = ConsoleSettings()
            reader.read(ConsoleSettings.keys, into: &settings)
            if settings.certificate.isEmpty != settings.key.isEmpty {
                reader.problem(settings.key.isEmpty ? "key" : "cert", "is missing: TLS takes both, cert and key")
            }
            return .console(settings)
        case "publisher":
            var settings = PublisherSettings(listento: "")
            reader.read(PublisherSettings.keys, into: &settings)
            return .publisher(settings)
        case "statsd":
            var settings = StatsDSettings()
            reader.read(StatsDSettings.keys, into: &settings)
            return .statsd(settings)
        case "graphite":
            var settings = GraphiteSettings(listento: "")
            reader.read(GraphiteSettings.keys, into: &settings)
            if settings.prefix.contains(where: \.isWhitespace) { reader.problem("prefix", "has a blank in it") }
            return .graphite(settings)
        case "actions":
            var settings = ActionsSettings()
            reader.read(ActionsSettings.keys, into: &settings)
            return .actions(settings)
        case "zeromq":
            var settings = ZeroMQSettings(pushto: "", servicename: "")
            reader.read(ZeroMQSettings.keys, into: &settings)
            return .zeromq(settings)
        default:
            reader.problem("kind", "'\(kind)' is no kind of worker" + Nearest.hint(for: kind, among: Self.kinds))
            return nil
        }
    }

    private func noteObsolete(_ reader: inout SectionReader) {
        for (key, replacement) in ObsoleteKeys.harmless where reader.text(key) != nil {
            reader.problem(key, replacement, as: .warning)
        }
        if let command = reader.text("command") {
            reader.problem("command", ObsoleteKeys.replacement(ofCommand: command))
        }
    }

    /// The keys of every kind, against which a section is checked whose kind is not known.
    private static let allKeys = Set(
        TailSettings.keys.map(\.name) + BrokerSettings.keys.map(\.name) + ForwarderSettings.keys.map(\.name)
            + FileLoggerSettings.keys.map(\.name) + RecorderSettings.keys.map(\.name) + ConsoleSettings.keys.map(\.name)
            + PublisherSettings.keys.map(\.name) + StatsDSettings.keys.map(\.name) + GraphiteSettings.keys.map(\.name)
            + ActionsSettings.keys.map(\.name) + ZeroMQSettings.keys.map(\.name)
            + WorkerBasics.keys.map(\.name))
}
