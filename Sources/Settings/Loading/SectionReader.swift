/// Reads the keys of one section into typed values, and notes what is wrong and what every key came to be.
struct SectionReader {
    let section: SourceSection
    let directory: String
    let environment: [String: String]

    private(set) var problems: [ConfigurationProblem] = []
    private(set) var values: [EffectiveValue] = []
    private var known: Set<String> = []

    init(_ section: SourceSection, directory: String, environment: [String: String]) {
        self.section = section
        self.directory = directory
        self.environment = environment
    }

    /// Where the section's own keys were written.
    var origins: [String: Origin] { section.values.mapValues(\.origin) }

    /// Whether a key is set, in the section or by `[DEFAULT]`.
    func has(_ key: String) -> Bool { section[key] != nil }

    /// Reads all keys of a table.
    mutating func read<Root>(_ keys: [SettingKey<Root>], into root: inout Root) {
        for key in keys {
            known.insert(key.name)
            if section[key.name] == nil, key.isRequired, key.show(root).isEmpty {
                problem(key.name, "is missing: \(key.help)")
            }
            if let text = text(key.name) {
                do {
                    try key.set(text, shown: shown(key.name, text, isSecret: key.isSecret), in: directory, to: &root)
                } catch {
                    problem(key.name, error.description)
                }
            }
            note(key.name, key.show(root), isSecret: key.isSecret)
        }
    }

    /// The text of a key with everything put in; nil when it is not set, or cannot be had, which is noted.
    mutating func text(_ key: String) -> String? {
        known.insert(key)
        guard let source = section[key] else { return nil }
        let interpolation = Interpolation(value: { [section] in section[$0]?.text }, environment: environment)
        do {
            return try interpolation.expand(source.text)
        } catch {
            problem(key, error.description)
            return nil
        }
    }

    /// Notes what a key came to be.
    mutating func note(_ key: String, _ value: String, isSecret: Bool = false) {
        let shown = shown(key, value, isSecret: isSecret)
        values.append(
            EffectiveValue(
                section: section.name, key: key, value: shown, origin: section[key]?.origin,
                isSecret: isSecret || shown != value))
    }

    /// A value without its secrets.
    private func shown(_ key: String, _ value: String, isSecret: Bool) -> String {
        let isSecret = isSecret || section[key].map { Secrets.isTaken(by: $0.text) } ?? false
        return isSecret && !value.isEmpty ? Secrets.mask : Secrets.hidden(in: value, of: key)
    }

    /// Notes a problem with a key, or with the section.
    mutating func problem(
        _ key: String?, _ message: String, as severity: ConfigurationProblem.Severity = .error
    ) {
        let origin = key.flatMap { section[$0]?.origin } ?? section.origin
        problems.append(ConfigurationProblem(severity, at: origin, section: section.name, key: key, message))
    }

    /// Notes the keys that were never asked for.
    /// - Parameter others: Keys that would be right too, although nobody asked for them.
    mutating func finish(others: Set<String> = []) {
        let right = known.union(others)
        for key in section.values.keys where !right.contains(key) {
            problem(key, "unknown key" + Nearest.hint(for: key, among: right))
        }
    }
}
