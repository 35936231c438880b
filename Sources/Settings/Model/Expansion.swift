import Glibc

extension WorkerSettings {
    /// Puts supervisord's names into a command, a process name, a path or a variable of one process: `%(program_name)s`,
    /// `%(group_name)s`, `%(process_num)d`, `%(numprocs)d`, `%(here)s` and `%(host_node_name)s`, with printf widths
    /// (`%(process_num)02d`). Any other `%` stands for itself.
    /// - Parameters:
    ///   - number: The process's number, counted from 0.
    ///   - directory: What `%(here)s` is: ``Configuration/directory``.
    public func expanded(_ text: String, instance number: Int, directory: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "%(") {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            if let name = rest.firstIndex(of: ")"), let (format, after) = Self.format(in: rest[name...].dropFirst()),
                let value = value(of: rest[..<name], number, directory)
            {
                result += Self.padded(value, format)
                rest = after
            } else {
                result += "%("
            }
        }
        return result + rest
    }

    /// The name of one of its processes as `process_name` has it.
    public func processName(_ number: Int, directory: String) -> String {
        expanded(process.processName, instance: number, directory: directory)
    }

    private func value(of name: Substring, _ number: Int, _ directory: String) -> String? {
        switch name.lowercased() {
        case "program_name", "group_name": self.name
        case "process_num": String(number)
        case "numprocs": String(process.numprocs)
        case "here": directory
        case "host_node_name": Self.hostName
        default: nil
        }
    }

    /// The width (`02`) before a closing `d` or `s`.
    private static func format(in text: Substring) -> (width: Substring, after: Substring)? {
        let width = text.prefix { $0.isASCII && $0.isNumber }
        guard let letter = text[width.endIndex...].first, letter == "d" || letter == "s", width.count < 4 else {
            return nil
        }
        return (width, text[width.endIndex...].dropFirst())
    }

    private static func padded(_ value: String, _ width: Substring) -> String {
        let missing = (Int(width) ?? 0) - value.count
        guard missing > 0 else { return value }
        return String(repeating: width.hasPrefix("0") ? "0" : " ", count: missing) + value
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
