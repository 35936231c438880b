package import Lookups
package import PluginAPI
import PluginRegistry
package import Settings

/// What a service's parser is given to look things up, as `resolver` and `metadata` say.
package struct ServiceResolvers {
    /// Knows items.
    package var resolver: (any Resolver)?
    /// Knows citations.
    package var citations: (any Resolver)?
    /// Those of both that are asked over HTTP.
    package var lookups = ServiceLookups(resolver: nil, metadata: nil)

    /// Nobody who could be asked.
    package init() {}

    /// The same where nobody may be asked: mapping files are read, and what would be asked is set apart.
    package var unasked: ServiceResolvers {
        var unasked = self
        if let asked = lookups.resolver { unasked.resolver = UnaskedResolver(asked) }
        if let asked = lookups.metadata { unasked.citations = UnaskedResolver(asked) }
        return unasked
    }
}

extension ServiceSettings {
    /// What the service's parser is given.
    /// - Parameters:
    ///   - fallback: The plugin of a service that names none.
    ///   - trackerProtocol: What is told to the tracker: only PIRUS2 takes citations.
    /// - Throws: `PluginError` naming `resolver` or `metadata`.
    package func resolvers(
        fallback: String, for trackerProtocol: ForwarderSettings.TrackerProtocol
    ) throws -> ServiceResolvers {
        let plugin = try ParserPlugins.plugin(named: plugin.isEmpty ? fallback : plugin)
        func option(_ name: String) -> String? {
            options[name] ?? plugin.options.first { $0.name == name }?.defaultValue
        }
        let host = option("base_url").flatMap(WebLog.host(of:))
        let prefix = option("oai_prefix") ?? host.map { "oai:\($0)" }
        var resolvers = ServiceResolvers()
        if let resolver {
            let items = plugin.references
            guard !items.isEmpty else {
                throw PluginError.option("resolver", "the plugin \(plugin.name) has nothing looked up")
            }
            if resolver.isAddress {
                let asked = try asked(resolver, as: "resolver", for: items, prefix)
                resolvers.resolver = asked
                resolvers.lookups.resolver = asked
            } else {
                resolvers.resolver = try file(resolver, as: "resolver", for: items, prefix)
            }
        }
        if let metadata, trackerProtocol == .pirus2 {
            if metadata.isAddress {
                let asked = try asked(metadata, as: "metadata", for: [.citation], prefix)
                resolvers.citations = asked
                resolvers.lookups.metadata = asked
            } else {
                resolvers.citations = try file(metadata, as: "metadata", for: [.citation], prefix)
            }
        }
        return resolvers
    }

    private func file(
        _ place: LookupPlace, as key: String, for kinds: Set<Reference.Kind>, _ oaiPrefix: String?
    ) throws -> MappedResolver {
        guard place.name == ServiceSettings.mappingFile else {
            let isKnown = LookupSources.names.contains(place.name)
            throw PluginError.option(
                key,
                isKnown
                    ? "\(place.name): \(place.place) is no http or https address"
                    : "\(place.name): there is no such interface; there are \(LookupSources.names.joined(separator: ", ")), and csv for a file"
            )
        }
        let name = String(place.place.split(separator: "/").last ?? "")
        do {
            let file = try MappingFile(path: place.place, oaiPrefix: oaiPrefix)
            // Without them identifiers would go out as they stand, and nobody would notice.
            guard !file.kinds.isDisjoint(with: kinds) else {
                let held = file.kinds.isEmpty ? "nothing" : file.kinds.map(\.rawValue).sorted().joined(separator: ", ")
                let wanted = kinds.map(\.rawValue).sorted().joined(separator: ", ")
                throw PluginError.option(key, "\(place.place): holds \(held); what is looked up is \(wanted)")
            }
            return MappedResolver(file, name: name)
        } catch let problem as MappingFile.Problem {
            throw PluginError.option(key, problem.description)
        }
    }

    /// What settings call a mapping file.
    private static let mappingFile = "csv"

    private func asked(
        _ place: LookupPlace, as key: String, for kinds: Set<Reference.Kind>, _ oaiPrefix: String?
    ) throws -> AskedResolver {
        do {
            let source = try LookupSources.source(
                named: place.name, url: place.place, fields: place.fields, for: kinds, oaiPrefix: oaiPrefix)
            return AskedResolver(service: id, source: source)
        } catch {
            throw PluginError.option(key, error.description)
        }
    }
}
