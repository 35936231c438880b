package import Digests
package import PluginAPI
import Queues
import RedisClient
package import Settings

extension Configuration {
    /// The keys that the workers of a Redis hash addresses with, for a command that changes nothing.
    /// - Parameter own: Gives those that are not there.
    package func addressKeys(ofRedis name: String, else own: RandomKeys) -> @Sendable (AddressKey) throws -> [UInt8] {
        guard let settings = redis[name] else { return own.key }
        let address = RedisAddress(settings)
        return { try AddressKeys.find($0, RedisConnection(address))?.key ?? own.key($0) }
    }
}
