import ArgumentParser
import GeoLookup
import Inspection
import PluginAPI
import RedisClient
import Settings
import Statistics
import Workers

/// What is to be replayed: whose hits, and of which time.
struct ReplayStretch {
    let configuration: Configuration
    let services: [String]
    let window: ImportWindow
    let stop: StopSignal

    /// Says that there is nothing in a file.
    /// - Throws: `ExitCode.failure`.
    func sayNone(in file: String) throws -> Never {
        printError("\(file): no hits \(words)")
        throw ExitCode.failure
    }

    /// Says that there is nothing in a store, and what there is.
    /// - Throws: `ExitCode.failure`, `StoreError`.
    func sayNone(in store: any EventStore) throws -> Never {
        let there = try services.map(store.coverage)
        guard let first = there.compactMap(\.first).min(), let last = there.compactMap(\.last).max() else {
            try sayNone(in: store.name)
        }
        printError("\(store.name): no hits \(words); it has some from \(first.rfc3339) to \(last.rfc3339)")
        throw ExitCode.failure
    }

    /// `of repo.example from 2024-06-15T00:00:00Z to 2024-06-15T23:59:59Z`.
    private var words: String {
        var words = services.isEmpty ? [] : ["of \(services.joined(separator: ", "))"]
        if let since = window.since { words.append("from \(since.rfc3339)") }
        if let until = window.until { words.append("to \(until.rfc3339)") }
        return words.isEmpty ? "in it" : words.joined(separator: " ")
    }

    /// The events of a store.
    /// - Throws: `ExitCode` after one line that says what there is none of.
    func events(of store: any EventStore) throws -> StoreReplay {
        for service in services where configuration.services[service] == nil {
            guard try store.coverage(of: service).first == nil else { continue }
            printError(noSection(service) + ", and \(store.name) has no events of it")
            throw ExitCode.configuration
        }
        let selection = StoreSelection(
            services: services.isEmpty ? nil : services, from: window.since,
            before: window.until.map { UTCTime(secondsSince1970: $0.secondsSince1970 + 1) })
        return StoreReplay(store, selection, anonymity: configuration.services.mapValues(\.anonymity))
    }

    /// The hits of a log file, read as the publisher reads them, but with nothing looked up: identifiers stand for themselves.
    /// - Parameter address: The Redis that has the keys of addresses that are hashed.
    /// - Throws: `ExitCode` after one line that says why they cannot be read; `InputFile.Problem`.
    func hits(in path: String, _ address: RedisAddress) throws -> LogReplay {
        let service = try onlyService()
        guard let settings = configuration.services[service] else {
            printError(noSection(service))
            throw ExitCode.configuration
        }
        let keys = SharedAddressKeys(address, stop: stop) { event in
            if case .lost(let error) = event { printError("waiting: \(error)") }
        }
        let places =
            settings.geoip.isEmpty
            ? nil
            : GeoLookup(path: settings.geoip) { news in
                if news.isProblem { printError("\(news)") }
            }
        do {
            let tools = ProgramTools(directory: configuration.directory, addressKeys: keys.key)
            let parser = try settings.parser(fallback: configuration.repositoryPlugin, tools, places: places)
            let framing = try configuration.framing(of: service)
            let file = try ImportSource.open(path, keptIn: nil) { stop.isRequested }.file
            return LogReplay(
                file, service: service, parser: parser, framing: framing, window: window, anonymity: settings.anonymity)
        } catch let error as PluginError {
            printError(ConfigurationProblem(settings, error).description)
            throw ExitCode.configuration
        }
    }

    private func onlyService() throws -> String {
        if let service = services.first { return service }
        let known = configuration.services.keys.sorted()
        guard known.count == 1 else {
            throw ValidationError(
                known.isEmpty
                    ? "no [service_ID] section says how to read lines"
                    : "--service: whose lines they are: \(known.joined(separator: ", "))")
        }
        return known[0]
    }

    private func noSection(_ service: String) -> String {
        "--service: there is no section [service_\(service)]"
            + Nearest.hint(for: service, among: configuration.services.keys)
    }
}
