import CLinux
import Glibc

/// The requests of former processes whose outcome was not settled, by the files of this worker and of its siblings: any of
/// their messages may come to this worker, when it is handed out again or was given back for a worker that is gone.
///
/// The files are what counts, since several workers use them: what is found here is looked up there once more before
/// anything is done about it.
struct DoubtBook {
    /// A message in doubt.
    struct Doubt: Equatable {
        /// Whose journal tells of it.
        let worker: String
        /// What it tells.
        let send: OpenSends.Send
    }

    private struct Mark: Equatable {
        let inode: UInt64
        let size: Int
    }

    private struct Page {
        var sends: [SendName: [OpenSends.Send]]
        var read: Mark?
        var seen: Mark?
    }

    private let folder: JournalFolder
    private let worker: String
    private var pages: [String: Page] = [:]

    init(_ folder: JournalFolder, worker: String) {
        self.folder = folder
        self.worker = worker
    }

    /// Whether nothing is in doubt.
    var isEmpty: Bool { pages.values.allSatisfy(\.sends.isEmpty) }

    /// What is in doubt by this worker's own file: a new file has to tell it too.
    var own: [SendName: [OpenSends.Send]] { pages[worker]?.sends ?? [:] }

    /// Takes in what this worker's own file told at the start.
    mutating func open(own sends: OpenSends) {
        pages[worker] = Page(sends: sends.sends)
    }

    /// Reads the files of the siblings that have changed.
    /// - Parameter onlyResting: Passes over those that are being written at the moment. What a dead sibling held comes no
    ///   sooner than a minute after its death.
    /// - Throws: ``FileError``.
    mutating func readSiblings(onlyResting: Bool) throws {
        let siblings = try folder.siblings(of: worker)
        for gone in pages.keys where gone != worker && !siblings.contains(gone) { pages[gone] = nil }
        for sibling in siblings {
            let mark = mark(of: sibling)
            var page = pages[sibling] ?? Page(sends: [:])
            let isResting = page.seen == mark
            page.seen = mark
            if page.read != mark, isResting || !onlyResting {
                page.sends = try read(sibling)
                page.read = mark
            }
            pages[sibling] = page
        }
    }

    /// Looks whether the files that tell of these messages still do.
    /// - Throws: ``FileError``.
    mutating func check(_ names: [SendName]) throws {
        for (worker, page) in pages where names.contains(where: { page.sends[$0] != nil }) {
            let now = try read(worker)
            // Only what has been settled meanwhile is news: what a living sibling has begun since is not in doubt.
            pages[worker]?.sends = page.sends.reduce(into: [:]) { sends, entry in
                let still = (now[entry.key] ?? []).filter { new in entry.value.contains { $0.time == new.time } }
                if !still.isEmpty { sends[entry.key] = still }
            }
        }
    }

    /// What is known of a message.
    func doubts(of name: SendName) -> [Doubt] {
        pages.flatMap { worker, page in (page.sends[name] ?? []).map { Doubt(worker: worker, send: $0) } }
    }

    /// Forgets a doubt that was dealt with.
    mutating func remove(_ name: SendName, of doubt: Doubt) {
        guard var sends = pages[doubt.worker]?.sends[name], let index = sends.firstIndex(of: doubt.send) else { return }
        sends.remove(at: index)
        pages[doubt.worker]?.sends[name] = sends.isEmpty ? nil : sends
    }

    private func read(_ worker: String) throws -> [SendName: [OpenSends.Send]] {
        var sends = OpenSends()
        try JournalLines.read(folder.file(of: worker)) { record, _ in sends.apply(record) }
        guard worker == self.worker else { return sends.sends }
        return sends.sends.compactMapValues { all in
            let former = all.filter(\.isFormer)
            return former.isEmpty ? nil : former
        }
    }

    private func mark(of worker: String) -> Mark? {
        var status = stat()
        guard stat(folder.file(of: worker), &status) == 0 else { return nil }
        return Mark(inode: UInt64(status.st_ino), size: Int(status.st_size))
    }
}
