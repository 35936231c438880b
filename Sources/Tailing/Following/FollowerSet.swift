/// Follows every log that a list of paths and patterns names; files that appear later are picked up.
///
/// For a loop on one thread:
///
///     while !stopping {
///         if try !set.step(sink) { watcher.wait(for: set) }
///     }
///
/// **What is delivered.** Every line that ends with a newline, once for each time that the sink stored it: through renames,
/// copytruncate, restarts, and a sink that forgot its last second. The rest at the end of a rotated or deleted file is delivered
/// as a line when the file has not grown for `grace` seconds. A line of more than 16 MiB comes in pieces of 16 MiB. Where lines make
/// blocks (`TailOptions.framing`), all this is true of blocks; one that is not complete is delivered as it is when nothing more can come.
///
/// **What cannot be.** Copytruncate loses by itself what the server writes between the copy and the cut; no reader ever sees it.
/// What is compressed or deleted while nobody reads it is gone too; that is reported. Of several rotations while nobody read, the
/// files between are told by their names (``rotatedOrigins(of:)``) and times of writing.
public final class FollowerSet {
    /// One followed log, for people to look at.
    public struct File: Sendable, Equatable {
        /// Its path.
        public let path: String
        /// Why it cannot be read now, with the path; nil while it is followed.
        public let waiting: String?
        /// Where its next line begins; nil before the first look.
        public let position: Checkpoint?
        /// Bytes not stored yet when it was last looked at, a half line included.
        public let behind: UInt64
    }

    private let patterns: [String]
    private let options: TailOptions
    private let reader: LineReader
    private let report: (TailNotice) -> Void
    private var followers: [FileFollower] = []
    /// Patterns whose files have been looked up once.
    private var seen: Set<String> = []
    /// When that is to be done again.
    private var nextScan = -Double.infinity

    /// Prepares; nothing is opened before the first ``step(_:)``.
    /// - Parameters:
    ///   - patterns: Absolute paths, or patterns as of glob(7) with `{a,b}`. Compressed files, and rotated ones of a log that is
    ///     there too, are passed over.
    ///   - report: Gets what a user should know: what is waited for, what is gone, what is there again.
    public init(patterns: [String], options: TailOptions, report: @escaping (TailNotice) -> Void) {
        self.patterns = patterns
        self.options = options
        self.report = report
        reader = LineReader(options: options)
    }

    /// Reads and stores a batch of each file.
    /// - Returns: Whether anything moved; if not, there is nothing to do until a file changes.
    /// - Throws: What the sink throws. Nothing is lost by it: the next call asks the sink what it holds and goes on from there.
    public func step(_ sink: any LineSink) throws -> Bool {
        do {
            if options.now() >= nextScan { try scan(sink) }
            var moved = false
            for follower in followers where try follower.step(sink) { moved = true }
            return moved
        } catch {
            recheck()
            throw error
        }
    }

    /// Makes the next step compare what the sink holds with what is known. To be called when the sink may have forgotten something
    /// although no call failed.
    public func recheck() {
        for follower in followers { follower.recheck() }
    }

    /// The followed logs as they were at the last step.
    public var files: [File] {
        followers.map { File(path: $0.path, waiting: $0.waiting, position: $0.position, behind: $0.behind) }
    }

    /// Makes the next step look for new files.
    func rescan() { nextScan = -.infinity }

    /// The open files and the directories in which new ones may come.
    var watched: (descriptors: [Int32], directories: Set<String>) {
        (followers.flatMap(\.descriptors), Set(patterns.map(directory(of:)) + followers.map { directory(of: $0.path) }))
    }
}

extension FollowerSet {
    private func scan(_ sink: any LineSink) throws {
        followers.removeAll { follower in !patterns.contains(follower.path) && follower.isOver }
        for pattern in patterns {
            var added: [FileFollower] = []
            let paths = isPattern(pattern) ? matches(of: pattern) : [pattern]
            for path in paths where try isWanted(path, of: paths, by: pattern, besides: followers + added, sink) {
                let follower = FileFollower(path: path, options: options, reader: reader, report: report)
                try follower.load(from: sink)
                added.append(follower)
            }
            // One that was followed before tells that this is not the pattern's first start: the others came in between.
            let isFirst = !seen.contains(pattern) && !added.contains(where: \.isKnown)
            for follower in added { follower.isNew = !isFirst }
            followers += added
            if !seen.contains(pattern) && added.isEmpty && isPattern(pattern) {
                report(.trouble("\(pattern): No file matches; waiting for one"))
            }
            seen.insert(pattern)
        }
        nextScan = options.now() + 1
    }

    private func isWanted(
        _ path: String, of paths: [String], by pattern: String, besides others: [FileFollower], _ sink: any LineSink
    ) throws -> Bool {
        if others.contains(where: { $0.path == path }) { return false }
        if path == pattern { return true }
        // What cannot be seen is followed, so that its user hears why it cannot.
        let status = try? FileStatus.at(path)
        if isCompressed(path) || status?.isRegular == false { return false }
        // A rotated file is read by the follower of its log. The log itself may be away just now, between rename and create.
        let isRotated = try rotatedOrigins(of: path).contains { origin in
            try paths.contains(origin) || others.contains { $0.path == origin } || sink.checkpoint(for: origin) != nil
        }
        guard !isRotated, let status else { return !isRotated }
        return !others.contains { $0.stands(in: status) }
    }
}
