import GeoLookup
import Glibc
import PluginAPI
import Settings

extension Configuration {
    /// Services whose file of places is not there, cannot be read, or is so old that many addresses have moved. Nothing fails by
    /// any of these.
    func problemsOfPlaces() -> [ConfigurationProblem] {
        services.values.filter { !$0.geoip.isEmpty }.sorted { $0.id < $1.id }.compactMap { service in
            guard let message = Self.problem(ofPlaces: service.geoip) else { return nil }
            return ConfigurationProblem(
                .warning, at: service.origins["geoip"] ?? service.origin, section: "service_\(service.id)",
                key: "geoip", message)
        }
    }

    private static func problem(ofPlaces path: String) -> String? {
        do {
            let built = try PlaceDatabase(path: path).built
            let age = Int64(time(nil)) - built.secondsSince1970
            return age > year ? "\(path): was made on \(built.rfc3339.prefix(10)), more than a year ago" : nil
        } catch {
            return "\(error); where clients are stays unknown"
        }
    }

    /// In seconds.
    private static let year: Int64 = 365 * 86_400
}
