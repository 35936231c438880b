import FoundationEssentials
import PluginTestKit

/// A dashboard of `deploy/grafana`, as far as tests look into it.
struct Dashboard: Decodable {
    static let files = ["usage-postgresql", "transfers-postgresql", "transfers-influxdb"]

    let title: String
    let uid: String
    let panels: [Panel]
    let templating: Templating

    struct Templating: Decodable {
        let list: [Variable]
    }

    struct Variable: Decodable {
        let name: String
        let type: String
        let query: String
    }

    struct Panel: Decodable {
        let id: Int
        let title: String
        let description: String
        let datasource: DataSource
        let gridPos: Place
        let targets: [Target]
    }

    struct DataSource: Decodable {
        let type: String
        let uid: String
    }

    struct Place: Decodable {
        let h: Int
        let w: Int
        let x: Int
        let y: Int
    }

    struct Target: Decodable {
        let datasource: DataSource
        let rawSql: String?
        let query: String?
        /// SQL or InfluxQL.
        var text: String { rawSql ?? query ?? "" }
    }

    init(file: String) throws {
        let path = "\(PackageRoot.path)/deploy/grafana/\(file).json"
        self = try JSONDecoder().decode(Dashboard.self, from: Data(contentsOf: URL(filePath: path)))
    }
}
