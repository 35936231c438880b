import FoundationEssentials

/// D3, with which the chart is drawn: Debian's, read from where its package node-d3 puts it.
enum ChartLibrary {
    /// Where it is.
    static let path = "/usr/share/nodejs/d3/dist/d3.min.js"

    /// Its script; nil: it is not installed.
    static let script = read(path)

    /// Whether there is one: without it pages show the figures alone.
    static var isThere: Bool { script != nil }

    static func read(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path).flatMap { $0.isEmpty ? nil : [UInt8]($0) }
    }
}
