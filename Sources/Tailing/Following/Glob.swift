import Glibc

/// Whether a configured path is a pattern: `*`, `?`, `[…]`, `{…}`.
func isPattern(_ path: String) -> Bool {
    path.utf8.contains { "*?[{".utf8.contains($0) }
}

/// The paths that match a pattern now, sorted.
package func matches(of pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    // Directories that cannot be read hold no matches; no match is not an error here.
    guard glob(pattern, GLOB_BRACE, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
}
