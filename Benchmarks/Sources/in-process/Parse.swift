import FoundationEssentials
import LogFormats
import PluginAPI
import PluginTestKit

/// Takes the lines of a file in the combined format apart, as every plugin does: see ``Work/parse(_:)``. The file is read
/// before the clock begins.
func parse(file: String) throws -> Measured {
    try Work.parse([UInt8](Data(contentsOf: URL(filePath: file)))).measured(rounds: 1)
}

extension Work {
    /// Address, time as an instant, request with its method, status, size, referer, user agent; the URL split into path and
    /// query, the path percent-decoded; the lists' verdict on the user agent.
    static func parse(_ lines: [UInt8]) throws -> Work {
        let format = try LogFormats.format(named: "combined")
        let userAgents = try TestTools().userAgents(robots: true, aiAgents: true)
        return Work(lines: lines) { message in
            guard let line = try format.parse(message) else { return false }
            let target = Target(line.storage, url: line.url)
            let path = PercentEncoding.decodedOnce(target.bytes[target.path])
            let agent = try userAgents.verdict(on: line.bytes(line.userAgent))
            return line.time.secondsSince1970 > 0 && path.utf8.count <= target.path.count
                && agent.pattern?.isEmpty != true
        }
    }
}
