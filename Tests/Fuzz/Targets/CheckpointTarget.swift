import Tailing

extension FuzzTarget {
    /// The tail's checkpoint: fields in lines `NAME=VALUE`, and the input as a fingerprint and as the head of a file.
    static let checkpoint = FuzzTarget("checkpoint") { input in
        let text = String(decoding: input, as: UTF8.self)
        try check(fields: text)
        if let fingerprint = Fingerprint(text) {
            try require(Fingerprint(fingerprint.description) == fingerprint, "a fingerprint reads as another")
            try require((0...Fingerprint.longest).contains(fingerprint.length), "a fingerprint of too much")
        }
        let taken = Fingerprint(of: input)
        try require(Fingerprint(taken.description) == taken, "a fingerprint reads as another")
        try require(taken.agrees(with: input) && taken.agrees(with: input + [0]), "a file that grew is another")
        try require(
            input.isEmpty || !taken.agrees(with: input.prefix(taken.length - 1)), "a file that was cut is the same")
        try require(Fingerprint.empty.agrees(with: input), "a file disagrees with nothing")
    }

    private static func check(fields text: String) throws {
        var fields: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
        }
        do {
            let checkpoint = try Checkpoint(fields: fields)
            try require(try Checkpoint(fields: checkpoint.fields) == checkpoint, "stored and read it is another")
            try require(checkpoint.isSamePlace(as: checkpoint), "a checkpoint is elsewhere than itself")
        } catch let error as DamagedCheckpoint {
            try require(Checkpoint.example.fields[error.field] != nil, "\(error.field) is no field of ours")
        }
    }
}

extension Checkpoint {
    fileprivate static let example = Checkpoint(
        device: 1, inode: 2, fingerprint: .empty, offset: 0, modified: 0, generation: "0")
}
