import Testing

@testable import Tailing

@Suite struct IdentityTests {
    static let head = Array("10.0.0.1 - - [01/Feb/2026".utf8)
    static let checkpoint = Checkpoint(
        device: 1, inode: 2, fingerprint: Fingerprint(of: head), offset: 100, modified: 5, generation: "g")

    @Test(arguments: [
        (1, 2, 100, "10.0.0.1 - - [01/Feb/2026", Identity.same),
        (1, 2, 9000, "10.0.0.1 - - [01/Feb/2026:00:00:01 +0000] and more", .same),
        (1, 2, 99, "10.0.0.1 - - [01/Feb/2026", .cut),
        (1, 2, 0, "", .cut),
        (1, 2, 200, "10.0.0.1 - - [02/Feb/2026", .rewritten),
        (1, 2, 200, "10.0.0.1", .rewritten),
        (1, 3, 200, "10.0.0.1 - - [01/Feb/2026", .otherFile),
        (2, 2, 200, "10.0.0.1 - - [01/Feb/2026", .otherFile),
    ])
    func allThreeMustAgree(device: UInt64, inode: UInt64, size: UInt64, head: String, expected: Identity) {
        let status = FileStatus(device: device, inode: inode, size: size, modified: 9)
        #expect(Identity(of: status, head: Array(head.utf8), for: Self.checkpoint) == expected)
    }

    @Test func anEmptyFingerprintAgreesWithEverything() {
        #expect(Fingerprint.empty.agrees(with: []))
        #expect(Fingerprint.empty.agrees(with: Self.head))
    }

    @Test func aFingerprintSeesThe256thByteAndNoMore() {
        var head = [UInt8](repeating: 65, count: 300)
        let fingerprint = Fingerprint(of: head)
        #expect(fingerprint.length == 256)
        head[256] = 66
        #expect(fingerprint.agrees(with: head))
        head[255] = 66
        #expect(!fingerprint.agrees(with: head))
    }

    // Vectors of draft-eastlake-fnv, section C.
    @Test(arguments: [("", "0:cbf29ce484222325"), ("a", "1:af63dc4c8601ec8c"), ("foobar", "6:85944171f73967e8")])
    func fingerprintsAreWrittenAndRead(text: String, expected: String) {
        #expect(Fingerprint(of: Array(text.utf8)).description == expected)
        #expect(Fingerprint(expected) == Fingerprint(of: Array(text.utf8)))
    }

    @Test(arguments: [
        "", ":", "1", "1:af63", "257:af63dc4c8601ec8c", "-1:af63dc4c8601ec8c", "1:af63dc4c8601ec8x", "1:a:b",
    ])
    func damagedFingerprintsAreRefused(text: String) {
        #expect(Fingerprint(text) == nil)
    }

    @Test func checkpointsComeBackFromTheirFields() throws {
        #expect(try Checkpoint(fields: Self.checkpoint.fields) == Self.checkpoint)
    }

    @Test(arguments: ["device", "inode", "fingerprint", "offset", "modified", "generation"])
    func damagedFieldsAreNamed(field: String) {
        for damage in [nil, "", "x:y"] where !(field == "generation" && damage == "x:y") {
            var fields = Self.checkpoint.fields
            fields[field] = damage
            #expect(throws: DamagedCheckpoint(field: field)) { try Checkpoint(fields: fields) }
        }
    }

    @Test func generationsInOneInodeHaveDifferentNames() {
        var names: Set<String> = []
        var place = Self.checkpoint
        for _ in 0..<100 {
            place.generation = place.nextGeneration(host: "h", device: 1, inode: 2)
            #expect(place.generation.count == 16)
            names.insert(place.generation)
        }
        #expect(names.count == 100)
    }

    @Test(arguments: [
        ("access.log.1", ["access.log"]), ("access.log-20260131", ["access.log"]),
        ("access.log.2026-01-31", ["access.log"]), ("access.log-20260131.2", ["access.log"]),
        ("access.log.old", ["access.log"]), ("access-20260131.log", ["access.log"]),
        ("app-2026-01-31.access.log", ["app.access.log"]), ("/a.1/access.log.1", ["/a.1/access.log"]),
        ("access.log", []), ("site-1.log", []), ("access.log.1.gz", []), ("access.log.swp", []), (".1", []),
        ("/logs-20260101/access.log", []), ("access.log.", []),
    ])
    func rotatedNamesAreTold(path: String, origins: [String]) {
        #expect(rotatedOrigins(of: path) == origins)
    }
}
