/// The names that rotation gives to files.

/// The directory of a path.
func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Whether a name says that the file is compressed; such files are not followed.
func isCompressed(_ path: String) -> Bool {
    [".gz", ".xz", ".bz2", ".zst", ".Z", ".lz4", ".zip"].contains { path.hasSuffix($0) }
}

/// Whether `path` is a name under which rotation puts away the (uncompressed) file `log`:
/// `access.log.1`, `access.log-20260131`, `access.log.old`, or, with the extension kept, `access-20260131.log`.
func isRotated(_ path: String, of log: String) -> Bool {
    path != log && rotatedOrigins(of: path).contains(log)
}

/// The logs that a file may have been rotated away from, by its name.
func rotatedOrigins(of path: String) -> [String] {
    for suffix in [".old", ".bak", ".orig"] where path.hasSuffix(suffix) {
        return [String(path.dropLast(suffix.count))]
    }
    guard !isCompressed(path) else { return [] }
    let bytes = Array(path.utf8)
    let nameStart = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    var origins: [String] = []
    var index = nameStart + 1
    while index < bytes.count {
        guard isSeparator(bytes[index]), index + 1 < bytes.count, isDigit(bytes[index + 1]) else {
            index += 1
            continue
        }
        let end = bytes[index...].firstIndex { !isDigit($0) && !isSeparator($0) } ?? bytes.endIndex
        // A separator behind the number belongs to what follows.
        let numberEnd = (bytes[..<end].lastIndex(where: isDigit) ?? index) + 1
        let digits = bytes[index..<numberEnd].count(where: isDigit)
        // At the end any number is one of rotation; in the middle only a date is: site-1.log stands beside site.log.
        if numberEnd == bytes.count || digits >= 6 {
            origins.append(String(decoding: bytes[..<index] + bytes[numberEnd...], as: UTF8.self))
        }
        index = numberEnd
    }
    return origins
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

private func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
}
