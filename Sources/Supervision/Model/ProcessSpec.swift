public import Settings

/// Everything that decides how one process is run. Two equal values are the same process: a reload leaves it alone.
public struct ProcessSpec: Sendable, Equatable {
    /// What is executed.
    public enum Launch: Sendable, Equatable {
        /// This binary with other arguments.
        case ourselves(arguments: [String])
        /// An outside program, as written after `command =`.
        case program(command: String)
    }

    /// What a worker of ours reads from the configuration by itself, kept to notice when it changes.
    public struct Reads: Sendable, Equatable {
        var job: Job
        var redis: RedisSettings?
        var services: [String: ServiceSettings]
        var identifier: String
        /// Where a console puts the lines that are posted to it.
        var entries: [String: ServiceEntry] = [:]
    }

    /// The name of the section, shared by all its processes: `pirus2`.
    public var group: String
    /// The name of this process: `pirus2_0`.
    public var name: String
    /// What is executed.
    public var launch: Launch
    /// The working directory, absolute.
    public var directory: String
    /// The file for stdout, absolute.
    public var stdoutLogfile: String
    /// The file for stderr, absolute; that of stdout when the two are joined.
    public var stderrLogfile: String
    /// The rest of what `[worker_X]` says about processes.
    public var settings: ProcessSettings
    /// What the worker reads itself; nil for outside programs.
    public var reads: Reads?

    /// A process.
    /// - Parameters:
    ///   - home: The configuration's directory: the working directory and the place of `logs/` when the settings name none.
    public init(
        group: String, name: String, launch: Launch, home: String, settings: ProcessSettings, reads: Reads? = nil
    ) {
        self.group = group
        self.name = name
        self.launch = launch
        self.settings = settings
        self.reads = reads
        // One process more or less in the section is no change to the others.
        self.settings.numprocs = 1
        directory = settings.directory.isEmpty ? home : settings.directory
        stdoutLogfile = settings.stdoutLogfile.isEmpty ? "\(home)/logs/\(name).log" : settings.stdoutLogfile
        stderrLogfile =
            settings.redirectStderr
            ? stdoutLogfile : settings.stderrLogfile.isEmpty ? "\(home)/logs/\(name).err" : settings.stderrLogfile
    }

    /// The processes that a configuration asks for, in the order in which they are started.
    public static func all(of configuration: Configuration) -> [ProcessSpec] {
        let workers = configuration.workers.sorted { ($0.process.priority, $0.name) < ($1.process.priority, $1.name) }
        return workers.flatMap { worker in
            (0..<worker.process.numprocs).map { process($0, of: worker, in: configuration) }
        }
    }

    private static func process(
        _ number: Int, of worker: WorkerSettings, in configuration: Configuration
    ) -> ProcessSpec {
        func expanded(_ text: String) -> String {
            worker.expanded(text, instance: number, directory: configuration.directory)
        }
        let launch: Launch
        var reads: Reads?
        if case .program(let command) = worker.job {
            launch = .program(command: expanded(command))
        } else {
            launch = .ourselves(arguments: [
                "worker", worker.name, String(number), "--directory", configuration.directory,
            ])
            reads = Reads(
                job: worker.job, redis: configuration.redis[worker.redis],
                services: services(for: worker.job, in: configuration),
                identifier: configuration.supervisor.identifier)
            if case .console = worker.job {
                reads?.entries = Dictionary(
                    uniqueKeysWithValues: configuration.knownServices.map { ($0, configuration.entry(of: $0)) })
            }
        }
        var settings = worker.process
        settings.environment = settings.environment.mapValues(expanded)
        settings.stdoutLogfile = expanded(settings.stdoutLogfile)
        settings.stderrLogfile = expanded(settings.stderrLogfile)
        return ProcessSpec(
            group: worker.name, name: worker.processName(number, directory: configuration.directory), launch: launch,
            home: configuration.directory, settings: settings, reads: reads)
    }

    /// The repositories that a job knows about.
    private static func services(for job: Job, in configuration: Configuration) -> [String: ServiceSettings] {
        switch job {
        case .pirus2, .recorder, .publisher, .graphite, .console: configuration.services
        case .tail(let tail): configuration.services.filter { $0.key == tail.servicename }
        case .zeromq(let settings): configuration.services.filter { $0.key == settings.servicename }
        case .program, .broker, .file, .statsd, .actions: [:]
        }
    }
}
