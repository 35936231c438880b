import PluginAPI
import Testing

@Suite("Records of a ringserver that are malformed") struct MalformedTests {
    private static let lines = TransferTests.block.split(separator: "\n").map(String.init)

    @Test(
        "Blocks",
        arguments: [
            (lines[...2], "the block has no END CLIENT: the log ended or went on without it"),
            (lines[..<1], "the block has no END CLIENT: the log ended or went on without it"),
            (
                [lines[0], "END CLIENT other.example.org [2001:db8::17] total TX bytes: 0"],
                "END CLIENT is of another client or direction, or has no number of bytes"
            ),
            (
                [lines[0], "END CLIENT seis.example.org [2001:db8::17] total RX bytes: 0"],
                "END CLIENT is of another client or direction, or has no number of bytes"
            ),
            (
                [lines[0], lines[1], "END CLIENT seis.example.org [2001:db8::17] total TX bytes: +5"],
                "END CLIENT is of another client or direction, or has no number of bytes"
            ),
            (
                [lines[0], lines[1], lines[3]], "the streams have 21511168 bytes, the record says 21601280"
            ),
            (
                [lines[0], "A_B_C_D/MSEED 9223372036854775807 1", "A_B_C_D/MSEED 9223372036854775807 1", lines[3]],
                "the streams have -2 bytes, the record says 21601280"
            ),
            (
                [lines[0], "A_B_C_D/MSEED 9223372036854775808 1", lines[3]],
                "line 2 of the block is not a stream, its bytes and its packets"
            ),
            ([lines[0], lines[1], "x 1", lines[3]], "line 3 of the block is not a stream, its bytes and its packets"),
            ([lines[0], "x -1 1", lines[3]], "line 2 of the block is not a stream, its bytes and its packets"),
            (["START CLIENT h 192.0.2.7", lines[3]], "START CLIENT without HOST [IP] (MODE|CLIENT)"),
            (
                ["START CLIENT h [192.0.2.7] (SeedLink|x) TX", lines[3]],
                "START CLIENT without @ TIME (connected TIME) and TX or RX"
            ),
            (
                [
                    "START CLIENT h [192.0.2.7] (SeedLink|x) @ 2026-02-30T00:00:00Z (connected 2026-02-28T00:00:00Z) TX",
                    lines[3],
                ], "the log time is not like 2026-08-20T00:00:12Z"
            ),
            ([lines[1]], "neither a block from START CLIENT to END CLIENT nor a JSON object"),
            ([lines[3]], "neither a block from START CLIENT to END CLIENT nor a JSON object"),
        ] as [(ArraySlice<String>, String)])
    func blocks(lines: ArraySlice<String>, reason: String) {
        #expect(fault(of: lines.joined(separator: "\n")) == reason)
    }

    @Test(
        "JSON",
        arguments: [
            ("{", "", "no JSON object"), ("{}", "", "client is missing"), ("[]", "", ""),
            (#""ip":"2001:db8::17","#, "", "client.ip is missing"),
            (#""ip":"2001:db8::17""#, #""ip":5"#, "client.ip is of a wrong type"),
            (#""bytes":90112"#, #""bytes":"90112""#, "streams[1].bytes is of a wrong type"),
            (#""bytes":90112"#, #""bytes":-1"#, "a stream has a negative number"),
            (#""bytes":90112"#, #""bytes":90113"#, "the streams have 21601281 bytes, the record says 21601280"),
            (#""transfer_direction":"TX""#, #""transfer_direction":"UP""#, ""),
            (#","transfer_bytes":21601280"#, "", ""),
            ("2026-08-20T00:00:12Z", "2026-08-20T00:00:12+02:00", "the log time is not like 2026-08-20T00:00:12Z"),
            (#""service""#, #""event":"explode","service""#, "event has a value that is not known"),
        ])
    func json(part: String, other: String, reason: String) {
        let isWhole = !TransferTests.json.contains(part) || part == "{"
        let found = fault(of: isWhole ? part : TransferTests.json.replacing(part, with: other))
        let both = [
            "": "neither an event nor streams with transfer_direction and transfer_bytes",
            "[]": "neither a block from START CLIENT to END CLIENT nor a JSON object",
        ]
        #expect(found == (reason.isEmpty ? both[part] ?? both[""] : reason))
    }
}
