import PluginAPI
import Testing

@testable import Statistics

/// How records are written as lines.
@Suite("InfluxDB's line protocol")
struct LineProtocolTests {
    private func line(_ record: some PointedRecord) throws -> String {
        var lines = LineProtocol()
        try lines.append(record)
        return String(decoding: lines.text, as: UTF8.self)
    }

    /// A line without its time.
    private func untimed(_ record: some PointedRecord) throws -> String {
        let line = try line(record)
        return String(line[..<(line.lastIndex(of: " ") ?? line.endIndex)])
    }

    @Test("All of a transfer, and nothing for what is not known")
    func transfers() throws {
        var transfer = TransferRecord.sample(3)
        #expect(
            try untimed(transfer)
                == #"transfers,channel=HHZ,direction=TX,location=00,network=FR,service=ring,station=ARBF "#
                + #"bytes=1536i,packets=3i,host="aa",client="slinktool v1",started=1718449200i"#)
        (transfer.country, transfer.city, transfer.geohash) = ("FR", "Arbois", "u0")
        (transfer.location, transfer.client, transfer.host, transfer.started) = ("", nil, nil, nil)
        (transfer.program, transfer.connected) = ("dali", .june15(10))
        #expect(
            try untimed(transfer)
                == "transfers,channel=HHZ,city=Arbois,country=FR,direction=TX,geohash=u0,network=FR,service=ring,"
                + #"station=ARBF bytes=1536i,packets=3i,program="dali",connected=1718445600i"#)
    }

    @Test("All of a point")
    func points() throws {
        var point = PointRecord.sample(3)
        #expect(try untimed(point) == "points,name=load,service=s,unit=1 value=1.0")
        (point.kind, point.unit, point.value) = ("gauge", nil, -1e300)
        #expect(try untimed(point) == "points,kind=gauge,name=load,service=s value=-1e+300")
    }

    @Test(
        "What means something to the protocol is escaped",
        arguments: [
            ("a", "a", "a"), ("a,b", #"a\,b"#, "a,b"), ("a b", #"a\ b"#, "a b"), ("a=b", #"a\=b"#, "a=b"),
            (#"a\b"#, "a%5Cb", #"a\\b"#), (#"a\"#, "a%5C", #"a\\"#), (#"a\,b"#, #"a%5C\,b"#, #"a\\,b"#),
            (#"a"b"#, #"a"b"#, #"a\"b"#), ("a\nb", "a%0Ab", "a%0Ab"), ("a\tb", "a%09b", "a%09b"), ("é€😀", "é€😀", "é€😀"),
            (" ", #"\ "#, " "), ("#i'", "#i'", "#i'"), ("%5C", "%5C", "%5C"),
        ])
    func escapes(text: String, tag: String, field: String) throws {
        var transfer = TransferRecord.sample(1)
        transfer.city = StoredText(text)
        transfer.client = StoredText(text)
        let line = try untimed(transfer)
        #expect(line.contains(",city=\(tag),direction="), "\(line)")
        #expect(line.contains(#",client="\#(field)",started="#), "\(line)")
    }

    @Test("A time is the record's second, with a part that its id gives")
    func times() throws {
        func time(_ point: PointRecord) throws -> Int64 {
            let line = try line(point)
            return try #require(Int64(line.dropLast()[line.index(after: line.lastIndex(of: " ")!)...]))
        }
        var point = PointRecord.sample(1)
        let first = try time(point)
        #expect(first / 1_000_000_000 == UTCTime.june15(1).secondsSince1970)
        #expect(try time(point) == first)
        point.value = 7
        #expect(try time(point) == first)
        let all = try (0..<10_000).map { number in
            point.id = StoredText("web:1#\(number)")
            return try time(point)
        }
        #expect(Set(all).count == 10_000)
        point.time = UTCTime(secondsSince1970: -1)
        #expect((-1_000_000_000..<0).contains(try time(point)))
        for seconds in [-62_135_596_800, 253_402_300_799] as [Int64] {
            point.time = UTCTime(secondsSince1970: seconds)
            #expect(throws: StoreError.self) { try line(point) }
        }
    }
}
