/// Makes a typed configuration of sections, noting everything that is wrong on the way.
struct ConfigurationBuilder {
    private(set) var configuration: Configuration
    private(set) var problems: [ConfigurationProblem] = []
    private(set) var values: [EffectiveValue] = []

    let environment: [String: String]

    init(directory: String, environment: [String: String]) {
        configuration = Configuration(directory: directory)
        self.environment = environment
    }

    /// Reads the sections of all files.
    mutating func build(_ sections: [SourceSection]) {
        let standard = ["supervisor", "redis"].filter { name in !sections.contains { $0.name == name } }
        let absent = standard.map { SourceSection(name: $0, origin: Origin(file: "loglines.cfg", line: 1)) }
        for section in absent + sections { take(section) }
        requirePlugins()
        problems += CrossChecks(configuration: configuration).problems
        configuration.workers.sort { ($0.process.priority, $0.name) < ($1.process.priority, $1.name) }
    }

    private mutating func take(_ section: SourceSection) {
        var reader = SectionReader(section, directory: configuration.directory, environment: environment)
        switch SectionKind(section.name) {
        case .supervisor:
            reader.read(SupervisorSettings.keys, into: &configuration.supervisor)
            reader.finish()
        case .redis(let name):
            var settings = RedisSettings()
            reader.read(RedisSettings.keys, into: &settings)
            reader.checkSentinels(settings)
            reader.finish()
            configuration.redis[name] = settings
        case .service(let id):
            configuration.services[id] = service(id, &reader)
        case .worker(let prefix, let name):
            if let worker = WorkerBuilder(prefix: prefix, name: name).build(&reader) {
                configuration.workers.append(worker)
            }
        case .obsolete:
            reader.problem(nil, ObsoleteKeys.queues, as: .warning)
        case nil:
            let nearest = SectionKind.nearest(to: section.name).map { "; nearest: [\($0)]" } ?? ""
            reader.problem(nil, "unknown section" + nearest)
        }
        problems += reader.problems
        values += reader.values
    }

    /// All keys of a service but `plugin` and the typed ones are its plugin's to judge.
    private func service(_ id: String, _ reader: inout SectionReader) -> ServiceSettings {
        var service = ServiceSettings(
            id: id, plugin: "", origin: reader.section.origin, origins: reader.origins)
        reader.read(ServiceSettings.keys, into: &service)
        let inherited = ServiceKeys.inherited.filter { reader.has($0) }
        for key in inherited.union(reader.origins.keys).subtracting(ServiceSettings.keys.map(\.name)).sorted() {
            guard let text = reader.text(key) else { continue }
            if key == ServiceKeys.plugin {
                service.plugin = text.trimmed
            } else {
                service.options[key] = text
            }
            reader.note(key, text, isSecret: Secrets.isNamed(by: key))
        }
        return service
    }

    /// A service without plugin needs a worker that has one for it.
    private mutating func requirePlugins() {
        guard configuration.workers.allSatisfy({ $0.job.repositoryPlugin == nil }) else { return }
        for service in configuration.services.values where service.plugin.isEmpty {
            problems.append(
                ConfigurationProblem(
                    at: service.origin, section: service.section, key: ServiceKeys.plugin,
                    "is missing: the name of the parser plugin (`loglines plugins` lists them)"))
        }
    }
}
