/// What a section is for, by its name.
enum SectionKind: Equatable {
    case supervisor
    /// The name behind `redis_`; "" for `[redis]`.
    case redis(String)
    case service(String)
    case worker(Prefix, name: String)
    /// The original's `[queues]`.
    case obsolete

    /// The sections that stand for processes.
    enum Prefix: String, CaseIterable {
        case worker, logger, process
    }

    /// What a section's name says; nil when it says nothing.
    init?(_ section: String) {
        switch section {
        case "supervisor": self = .supervisor
        case "redis": self = .redis("")
        case "queues": self = .obsolete
        default:
            guard let underscore = section.firstIndex(of: "_") else { return nil }
            let name = String(section[section.index(after: underscore)...])
            guard !name.isEmpty else { return nil }
            switch section[..<underscore] {
            case "redis": self = .redis(name)
            case "service": self = .service(name)
            case let prefix:
                guard let prefix = Prefix(rawValue: String(prefix)) else { return nil }
                self = .worker(prefix, name: name)
            }
        }
    }

    /// The nearest name that would say something.
    static func nearest(to section: String) -> String? {
        let prefixes = ["redis", "service"] + Prefix.allCases.map(\.rawValue)
        guard let underscore = section.firstIndex(of: "_") else {
            let nearest = Nearest.name(to: section, among: prefixes + ["supervisor"])
            return nearest.map { SectionKind($0) == nil ? "\($0)_NAME" : $0 }
        }
        return Nearest.name(to: String(section[..<underscore]), among: prefixes)
            .map { "\($0)_\(section[section.index(after: underscore)...])" }
    }
}
