import Glibc
public import PluginAPI
import Synchronization

/// Knows where addresses are by a file (``PlaceDatabase``), which may come, change and go while it is used.
///
/// Without a file nothing is known of any address, and nothing fails. A file that is replaced is read within a second; while what
/// comes in its place cannot be read, the one before stays in use.
public final class GeoLookup: PlaceFinder {
    /// What is to be told of the file, in one line.
    public struct News: Sendable, CustomStringConvertible {
        /// Whether it cannot be read.
        public let isProblem: Bool
        /// `data/places.mmdb: GeoLite2-City of 2018-07-03 tells where clients are`.
        public let description: String
    }

    private let path: String
    private let report: @Sendable (News) -> Void
    private let patience: Double
    private let state = Mutex(State())

    private struct State {
        var database: PlaceDatabase?
        /// The file as it was when it was last opened or tried; nil: it was not there.
        var seen: FileStamp?
        /// When it is to be looked at again, on a clock that is never set.
        var nextLook = -Double.infinity
        /// What was last reported.
        var reported: String?
    }

    /// A look-up in a file; it is opened when the first address is looked up.
    /// - Parameters:
    ///   - path: The file.
    ///   - patience: For how many seconds a change of the file may stay unnoticed.
    ///   - report: Told once when the file cannot be read, and when one is read.
    public init(path: String, patience: Double = 1, report: @escaping @Sendable (News) -> Void) {
        (self.path, self.patience, self.report) = (path, patience, report)
    }

    /// The place of an address, in any notation of IPv4 or IPv6.
    public func place(of address: ArraySlice<UInt8>) -> Place? {
        guard let bytes = AddressBlock.address(address) else { return nil }
        return state.withLock { state in
            look(&state)
            return state.database?.place(of: bytes)
        }
    }

    /// Opens the file again if it is another than before.
    private func look(_ state: inout State) {
        let now = Self.now
        guard now >= state.nextLook else { return }
        let isFirst = state.nextLook == -.infinity
        state.nextLook = now + patience
        let stamp = FileStamp(path)
        guard isFirst || stamp != state.seen else { return }
        state.seen = stamp
        let news: News
        do {
            let database = try PlaceDatabase(path: path)
            state.database = database
            news = News(
                isProblem: false,
                description: "\(path): \(database.type) of \(database.built.rfc3339.prefix(10)) tells where clients are")
        } catch {
            news = News(
                isProblem: true,
                description: state.database == nil
                    ? "\(error); where clients are stays unknown" : "\(error); the file before it stays in use")
        }
        if news.description != state.reported { report(news) }
        state.reported = news.description
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// What tells a file from the one that is put in its place.
private struct FileStamp: Equatable {
    private let device: UInt
    private let inode: UInt
    private let size: Int
    private let modified: [Int]

    /// - Returns: nil when there is no such file, or it cannot be seen.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode, size) = (UInt(status.st_dev), UInt(status.st_ino), Int(status.st_size))
        modified = [Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
    }
}
