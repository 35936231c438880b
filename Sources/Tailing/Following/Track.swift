/// One checkpoint of the sink and the file in which it stands.
final class Track {
    let key: String
    /// What the sink holds, as far as is known.
    private(set) var stored: Checkpoint?
    /// Where to go on: what is stored, or what was, when the sink has lost it.
    private(set) var place: Checkpoint?
    /// The open file; nil while it is looked for, or rests.
    var reading: Reading?
    /// The file that was open until the sink turned out to stand elsewhere; what is looked for may be in it, and no other way to it left.
    private(set) var held: OpenFile?
    /// The first checkpoint that this process stored where there was none, and when.
    private var first: (place: Checkpoint, when: Double)?
    private var isLoaded = false
    private let options: TailOptions

    init(key: String, options: TailOptions) {
        self.key = key
        self.options = options
    }

    /// Asks the sink what it holds, after every doubt.
    /// - Returns: Whether that is another place than expected; the file is to be looked for then.
    func load(from sink: any LineSink) throws -> Bool {
        let found = try sink.checkpoint(for: key)
        defer { isLoaded = true }
        return adopt(found) || !isLoaded
    }

    /// Stores lines and a new place in the same generation or another.
    /// - Returns: Whether the sink took them; if not, the track stands at what the sink holds.
    func push(_ batch: LineBatch, to: Checkpoint, in sink: any LineSink) throws -> Bool {
        switch try sink.push(batch, path: key, from: stored, to: to) {
        case .accepted:
            if stored == nil { first = (place ?? to, options.now()) }
            stored = to
            place = to
            if reading?.position.generation == to.generation { reading?.accept(to) }
            return true
        case .moved(let found):
            if adopt(found) { release() }
            return false
        }
    }

    /// Stops reading the file, but keeps it within reach until ``forget()``.
    func release() {
        held = reading?.file ?? held
        reading = nil
    }

    /// Lets go of a file that was kept within reach.
    func forget() { held = nil }

    /// Takes what the sink holds for true.
    private func adopt(_ found: Checkpoint?) -> Bool {
        stored = found
        guard found == nil else {
            let moved = place.map { !$0.isSamePlace(as: found) } ?? true
            if moved { place = found }
            return moved
        }
        // Emptied. What was stored for the first time only just now may be lost with its lines; otherwise somebody has cleared the
        // database, and the lines are not to come a second time.
        guard let first, options.now() - first.when <= options.amnesia, let place, !first.place.isSamePlace(as: place)
        else { return false }
        self.place = first.place
        return true
    }
}
