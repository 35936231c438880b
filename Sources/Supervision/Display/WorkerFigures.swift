import Glibc
import Synchronization

/// How a worker is doing.
public struct WorkerFigure: Sendable, Equatable {
    /// Messages done since it was started.
    public var done: Int
    /// Messages done per second of late.
    public var rate: Double
    /// The length of the queue it takes messages from; nil: it takes from none.
    public var queueDepth: Int?

    /// Figures of one worker.
    public init(done: Int, rate: Double, queueDepth: Int?) {
        self.done = done
        self.rate = rate
        self.queueDepth = queueDepth
    }
}

/// Where the supervisor's display gets the workers' figures from.
public protocol WorkerFigures: Sendable {
    /// The figures of the workers that have any, by the name of the process (`pirus2_0`).
    /// Called once per second, always on the same thread, which is not the supervisor's own; may block.
    func figures() -> [String: WorkerFigure]
}

/// Asks for figures once per second on a thread of its own, and keeps the latest.
final class FiguresSampler: Sendable {
    private let source: any WorkerFigures
    private let latest = Mutex<[String: WorkerFigure]>([:])

    /// Starts the thread, which lasts as long as the process. Signals must have been blocked before.
    init(_ source: any WorkerFigures) {
        self.source = source
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(self).toOpaque()
        if pthread_create(&thread, nil, sampleForever, argument) == 0 { pthread_detach(thread) }
    }

    /// The latest figures.
    var figures: [String: WorkerFigure] { latest.withLock { $0 } }

    fileprivate func sample() {
        let figures = source.figures()
        latest.withLock { $0 = figures }
    }
}

private let sampleForever: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
    guard let argument else { return nil }
    let sampler = Unmanaged<FiguresSampler>.fromOpaque(argument).takeUnretainedValue()
    while true {
        sampler.sample()
        sleep(1)
    }
}
