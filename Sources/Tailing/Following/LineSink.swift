/// Where followed lines go: stores them together with how far they have been read.
///
/// Keys are the paths of the logs as configured; a log that has been rotated once has a second one, `PATH#rotated`.
public protocol LineSink: AnyObject {
    /// The checkpoint that is stored under a key; nil when there is none.
    /// - Throws: When that cannot be known at the moment; the follower asks again.
    func checkpoint(for path: String) throws -> Checkpoint?

    /// Stores the lines of a batch (there may be none) and `to` in one transaction, if what is stored under the key is the same place
    /// as `from` (``Checkpoint/isSamePlace(as:)``; nil: nothing).
    /// - Throws: When it is not known whether they have been stored; the follower asks for the checkpoint before it goes on.
    func push(_ batch: LineBatch, path: String, from: Checkpoint?, to: Checkpoint) throws -> PushResult
}

/// What became of a pushed batch.
public enum PushResult: Sendable, Equatable {
    /// Lines and checkpoint are stored.
    case accepted
    /// Nothing is stored, because something else than `from` was: an older place when Redis forgot its last second, a later one when
    /// somebody else reads the same file. The follower goes on from there.
    case moved(to: Checkpoint?)
}
