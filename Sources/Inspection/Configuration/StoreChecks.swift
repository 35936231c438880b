import Settings
import Statistics

extension Configuration {
    /// What is wrong with the stores' addresses, and what recorders are asked for that their stores do not do.
    func problemsOfStores() -> [ConfigurationProblem] {
        workers.flatMap { worker -> [ConfigurationProblem] in
            guard case .recorder(let settings) = worker.job else { return [] }
            do {
                let store = try settings.database.sink(in: directory)
                guard !store.tables.contains(.events) else { return [] }
                let events = worker.problem(
                    .warning, "database", "\(store.name) takes measurements only: uses of items are not recorded there")
                guard settings.retention != Retention() else { return [events] }
                return [
                    events,
                    worker.problem(
                        .warning, "retention", "\(store.name) keeps records as its own retention policy says"),
                ]
            } catch {
                return [worker.problem(.error, "database", "\(error)")]
            }
        }
    }
}

extension WorkerSettings {
    fileprivate func problem(
        _ severity: ConfigurationProblem.Severity, _ key: String, _ message: String
    ) -> ConfigurationProblem {
        ConfigurationProblem(severity, at: origins[key] ?? origin, section: section, key: key, message)
    }
}
