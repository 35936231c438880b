import GeoLookup
import Inspection
import Lookups
import PluginAPI
import Settings
import Workers

/// Makes what a service's lines are read with when they go straight into a store, as a recorder reads them.
struct RecordingTools {
    let directory: String
    let settings: ServiceSettings
    /// The plugin of a service that names none.
    let fallback: String
    /// How many characters geohashes have.
    let geohash: Int

    /// What the parsers of all cores have in common.
    struct Shared {
        let addressKeys: @Sendable (AddressKey) throws -> [UInt8]
        let resolvers: ServiceResolvers
        let places: GeoLookup?
    }

    /// What all have in common.
    /// - Throws: `PluginError` naming the option.
    func shared(addressKeys: @escaping @Sendable (AddressKey) throws -> [UInt8]) throws -> Shared {
        Shared(
            addressKeys: addressKeys, resolvers: try settings.resolvers(fallback: fallback, for: .irusR5),
            places: settings.geoip.isEmpty
                ? nil
                : GeoLookup(path: settings.geoip) { news in
                    if news.isProblem { printError("\(news)") }
                })
    }

    /// Those of one core.
    /// - Throws: `PluginError` naming the option.
    func make(_ shared: Shared) throws -> StoreImporter.Tools {
        let tools = ProgramTools(directory: directory, addressKeys: shared.addressKeys)
        let parser = try settings.parser(fallback: fallback, tools, shared.resolvers, places: shared.places)
        return StoreImporter.Tools(parser, tools.addressDigests, geohash: geohash)
    }
}

extension Configuration {
    /// The plugin of services that name none: the first forwarder's.
    var repositoryPlugin: String {
        workers.lazy.compactMap { worker -> String? in
            guard case .pirus2(let forwarder) = worker.job, !forwarder.repositoryPlugin.isEmpty else { return nil }
            return forwarder.repositoryPlugin
        }.first ?? ""
    }

    /// How many characters geohashes have, as the first enabled recorder says.
    var geohash: Int {
        workers.lazy.compactMap { worker -> Int? in
            guard case .recorder(let recorder) = worker.job else { return nil }
            return recorder.geohash
        }.first ?? RecorderSettings(listento: "").geohash
    }
}
