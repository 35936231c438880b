import CLinux
import Glibc
public import Settings
public import SupervisorClient

/// Runs processes in the foreground until it is told to stop: supervisord's model.
///
/// One thread, one poll: signals, the children's output, the control socket and the next deadline. ``run()`` must be called on
/// the main thread, because the kernel ends the children with the thread that spawned them.
public final class Supervisor {
    /// Reads the configuration again: the processes now wanted, or what is wrong with it.
    public typealias Reload = () -> Result<[ProcessSpec], ReloadRefused>

    let home: String
    let directory: RunDirectory
    let reloadSpecs: Reload
    let launcher: Launcher
    let figures: (any WorkerFigures)?
    /// Who started this supervisor as a service; nil: nobody who wants to hear of it.
    let serviceManager: ServiceManager?
    var display: Display
    /// Keeps what the display tells; nil: nothing does.
    let log: RotatingLog?

    /// The processes, in the order in which they are started.
    var processes: [ManagedProcess] = []
    var operations: [Operation] = []
    var server: ControlServer?
    var isReloadWanted = false
    /// What the configuration asked for when it was last read; nil: not since the start.
    var lastRead: [ProcessSpec]?
    /// What it asked for then, or at the start.
    var wanted: [ProcessSpec]
    /// The clients that want to hear of every change.
    var watchers: Set<ControlServer.Client> = []
    /// Whether a process has changed since they were told.
    var hasChanged = false
    var isStopping = false
    /// Log files that cannot be written, told once each.
    var brokenLogs: Set<String> = []
    /// Whether its own log cannot be written.
    private var isLogBroken = false
    let pipeBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

    /// A supervisor that has not started anything yet.
    /// - Parameters:
    ///   - home: The directory of the configuration, absolute.
    ///   - settings: Where it keeps its log.
    ///   - specs: The processes.
    ///   - environment: What children inherit.
    ///   - display: Where state changes are told.
    ///   - figures: What a live display shows beside the states.
    ///   - reload: Called on SIGHUP and `reload`.
    public init(
        home: String, settings: SupervisorSettings, specs: [ProcessSpec], environment: [String: String],
        display: Display, figures: (any WorkerFigures)? = nil, reload: @escaping Reload
    ) {
        self.home = home
        directory = RunDirectory(home: home)
        serviceManager = ServiceManager(environment: environment)
        launcher = Launcher(environment: environment)
        processes = Self.inOrder(specs.map(ManagedProcess.init))
        wanted = specs
        log = RotatingLog(settings, home: home)
        self.display = display
        self.figures = figures
        reloadSpecs = reload
    }

    deinit {
        pipeBuffer.deallocate()
    }

    /// Starts what is to be started, and returns when everything has been stopped.
    /// - Throws: ``SupervisorError`` when another supervisor runs in the directory, or the socket cannot be had.
    public func run() throws(SupervisorError) {
        let signals = try SupervisorSignals()
        try directory.lock(besides: "\(home)/data")
        let server = try ControlServer(directory)
        self.server = server
        // Daemons that detach themselves would otherwise be left behind.
        _ = clinux_adopt_orphans()
        let sampler = display.isLive ? figures.map(FiguresSampler.init) : nil
        let painter = DisplayRefresh(sampler: sampler)

        tell("supervisor: pid \(getpid()), \(processes.count) processes")
        for process in processes where process.spec.settings.autostart { send(.start, to: process) }
        announceReady()
        while !isFinished {
            advanceOperations()
            painter.paint(self)
            if isFinished { break }
            wait(signals, server)
            for process in processes { send(.timer, to: process) }
            tellWatchers()
        }
        painter.paint(self, now: true)
        Orphans.end()
        server.close()
        tell("supervisor: stopped")
    }

    private var isFinished: Bool { isStopping && operations.isEmpty }

    /// Sorts as processes are started: by priority, then by name.
    static func inOrder(_ processes: [ManagedProcess]) -> [ManagedProcess] {
        // Groups keep the order of their numbers: x_2 before x_10.
        processes.enumerated().sorted {
            let (left, right) = ($0.element.spec, $1.element.spec)
            return (left.settings.priority, left.group, $0.offset) < (right.settings.priority, right.group, $1.offset)
        }.map(\.element)
    }

    func process(named name: String) -> ManagedProcess? {
        processes.first { $0.spec.name == name }
    }

    func handle(signal: Int32) {
        switch signal {
        case SIGCHLD:
            reapChildren()
        case SIGHUP:
            tell("supervisor: reload asked by SIGHUP")
            isReloadWanted = true
        default:
            if isStopping {
                tell("supervisor: \(SignalName.name(signal)) again, killing what is left")
                for process in processes { send(.kill, to: process) }
            } else {
                tell("supervisor: \(SignalName.name(signal)), stopping")
                beginShutdown(nil)
            }
        }
    }

    /// Tells people something, on the display and in the log.
    func tell(_ text: String) {
        display.tell(text)
        guard let log else { return }
        var line = "\(TimeText.stamp(TimeText.now)) \(text)\n"
        let problem = line.withUTF8 { log.write(UnsafeRawBufferPointer($0)) }
        if let problem, !isLogBroken { display.tell("supervisor: its log is lost: \(problem)") }
        isLogBroken = problem != nil
    }
}

/// Why a new configuration was not taken.
public struct ReloadRefused: Error, Sendable, Equatable {
    /// What is wrong, one line each.
    public var problems: [String]

    /// What is wrong, one line each.
    public init(problems: [String]) {
        self.problems = problems
    }
}
