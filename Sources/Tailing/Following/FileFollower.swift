/// Follows the log at one path, by name, through every generation of it.
///
/// There are two tracks. One stands in the generation that is read; when that has been rotated away and read to its end, it goes
/// on to the next. The other one stays with the generation before: a server that finishes its requests first (Apache's graceful
/// restart) writes to the old file for as long as they take. It stays until the next rotation or until the file is deleted.
final class FileFollower {
    let path: String
    /// Why nothing can be read at the moment; nil while the file is followed.
    private(set) var waiting: String?

    private let options: TailOptions
    private let reader: LineReader
    private let report: (TailNotice) -> Void
    private let current: Track
    private let rotated: Track
    /// Whether what the sink holds is known.
    private var isLoaded = false
    /// Whether the file of the rotated track is still to be looked for.
    private var seeksRotated = false
    /// The file as it was when it was closed after a long rest.
    private var resting: FileStatus?

    /// Whether a file without a checkpoint is one that came while we were here, and so is read from its beginning.
    var isNew = false

    init(path: String, options: TailOptions, reader: LineReader, report: @escaping (TailNotice) -> Void) {
        self.path = path
        self.options = options
        self.reader = reader
        self.report = report
        current = Track(key: path, options: options)
        rotated = Track(key: "\(path)#rotated", options: options)
    }

    /// Reads and stores one batch of each track.
    /// - Returns: Whether anything came of it; if not, there is nothing to do until a file changes.
    /// - Throws: What the sink throws. Errors of files are told to the user and make the follower wait.
    func step(_ sink: any LineSink) throws -> Bool {
        do {
            try load(from: sink)
            let movedOld = try stepRotated(sink)
            let moved = try stepCurrent(sink, isOldRead: !movedOld)
            if current.reading != nil {
                current.forget()
                rotated.forget()
            }
            return moved || movedOld
        } catch let error as FileError {
            wait(because: error)
            return false
        } catch {
            isLoaded = false
            throw error
        }
    }

    /// Asks the sink where to go on, unless that is known.
    func load(from sink: any LineSink) throws {
        if isLoaded { return }
        if try current.load(from: sink) {
            current.release()
            resting = nil
        }
        if try rotated.load(from: sink) {
            rotated.release()
            seeksRotated = true
        }
        // Either we died between the two steps of a rotation, or the sink forgot it: the log's own track reads this file.
        if rotated.place?.generation == current.place?.generation { rotated.release() }
        isLoaded = true
    }

    /// Makes the next step ask the sink where to go on.
    func recheck() { isLoaded = false }
}

// MARK: The generation that is read

extension FileFollower {
    private func stepCurrent(_ sink: any LineSink, isOldRead: Bool) throws -> Bool {
        if let resting {
            if try FileStatus.at(path) == resting { return false }
            self.resting = nil
        }
        guard let reading = current.reading else { return try find(sink) }
        if let copy = try missedCopy(of: reading) { return try move(to: copy, from: reading.position, sink) }
        switch try look(into: reading) {
        case .lines(let to):
            _ = try push(reader.batch, to: to, on: current, sink)
            return true
        case .replaced:
            current.release()
            return true
        case .end:
            return try leave(reading, sink, isOldRead: isOldRead)
        }
    }

    /// A look into a file that fails closes it: a new descriptor may do better (NFS).
    private func look(into reading: Reading, unterminated: Bool = false) throws(FileError) -> Reading.Outcome {
        do {
            return try reading.read(with: reader, unterminated: unterminated)
        } catch {
            current.reading = nil
            throw error
        }
    }

    /// Stores a batch; the next step asks the sink where to go on if it did not take it.
    /// - Returns: Whether it did.
    private func push(
        _ batch: LineBatch, to: Checkpoint, on track: Track, _ sink: any LineSink
    ) throws -> Bool {
        if try track.push(batch, to: to, in: sink) { return true }
        // What is not where it was may not be the only one.
        isLoaded = false
        if track === rotated { seeksRotated = true }
        return false
    }

    /// Opens the file in which the track stands.
    private func find(_ sink: any LineSink) throws -> Bool {
        guard let place = current.place else { return try begin(sink) }
        guard let file = try file(of: place) else {
            guard let next = try successor(after: place.modified, leaving: nil) else {
                throw FileError(path: path, reason: "No such file, nor a rotated one with what is unread")
            }
            reportLoss(of: place, next: try next.status())
            return try move(to: next, from: place, sink)
        }
        let reading = try Reading(file, at: place, options: options)
        current.reading = reading
        follows(from: place.offset)
        // A sink that was emptied gets its checkpoint back.
        if current.stored == nil { _ = try push(LineBatch(), to: reading.position, on: current, sink) }
        return true
    }

    /// First start: no checkpoint.
    private func begin(_ sink: any LineSink) throws -> Bool {
        guard let file = try OpenFile.open(path) else {
            isNew = true
            throw FileError(path: path, reason: "No such file")
        }
        let status = try file.status()
        let fingerprint = Fingerprint(of: try file.head())
        let generation = Checkpoint.firstGeneration(
            host: options.host, device: status.device, inode: status.inode, fingerprint: fingerprint)
        let place = Checkpoint(
            device: status.device, inode: status.inode, fingerprint: fingerprint,
            offset: isNew || options.start == .beginning ? 0 : try reader.endOfLastRecord(of: file),
            modified: status.modified, generation: generation)
        guard try push(LineBatch(), to: place, on: current, sink) else { return true }
        current.reading = try Reading(file, at: place, options: options)
        follows(from: place.offset)
        return true
    }

    /// The file that holds a generation: under its own name, a rotated one, or none any more but still open; or a copy.
    private func file(of place: Checkpoint) throws(FileError) -> OpenFile? {
        for file in [current.held, rotated.held] {
            // One that cannot be read any more is not the one.
            if let file, (try? file.identity(for: place)) == .same { return file }
        }
        if let file = try OpenFile.open(path), try file.identity(for: place) == .same { return file }
        let siblings = try Siblings(of: path)
        if let file = try siblings.file(of: place) { return file }
        return try siblings.copy(of: place)
    }

    /// The generation written next after `time`; nil while there is none.
    private func successor(after time: Int64, leaving: FileStatus?) throws(FileError) -> OpenFile? {
        let known = [try FileStatus.at(path), leaving].compactMap(\.self)
        let read = [rotated.place].compactMap(\.self)
        if let next = try Siblings(of: path).next(after: time, besides: known, read) { return next }
        return try OpenFile.open(path)
    }

    /// A rotated file that holds what a file known as empty had for a while, until it was cut: it has no first bytes by which either
    /// could be told. Only after a rotation that was followed, so that what is older than the first start is left alone.
    private func missedCopy(of reading: Reading) throws(FileError) -> OpenFile? {
        guard reading.position.fingerprint.length == 0, let before = rotated.place else { return nil }
        let status = try reading.file.status()
        guard status.modified != reading.position.modified else { return nil }
        // A copy is older than what came into the file after the cut.
        let time = (after: reading.position.modified, until: status.modified)
        return try Siblings(of: path).next(after: time.after, until: time.until, besides: [status], [before])
    }

    /// Goes on to another generation, from its first byte.
    private func move(to next: OpenFile, from place: Checkpoint, _ sink: any LineSink) throws -> Bool {
        let status = try next.status()
        let to = Checkpoint(
            device: status.device, inode: status.inode, fingerprint: Fingerprint(of: try next.head()), offset: 0,
            modified: status.modified,
            generation: place.nextGeneration(host: options.host, device: status.device, inode: status.inode))
        guard try push(LineBatch(), to: to, on: current, sink) else { return false }
        current.reading = try Reading(next, at: to, options: options)
        follows(from: 0)
        return true
    }

    /// At the end of a generation: goes on to the next one, if there is one.
    private func leave(_ reading: Reading, _ sink: any LineSink, isOldRead: Bool) throws -> Bool {
        guard let there = try FileStatus.at(path) else { return try finishDeleted(reading, sink) }
        if there.isSameFile(as: reading.status) {
            follows(from: reading.position.offset)
            if reading.quiet >= options.rest {
                current.reading = nil
                resting = there
            }
            return false
        }
        guard isOldRead, let next = try successor(after: reading.status.modified, leaving: reading.status) else {
            return false
        }
        if let old = rotated.reading {
            if case .lines(let to) = try old.read(with: reader, unterminated: true) {
                _ = try push(reader.batch, to: to, on: rotated, sink)
                return true
            }
        }
        // First the old one: should we die in between, both tracks stand in it, and the rotated one is passed over.
        guard try push(LineBatch(), to: reading.position, on: rotated, sink) else { return true }
        rotated.reading = nil
        if try move(to: next, from: reading.position, sink) { rotated.reading = reading }
        return true
    }

    /// The last line of a deleted file gets no newline any more.
    private func finishDeleted(_ reading: Reading, _ sink: any LineSink) throws -> Bool {
        guard reading.status.links == 0, reading.quiet >= options.grace,
            case .lines(let to) = try look(into: reading, unterminated: true)
        else { return false }
        _ = try push(reader.batch, to: to, on: current, sink)
        return true
    }
}

// MARK: The generation before

extension FileFollower {
    private func stepRotated(_ sink: any LineSink) throws -> Bool {
        do {
            if seeksRotated { try findRotated() }
            guard let reading = rotated.reading else { return false }
            switch try reading.read(with: reader, unterminated: reading.quiet >= options.grace) {
            case .lines(let to):
                _ = try push(reader.batch, to: to, on: rotated, sink)
                return true
            case .replaced:
                rotated.reading = nil
            case .end:
                if reading.status.links == 0 && reading.quiet >= options.grace { rotated.reading = nil }
            }
            return false
        } catch let error as FileError {
            // It must not keep us from the log itself.
            report(.trouble("\(error); what is still written to this rotated file is not read"))
            rotated.reading = nil
            return false
        }
    }

    private func findRotated() throws(FileError) {
        seeksRotated = false
        guard let place = rotated.place, place.generation != current.place?.generation else { return }
        let held = [current.held, rotated.held].compactMap(\.self)
        var file = held.first { (try? $0.identity(for: place)) == .same }
        if file == nil { file = try Siblings(of: path).file(of: place) }
        if let file { rotated.reading = try Reading(file, at: place, options: options) }
    }
}

// MARK: What is told

extension FileFollower {
    /// Bytes that have not been stored yet, as far as has been looked.
    var behind: UInt64 { (current.reading?.behind ?? 0) + (rotated.reading?.behind ?? 0) }

    /// Where the next line begins; nil before the first look.
    var position: Checkpoint? { current.reading?.position ?? current.place }

    /// The open files, for the watcher.
    var descriptors: [Int32] { [current, rotated].compactMap { $0.reading?.file.descriptor } }

    /// Whether it has a checkpoint, and so has been followed before.
    var isKnown: Bool { current.stored != nil }

    /// Whether a file is its log, or one of those that it stands in.
    func stands(in status: FileStatus) -> Bool {
        if [current.place, rotated.place].contains(where: { $0.map(status.isFile(of:)) ?? false }) { return true }
        do {
            return try FileStatus.at(path)?.isSameFile(as: status) ?? false
        } catch {
            return false  // Its own look at it will say why.
        }
    }

    /// Whether the file has been deleted and nothing of it is unread.
    var isOver: Bool {
        do {
            guard try FileStatus.at(path) == nil else { return false }
        } catch {
            return false  // Nobody can tell.
        }
        guard let reading = current.reading else { return rotated.reading == nil }
        return reading.status.links == 0 && reading.behind == 0 && reading.quiet >= options.grace
    }

    private func wait(because error: FileError) {
        guard waiting != error.description else { return }
        waiting = error.description
        report(.trouble("\(error); waiting for it"))
    }

    private func follows(from offset: UInt64) {
        guard waiting != nil else { return }
        waiting = nil
        report(.good("\(path): followed from byte \(offset)"))
    }

    private func reportLoss(of place: Checkpoint, next: FileStatus) {
        if next.isFile(of: place) {
            report(
                .trouble(
                    "\(path): cut, and there is no copy of what it may have held after byte \(place.offset);"
                        + " followed from byte 0"))
        } else {
            report(
                .trouble(
                    "\(path): the file followed so far (inode \(place.inode)) is gone, with what it may have held after"
                        + " byte \(place.offset); going on with inode \(next.inode)"))
        }
    }
}
