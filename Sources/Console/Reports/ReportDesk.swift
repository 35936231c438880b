import CounterReports
import Dispatch
import Hummingbird
import Inspection
import Settings
import Statistics
import Synchronization

/// What the statistics store has to say, or why it says nothing.
enum ReportState: Sendable {
    /// No recorder is enabled.
    case noRecorder
    /// The recorder has not made the store yet; which one, in a line.
    case absent(String)
    /// It cannot be read, or it is not known which one is meant; why, in a line.
    case unreadable(String)
    /// Figures.
    case figures(ReportFigures)
}

/// Reads the statistics store for pages, off the threads that serve others, one question after the other. It changes nothing
/// in it: a store that is not there is not made.
final class ReportDesk: Sendable {
    /// How many may wait for figures: each may read a table of sums as long as years.
    private static let mostWaiting = 16

    /// How long somebody waits for a page.
    private static let patience = Duration.seconds(30)

    private let desk: InspectionDesk
    private let thread = DispatchQueue(label: "loglines.reports")
    private let waiting = Mutex(0)
    private let states = SharedAnswers<ReportState>(goodFor: .seconds(5))
    private let services = SharedAnswers<[String]>(goodFor: .seconds(5))

    init(_ desk: InspectionDesk) { self.desk = desk }

    /// The services that there are or were, in the order of their names.
    func knownServices() async throws -> [String] {
        let configuration = try await desk.configuration()
        let recorded = try await services.answer(to: "") { [self] in
            try await reading(configuration) {
                try ReportReader.services($0)
            } else: { _ in
                []
            }
        }
        return Set(configuration.services.keys).union(recorded).sorted()
    }

    /// The figures that are asked for.
    /// - Throws: 503 when too many wait.
    func state(_ query: ReportQuery) async throws -> ReportState {
        let configuration = try await desk.configuration()
        return try await states.answer(to: query.text) { [self] in
            try await reading(configuration) {
                .figures(try ReportReader(query).figures($0))
            } else: {
                $0
            }
        }
    }

    /// Makes something of the store.
    /// - Parameter instead: Makes it of the reason when there is none.
    func reading<Value: Sendable>(
        _ configuration: Configuration, _ body: @escaping @Sendable (any EventStore) throws -> Value,
        else instead: @escaping @Sendable (ReportState) -> Value
    ) async throws -> Value {
        guard
            waiting.withLock({ waiting in
                guard waiting < Self.mostWaiting else { return false }
                waiting += 1
                return true
            })
        else { throw HTTPError(.serviceUnavailable, message: "too many reports are asked for at once; try again") }
        defer { waiting.withLock { $0 -= 1 } }
        return await withCheckedContinuation { continuation in
            thread.async {
                do {
                    let end = ContinuousClock.now + Self.patience
                    let access = StoreAccess.reading(StoreReading(limit: Self.patience) { end < .now })
                    let store = try configuration.storeAddress().store(in: configuration.directory, for: access)
                    continuation.resume(returning: try body(store))
                } catch let error as StoreError where error.kind == .absent {
                    continuation.resume(
                        returning: instead(configuration.hasRecorder ? .absent(error.description) : .noRecorder))
                } catch {
                    continuation.resume(returning: instead(.unreadable("\(error)")))
                }
            }
        }
    }
}
