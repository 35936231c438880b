/// What became of one of the names of a request.
public struct ControlOutcome: Codable, Sendable, Equatable {
    /// What it comes to, for programs.
    public enum Code: String, Codable, Sendable {
        /// What was asked for has been done.
        case done
        /// It ran before it was to be started.
        case alreadyStarted
        /// It did not run before it was to be stopped or signalled.
        case notRunning
        /// Nothing has this name.
        case noSuchName
        /// Its program is not there.
        case noFile
        /// Its program cannot be executed.
        case notExecutable
        /// It could not be spawned, or ended too soon.
        case spawnFailed
        /// Somebody stopped it while it was to be started.
        case stoppedMeanwhile
        /// The group is in the table.
        case alreadyAdded
        /// Some of the group's processes run.
        case stillRunning
        /// Anything else went wrong.
        case failed
    }

    /// The name.
    public var name: String
    /// What it comes to.
    public var code: Code
    /// Whether the request as a whole is not done because of it.
    public var isError: Bool
    /// What happened: `started`, `exited 1: no such host`.
    public var detail: String

    /// For people: `started`, `ERROR (exited 1: no such host)`.
    public var text: String { isError ? "ERROR (\(detail))" : detail }

    private init(_ name: String, _ code: Code, isError: Bool, _ detail: String) {
        self.name = name
        self.code = code
        self.isError = isError
        self.detail = detail
    }

    /// Something that was done, or had been before.
    package static func done(_ name: String, _ detail: String, _ code: Code = .done) -> Self {
        Self(name, code, isError: false, detail)
    }

    /// Something that could not be done.
    package static func failed(_ name: String, _ code: Code, _ detail: String) -> Self {
        Self(name, code, isError: true, detail)
    }
}

/// Why a request as a whole is not done.
public struct ControlRefusal: Error, Codable, Sendable, Equatable {
    /// Why, for programs.
    public enum Code: String, Codable, Sendable {
        /// This supervisor knows no such request.
        case notUnderstood
        /// It has no such signal.
        case badSignal
        /// It is about to end.
        case stopping
        /// It is reading the configuration.
        case reloading
        /// The configuration is wrong.
        case badConfiguration
        /// It keeps no log.
        case noLog
        /// Anything else went wrong.
        case failed
    }

    /// Why, for programs.
    public var code: Code
    /// Why, for people: one line each.
    public var reasons: [String]

    package init(_ code: Code, _ reasons: [String]) {
        self.code = code
        self.reasons = reasons
    }
}

/// The supervisor itself.
public struct SupervisorReport: Codable, Sendable, Equatable {
    /// Its process.
    public var pid: Int
    /// Whether it is about to end.
    public var isStopping: Bool
    /// The file that has what it tells; nil: it keeps none.
    public var logfile: String?
    /// The groups that the configuration, as last read, has started with the supervisor, and that its table lacks.
    public var missing: [String]

    package init(pid: Int, isStopping: Bool, logfile: String?, missing: [String]) {
        self.pid = pid
        self.isStopping = isStopping
        self.logfile = logfile
        self.missing = missing
    }
}
