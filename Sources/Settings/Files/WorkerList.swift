/// The workers of a directory, whether or not they are enabled and their files are right.
public struct WorkerList: Sendable {
    /// One of them.
    public struct Worker: Sendable, Equatable, Encodable {
        /// What `enable` and `disable` take.
        public var name: String
        /// Whether the supervisor runs it.
        public var enabled: Bool
        /// The kinds of its sections with commas between them; `?` where nothing tells.
        public var kind: String
        /// Its file, relative to the directory where it lies below it.
        public var file: String
    }

    /// Every worker in the order of the names; those that stand in `loglines.cfg` are enabled always.
    public let workers: [Worker]

    /// Looks into `loglines.cfg` and both folders of a directory.
    public init(directory: String) {
        let files = WorkerFiles(directory: directory)
        let enabled = files.names(in: .enabled)
        let names = Set(enabled).union(files.names(in: .available))
        let inFolders = names.map { name in
            let folder: WorkerFiles.Folder = enabled.contains(name) ? .enabled : .available
            var sources = SourceFiles(directory: directory)
            let path = files.path(name, in: folder)
            sources.read(path, isShared: false)
            let file = sources.shownName(path)
            let kinds = sources.sections.filter { $0.origin.file == file }.compactMap(Self.kind)
            return Worker(
                name: name, enabled: folder == .enabled, kind: kinds.isEmpty ? "?" : kinds.joined(separator: ", "),
                file: file)
        }
        let inMain = SourceFiles(directory: directory).sections.compactMap { section -> Worker? in
            guard case .worker(_, let name) = SectionKind(section.name), !names.contains(name),
                let kind = Self.kind(section)
            else { return nil }
            return Worker(name: name, enabled: true, kind: kind, file: section.origin.file)
        }
        workers = (inFolders + inMain).sorted { $0.name < $1.name }
    }

    /// The kind of a section that stands for processes.
    private static func kind(_ section: SourceSection) -> String? {
        guard case .worker(let prefix, _) = SectionKind(section.name) else { return nil }
        return section["kind"]?.text ?? WorkerBuilder.kind(prefix) { section[$0] != nil } ?? "?"
    }
}
