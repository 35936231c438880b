import Decompression
import RedisClient

/// Finds out which of the contents that were imported before a file has.
struct ContentFinder {
    private let identity: ContentIdentity
    private let pause: (Duration) -> Bool

    /// - Parameters:
    ///   - imports: The checkpoints of the service's imports.
    ///   - pause: Waits so long; answers whether to go on.
    init(_ imports: [ImportCheckpoint], service: String, pause: @escaping (Duration) -> Bool) {
        identity = ContentIdentity(imports, service: service)
        self.pause = pause
    }

    /// Reads all of a file, to be compared.
    /// - Throws: `InputFile.Problem`, `RedisClient.Stopped`.
    func scan(_ file: InputFile) throws -> ContentScan { try scan(file, wanted: identity.wanted) }

    /// What names a content in the ids of its lines.
    /// - Throws: ``NotImported`` when it may be the beginning of one that was imported.
    func generation(of scan: ContentScan, _ file: InputFile) throws -> String {
        switch try identity.verdict(scan, reread: reread) {
        case .new(let name), .known(let name): return name
        case .doubtful(let reason): throw NotImported(description: "\(file.name): not imported: \(reason)")
        }
    }

    private func scan(_ file: InputFile, wanted: [UInt64]) throws -> ContentScan {
        var scan = ContentScan(wanted: wanted)
        guard try scan.append(file, unless: { !pause(.zero) }) else { throw RedisClient.Stopped() }
        return scan
    }

    private func reread(_ path: String, _ wanted: [UInt64]) throws -> ContentScan? {
        do {
            let file = try InputFile(path: path)
            return file.isRegular ? try scan(file, wanted: wanted) : nil
        } catch is InputFile.Problem {
            // Gone or unreadable: then there is nothing to compare with.
            return nil
        }
    }
}
