/// What `POST /ingest/SERVICE` answers, also when not all was taken.
struct IngestAnswer: Encodable {
    /// Lines of the body that are in the queue, or have been.
    var accepted = 0
    /// Lines of the body that are in the failed list of that queue.
    var rejected = 0
    /// Whether all of it had been taken before.
    var duplicate = false
    /// The first line that was rejected.
    var firstBad: IngestRecord.BadLine?
    /// Why not all was taken.
    var error: String?
}
