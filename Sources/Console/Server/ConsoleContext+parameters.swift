import Hummingbird
import PluginAPI

extension ConsoleContext {
    /// A step of the path, as it was meant.
    /// - Throws: 400 when the route has no such step.
    func step(_ name: String) throws -> String {
        PercentEncoding.decodedOnce(Array(try parameters.require(name).utf8)[...])
    }
}
