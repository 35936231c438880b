/// How far a log has been read: which file, and the byte at which its next line begins.
///
/// A *generation* is the content of one file from its first byte until it is rotated away. It is the same while device, inode
/// and fingerprint agree and the offset lies within the file; when any of them disagrees, it is another one.
public struct Checkpoint: Sendable, Hashable {
    /// The device of the file's file system.
    public var device: UInt64
    /// The file's inode on it.
    public var inode: UInt64
    /// What the file begins with.
    public var fingerprint: Fingerprint
    /// The byte, from 0, at which the next line begins.
    public var offset: UInt64
    /// When the file was last written, as far as it is known: nanoseconds since 1970. Tells which rotated files are later.
    public var modified: Int64
    /// 16 hexadecimal digits that name the generation for good, also after a rename or in a copy.
    public var generation: String

    /// Makes a checkpoint from its parts.
    public init(
        device: UInt64, inode: UInt64, fingerprint: Fingerprint, offset: UInt64, modified: Int64, generation: String
    ) {
        self.device = device
        self.inode = inode
        self.fingerprint = fingerprint
        self.offset = offset
        self.modified = modified
        self.generation = generation
    }

    /// Whether both stand at the same byte of the same generation, which is what a sink compares before it stores.
    public func isSamePlace(as other: Checkpoint?) -> Bool {
        generation == other?.generation && offset == other?.offset
    }
}

/// A stored checkpoint that cannot be read.
public struct DamagedCheckpoint: Error, Equatable, CustomStringConvertible {
    /// The field that is missing or not what it should be.
    public let field: String

    /// `checkpoint: field "inode" is missing or damaged`.
    public var description: String { "checkpoint: field \"\(field)\" is missing or damaged" }
}

extension Checkpoint {
    /// The checkpoint as the fields of a Redis hash.
    public var fields: [String: String] {
        [
            "device": String(device), "inode": String(inode), "fingerprint": fingerprint.description,
            "offset": String(offset), "modified": String(modified), "generation": generation,
        ]
    }

    /// Reads the fields of a Redis hash; fields of others are passed over.
    /// - Throws: ``DamagedCheckpoint``, naming the first field that is missing or is not a value of ours.
    public init(fields: [String: String]) throws(DamagedCheckpoint) {
        func field<Value>(_ name: String, _ read: (String) -> Value?) throws(DamagedCheckpoint) -> Value {
            guard let text = fields[name], let value = read(text) else { throw DamagedCheckpoint(field: name) }
            return value
        }
        self.init(
            device: try field("device") { UInt64($0) },
            inode: try field("inode") { UInt64($0) },
            fingerprint: try field("fingerprint") { Fingerprint($0) },
            offset: try field("offset") { UInt64($0) },
            modified: try field("modified") { Int64($0) },
            generation: try field("generation") { $0.isEmpty ? nil : $0 })
    }
}

extension Checkpoint {
    /// The name of the generation that is met first, without a checkpoint before it.
    static func firstGeneration(host: String, device: UInt64, inode: UInt64, fingerprint: Fingerprint) -> String {
        hexadecimal(fnv1a("\(host)\n\(device)\n\(inode)\n\(fingerprint)".utf8))
    }

    /// The name of the generation in `device` and `inode` that follows this checkpoint's.
    ///
    /// Made from the name before it and not from first bytes: these may not be there yet, may be the same header in every
    /// file, and after copytruncate the inode is the same too. So no name comes twice, and a sink that forgot its last second
    /// leads to the same name again.
    func nextGeneration(host: String, device: UInt64, inode: UInt64) -> String {
        hexadecimal(fnv1a("\(host)\n\(device)\n\(inode)\n\(generation)".utf8))
    }
}
