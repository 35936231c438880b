public import PluginAPI
import Synchronization

/// Keys that nobody else has, made when they are first asked for: for trying, where there is no Redis to share them.
public final class RandomKeys: Sendable {
    private let keys = Mutex<[AddressKey: [UInt8]]>([:])

    /// No keys yet.
    public init() {}

    /// The key of a name, always the same.
    public func key(_ name: AddressKey) -> [UInt8] {
        keys.withLock { keys in
            if let key = keys[name] { return key }
            let key = Self.make()
            keys[name] = key
            return key
        }
    }

    /// Whether what was shown depends on one of them.
    public var haveHashed: Bool { keys.withLock { $0.keys.contains { $0.period != nil } } }

    /// A new key, 32 bytes from the kernel's generator.
    public static func make() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
