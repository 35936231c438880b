import FoundationEssentials
import LogFormats
import PluginAPI

/// Takes the lines of a file in the combined format apart, as every plugin does first: address, time, request with its
/// method and URL, status, size, referer, user agent. Counted are the lines that were read; the time includes reading
/// the file and making a message of each line.
func parse(file: String) throws -> Measured {
    let format = try LogFormats.format(named: "combined")
    let clock = ContinuousClock()
    var result = Measured()
    result.duration = try clock.measure {
        let log = try Data(contentsOf: URL(filePath: file), options: .mappedIfSafe)
        try log.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let message = LogMessage(service: "bench.example", line: [UInt8](rest[..<end]))
                if let line = try format.parse(message), line.time.secondsSince1970 > 0 { result.count += 1 }
                rest = rest[(end + 1)...]
            }
        }
    }
    return result
}
