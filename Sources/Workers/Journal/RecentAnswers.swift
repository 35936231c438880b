/// What journals tell of the last seconds before something.
struct RecentAnswers {
    /// How many files of a worker are looked at, from the current one back.
    private static let files = 3

    let folder: JournalFolder

    /// The lines of followed files that a worker had accepted in the last seconds before a moment, or before it last noted
    /// anything of a request if that is earlier, and after.
    /// - Parameters:
    ///   - limit: nil: its last note is what counts.
    ///   - memory: How long before.
    /// - Throws: ``FileError``.
    func accepted(by worker: String, before limit: JournalTime?, memory: Duration) throws -> [SourcePosition] {
        var found: [(time: JournalTime, position: SourcePosition)] = []
        var last: JournalTime?
        for file in folder.files(of: worker).suffix(RecentAnswers.files).reversed() {
            // A new file repeats what is open, then notes the process, and goes on from there.
            var (begin, end): (JournalTime?, JournalTime?) = (nil, nil)
            try JournalLines.read(file) { record, _ in
                if case .started = record.event {
                    // That a process began, long after a power cut maybe, is no sign of its forerunner.
                    begin = begin ?? record.time
                } else {
                    end = record.time
                }
                if case .accepted(let name) = record.event, let position = name.position {
                    found.append((record.time, position))
                }
            }
            last = last ?? end
            if let begin, let last, begin < threshold(limit, last, memory) { break }
        }
        guard let last else { return [] }
        let reach = threshold(limit, last, memory)
        return found.filter { $0.time >= reach }.map(\.position)
    }

    private func threshold(_ limit: JournalTime?, _ last: JournalTime, _ memory: Duration) -> JournalTime {
        JournalTime(milliseconds: min(limit ?? last, last).milliseconds - Int64(memory / .milliseconds(1)))
    }
}
