import Glibc

/// A path without symbolic links; nil when there is nothing.
func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// What the system says of an error number.
func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }

/// An error of the file system, as the system words it.
struct FileError: Error, CustomStringConvertible {
    let description: String

    init(_ number: Int32) {
        description = errorText(number)
    }
}

/// The bytes of a file.
/// - Throws: ``FileError``.
func contents(of path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        if count == 0 { return bytes }
        if count > 0 {
            bytes += buffer.prefix(count)
        } else if errno != EINTR {
            throw FileError(errno)
        }
    }
}

/// How many files a glob pattern finds.
func filesFound(by pattern: String) -> Int {
    var found = glob_t()
    defer { globfree(&found) }
    return glob(pattern, 0, nil, &found) == 0 ? Int(found.gl_pathc) : 0
}
