/// Carbon's pickle protocol: a message is its length in 4 bytes, the highest first, and a list of `(path, (timestamp, value))` in
/// Python's pickle, protocol 0, as the reference StatsD server writes it: the value is a string there, which carbon converts.
public enum CarbonPickle {
    /// Carbon ends the connection when a message is longer.
    public static let longest = 1 << 20

    /// The messages of plaintext lines.
    /// - Parameters:
    ///   - lines: Lines as ``CarbonText`` writes them; what is no such line is left out.
    ///   - longest: How long a message may be, without its length.
    public static func messages(of lines: some Collection<UInt8>, longest: Int = longest) -> [UInt8] {
        var (messages, list) = ([UInt8](), begin)
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: " "))
            guard parts.count == 3 else { continue }
            let entry = entry(path: parts[0], value: parts[1], time: parts[2])
            if list.count + entry.count + 1 > longest {
                append(list, to: &messages)
                list = begin
            }
            list += entry
        }
        append(list, to: &messages)
        return messages
    }

    private static let begin = Array("(l".utf8)

    private static func append(_ list: [UInt8], to messages: inout [UInt8]) {
        guard list.count > begin.count else { return }
        let length = UInt32(list.count + 1)
        withUnsafeBytes(of: length.bigEndian) { messages += $0 }
        messages += list
        messages.append(UInt8(ascii: "."))
    }

    private static func entry(
        path: some Collection<UInt8>, value: some Collection<UInt8>, time: some Collection<UInt8>
    ) -> [UInt8] {
        var entry = Array("(S'".utf8)
        for byte in path {
            // What would end the string, or stand for another character.
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") { entry.append(UInt8(ascii: "\\")) }
            entry.append(byte)
        }
        entry += "'\n(L".utf8
        entry += time
        entry += "L\nS'".utf8
        entry += value
        entry += "'\ntta".utf8
        return entry
    }
}
