package import CounterReports
import Lookups
package import Settings

extension ServiceSettings {
    /// The service as reports are made of it. Its file of items is read now.
    /// - Parameters:
    ///   - program: What makes the reports, with its version.
    ///   - daysKept: For how many days the store keeps events; nil: for ever.
    /// - Throws: ``ConfigurationProblem`` about the keys of reports.
    package func reported(by program: String, daysKept: Double?) throws(ConfigurationProblem) -> ReportedService {
        guard let dataType = DataType(rawValue: reports.dataType), dataType.isOfItems else {
            throw problem("data_type", "\"\(reports.dataType)\" is \(DataType.noneOfItems)")
        }
        guard reports.namespace.isEmpty || PlatformNamespace.isOne(reports.namespace) else {
            throw problem(
                "namespace", "must be 2 to 17 ASCII letters, digits, _, . or /, of which the first is a letter")
        }
        let namespace = reports.namespace.isEmpty ? PlatformNamespace.derived(from: id) : reports.namespace
        var file: ItemFile?
        if !reports.items.isEmpty {
            do {
                file = try ItemFile(path: reports.items)
            } catch {
                throw problem("items", error.description)
            }
        }
        let catalogue = ItemCatalogue(file, namespace: namespace, dataType: dataType)
        var issuer = ReportIssuer(
            platform: reports.platform.isEmpty ? id : reports.platform, namespace: namespace, createdBy: program)
        issuer.registryRecord = reports.registryRecord
        return ReportedService(id: id, issuer: issuer, daysKept: daysKept, describe: catalogue.description)
    }

    private func problem(_ key: String, _ message: String) -> ConfigurationProblem {
        ConfigurationProblem(
            .warning, at: origins[key] ?? origin, section: "service_\(id)", key: key, message)
    }
}

extension Configuration {
    /// What is wrong with the keys of reports. Lines are worked on nevertheless; reports are refused.
    func problemsOfReports() -> [ConfigurationProblem] {
        services.values.sorted { $0.id < $1.id }.compactMap { service in
            do throws(ConfigurationProblem) {
                _ = try service.reported(by: "", daysKept: nil)
                return nil
            } catch {
                return error
            }
        }
    }

    /// For how many days the recorders keep events; nil: for ever.
    package var daysOfEvents: Double? {
        workers.compactMap { worker -> Double? in
            guard case .recorder(let settings) = worker.job else { return nil }
            return settings.retention.events
        }.min()
    }
}
