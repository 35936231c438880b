import FoundationEssentials
import Glibc
import LogFormats
import PluginAPI

/// Takes the lines of a file in the combined format apart, as every plugin does first: address, time, request with its
/// method and URL, status, size, referer, user agent. Counted are the lines that were read. The time is that of finding
/// the lines in memory, making a message of each, and parsing it; the file is read before.
func parse(file: String) throws -> Measured {
    let format = try LogFormats.format(named: "combined")
    let clock = ContinuousClock()
    var result = Measured()
    let log = try Data(contentsOf: URL(filePath: file))
    result.duration = try clock.measure {
        try log.withUnsafeBytes { bytes in
            guard var start = bytes.baseAddress else { return }
            let end = start + bytes.count
            while let newline = memchr(start, Int32(UInt8(ascii: "\n")), end - start) {
                let text = UnsafeRawBufferPointer(start: start, count: UnsafeRawPointer(newline) - start)
                let message = LogMessage(service: "bench.example", line: [UInt8](text))
                if let line = try format.parse(message), line.time.secondsSince1970 > 0 { result.count += 1 }
                start = UnsafeRawPointer(newline) + 1
            }
        }
    }
    return result
}
