import Settings

extension Configuration {
    /// What is wrong with the stores' addresses.
    func problemsOfStores() -> [ConfigurationProblem] {
        workers.compactMap { worker in
            guard case .recorder(let settings) = worker.job else { return nil }
            do {
                _ = try settings.database.store(in: directory)
                return nil
            } catch {
                return ConfigurationProblem(
                    at: worker.origins["database"] ?? worker.origin, section: worker.section, key: "database",
                    "\(error)")
            }
        }
    }
}
