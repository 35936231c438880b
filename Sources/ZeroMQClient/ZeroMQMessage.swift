/// A message of several frames, as they came: bytes, of which ZeroMQ knows no more than where they end.
public struct ZeroMQMessage: Sendable, Equatable {
    /// How many frames are kept of one message: nothing that is of use here has more than two.
    public static let mostFrames = 3

    /// The first frames, at most ``mostFrames``.
    public var frames: [[UInt8]] = []

    /// How many frames it has.
    public var frameCount = 0

    /// A message of these frames.
    public init(_ frames: [[UInt8]] = []) {
        self.frames = Array(frames.prefix(Self.mostFrames))
        frameCount = frames.count
    }
}
