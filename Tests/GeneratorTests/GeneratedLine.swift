import Generator
import PluginAPI

/// A generated line taken apart, by other code than the plugins' so that the two are tested apart.
struct GeneratedLine {
    let address, method, target, referer, agent: String
    let time: String
    let status: Int

    /// Nil when the line is not `ADDRESS - - [TIME] "REQUEST" STATUS BYTES "REFERER" "AGENT"` with a sound request.
    init?(_ line: String) {
        var parts: [String] = [""]
        var isEscaped = false
        for byte in line.utf8 {
            if byte == UInt8(ascii: "\""), !isEscaped {
                parts.append("")
            } else {
                parts[parts.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        guard parts.count == 7, parts[4] == " ", parts[6].isEmpty, parts[0].hasSuffix("] ") else { return nil }
        let head = parts[0].dropLast(2).split(separator: " - - [", omittingEmptySubsequences: false)
        let request = parts[1].split(separator: " ", omittingEmptySubsequences: false)
        let answer = parts[2].split(separator: " ")
        guard head.count == 2, head[1].count == 26, request.count == 3, request[2].hasPrefix("HTTP/"),
            ["GET", "HEAD", "POST"].contains(request[0]), request[1].hasPrefix("/"),
            answer.count == 2, answer[1] == "-" || Int(answer[1]) != nil, let status = Int(answer[0])
        else { return nil }
        address = String(head[0])
        time = String(head[1])
        method = String(request[0])
        target = String(request[1])
        self.status = status
        referer = parts[3]
        agent = parts[5]
    }
}

/// Lines of traffic as text, with what `change` makes of the options; they begin at 2024-06-15T12:00:00Z.
func generated(_ count: Int, seed: UInt64 = 1, _ change: (inout TrafficOptions) -> Void = { _ in }) -> [String] {
    var options = TrafficOptions(seed: seed)
    options.start = UTCTime(secondsSince1970: 1_718_452_800)
    change(&options)
    var traffic = Traffic(options: options)
    var bytes: [UInt8] = []
    traffic.append(count, now: 0, to: &bytes)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast().map(String.init)
}
