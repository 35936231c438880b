public import LiveFeed

/// A recorded stretch of hits.
public protocol ReplaySource: AnyObject {
    /// The next hit, about in the order of time; nil: there are no more.
    /// - Throws: What is wrong with the file or the store.
    func next() throws -> LiveEvent?
}
