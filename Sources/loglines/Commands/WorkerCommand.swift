import ArgumentParser
import Inspection
import Logging
import Queues
import RedisClient
import Settings
import Telemetry
import Workers

/// `loglines worker NAME [N]`: one worker instance in this process. What the supervisor spawns.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Runs one instance of a configured worker in this process.",
        discussion: "This is what the supervisor spawns; it needs no supervisor. SIGTERM and Ctrl-C stop it.")

    @OptionGroup var location: DirectoryOption
    @Argument(help: "The worker: X of [worker_X] or [logger_X].") var name: String
    @Argument(help: "The number of the instance.") var number = 0

    func run() throws {
        // Before anything that takes time: a signal that comes earlier would end the process without a word.
        let stop = StopSignal.ofProcess
        let configuration = try loadConfiguration(location.directory)
        guard let settings = configuration.worker(named: name) else {
            let names = configuration.workers.filter { $0.job.kind != "program" }.map(\.name).joined(separator: ", ")
            throw ValidationError("There is no enabled worker '\(name)'; there are: \(names)")
        }
        guard (0..<settings.process.numprocs).contains(number) else {
            let last = settings.process.numprocs - 1
            throw ValidationError("\(name) has numprocs = \(settings.process.numprocs): N is at most \(last)")
        }
        let redis = try configuration.redis(of: settings)
        let address = RedisAddress(redis)
        let worker = configuration.identified(settings.instance(number))
        var log = Logger(label: worker) { PlainLogHandler(label: $0) }
        if settings.process.debug { log.logLevel = .debug }
        let context = WorkerContext(
            worker: worker, host: hostName(), address: address, log: log, stop: stop,
            // Time is needed afterwards to give back what was not finished.
            stopGrace: .seconds(settings.process.stopwaitsecs * 0.7), maxlength: redis.maxlength,
            isCounted: settings.job.listento.map(configuration.topology(ofRedis: settings.redis).branches.contains)
                ?? false,
            journals: SendHistory.folder(in: configuration.directory),
            failedCaps: settings.job.failing.map {
                FailureTrimmer.Caps(queue: $0, maxlength: redis.failedMaxlength, maxage: redis.failedMaxage)
            })
        do {
            var job = try WorkerMaker(configuration: configuration, context: context).worker(for: settings)
            // The console holds no messages; and it must be there to say that Redis is not.
            if case .console = settings.job { return try job.run() }
            try job.live(kind: settings.job.kind, queue: settings.job.listento, address: address, in: context)
        } catch let error as ConfigurationProblem {
            printError(error.description)
            throw ExitCode.configuration
        }
    }
}
