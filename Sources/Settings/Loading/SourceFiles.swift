import Glibc

/// Reads the files of a configuration and lays their sections over each other.
struct SourceFiles {
    /// The directory of `loglines.cfg`, absolute and without symbolic links.
    let directory: String
    /// The sections in the order they were first seen.
    private(set) var sections: [SourceSection] = []
    /// What could not be read.
    private(set) var problems: [ConfigurationProblem] = []

    /// `[DEFAULT]` of `loglines.cfg`, which holds in every file.
    private var defaults: [String: SourceValue] = [:]
    /// The real paths of the files read.
    private var filesRead: Set<String> = []

    /// Reads `loglines.cfg`, which holds what all share.
    init(directory: String) {
        self.directory = realPath(directory) ?? directory
        let path = "\(self.directory)/loglines.cfg"
        guard access(path, F_OK) == 0 else {
            problems.append(ConfigurationProblem(file: "loglines.cfg", "there is no such file in \(self.directory)"))
            return
        }
        read(path, isShared: true)
    }

    /// Lays every `.conf` file of `workers_enabled/` over what is there, in the order of their names.
    mutating func readEnabled() {
        for name in WorkerFiles(directory: directory).names(in: .enabled) {
            read("\(directory)/\(WorkerFiles.Folder.enabled.rawValue)/\(name).conf", isShared: false)
        }
    }

    /// Whether a file was read, under whatever name.
    func hasRead(_ path: String) -> Bool { WorkerFiles.resolve(path).map(filesRead.contains) ?? false }

    /// How messages call a file: relative to the directory where it lies below it.
    func shownName(_ path: String) -> String {
        let real = WorkerFiles.resolve(path) ?? path  // a dangling link keeps its own name
        return real.hasPrefix(directory + "/") ? String(real.dropFirst(directory.count + 1)) : real
    }

    /// Lays a file over what is there.
    mutating func read(_ path: String, isShared: Bool) {
        guard let real = WorkerFiles.resolve(path) else {
            let reason = errorText(errno)
            let target = WorkerFiles.linkTarget(path)
            problems.append(
                ConfigurationProblem(
                    file: shownName(path),
                    target.map { "points to \($0), which cannot be read: \(reason)" } ?? "cannot be read: \(reason)"))
            return
        }
        let name = shownName(path)
        guard filesRead.insert(real).inserted else { return }
        do {
            lay(INIReader.read(try contents(of: real), name: name), isShared: isShared)
        } catch {
            problems.append(ConfigurationProblem(file: name, "cannot be read: \(error)"))
        }
    }

    private mutating func lay(_ file: INIFile, isShared: Bool) {
        problems += file.mistakes.map {
            ConfigurationProblem(file: file.name, line: $0.line, section: $0.section, key: $0.key, $0.message)
        }
        let own = defaults.merging(values(file.defaults, file, isShared)) { _, new in new }
        if isShared { defaults = own }
        for section in file.sections {
            let origin = Origin(file: file.name, line: section.line)
            let new = SourceSection(
                name: section.name, origin: origin, values: values(section, file, isShared), defaults: own)
            if let index = sections.firstIndex(where: { $0.name == section.name }) {
                sections[index] = lay(new, over: sections[index])
            } else {
                sections.append(new)
            }
        }
    }

    /// A worker file overrides `loglines.cfg`; two worker files may not set the same key.
    private mutating func lay(_ new: SourceSection, over old: SourceSection) -> SourceSection {
        var section = new
        for (key, value) in old.values where !value.isShared {
            guard let other = new.values[key] else { continue }
            problems.append(
                ConfigurationProblem(
                    at: other.origin, section: new.name, key: key, "is also set in \(value.origin)"))
        }
        section.values.merge(old.values) { new, _ in new }
        section.defaults.merge(old.defaults) { new, _ in new }
        return section
    }

    private func values(_ section: INISection, _ file: INIFile, _ isShared: Bool) -> [String: SourceValue] {
        var values: [String: SourceValue] = [:]
        for entry in section.entries {
            let origin = Origin(file: file.name, line: entry.line)
            values[entry.key] = SourceValue(text: entry.value, origin: origin, isShared: isShared)
        }
        return values
    }
}

/// A section as all files together write it.
struct SourceSection {
    var name: String
    /// Where its header stands, in the last file that has it.
    var origin: Origin
    var values: [String: SourceValue] = [:]
    /// The keys of `[DEFAULT]`.
    var defaults: [String: SourceValue] = [:]

    /// The value of a key, from the section or from `[DEFAULT]`.
    subscript(key: String) -> SourceValue? { values[key] ?? defaults[key] }
}

/// A value as written.
struct SourceValue {
    var text: String
    var origin: Origin
    /// Whether it stands in `loglines.cfg`, where worker files may override it.
    var isShared: Bool
}
