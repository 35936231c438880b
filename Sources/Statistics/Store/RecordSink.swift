/// Where records are written: for one thread, as a worker has one. Each call connects if need be and brings the tables to this
/// version first, under the store's lock; after an error of kind `unavailable` it may be made again.
public protocol RecordSink: AnyObject {
    /// Where it is, without secrets.
    var name: String { get }

    /// The tables that it takes records of; by default all. A batch for it holds no others.
    var tables: Set<StoreTable> { get }

    /// Brings the tables to this version, which every call does that finds itself not connected.
    /// - Throws: ``StoreError``.
    func migrate() throws

    /// Writes records, all or none of them unless it says otherwise, and has them on its disk when it returns. What is there
    /// already (by its id) stays as it is, so a batch may be written again.
    /// - Returns: How many were new, as far as it can tell.
    /// - Throws: ``StoreError``.
    func write(_ batch: StoreBatch) throws -> Int
}

extension RecordSink {
    /// All.
    public var tables: Set<StoreTable> { Set(StoreTable.allCases) }
}
