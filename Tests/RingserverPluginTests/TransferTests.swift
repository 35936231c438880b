import PluginAPI
import PluginTestKit
import RingserverPlugin
import Testing

@Suite("Transfers of a ringserver") struct TransferTests {
    static let block = """
        START CLIENT seis.example.org [2001:db8::17] (SeedLink|slarchive/4.4 (libslink) ) @ 2026-08-20T00:00:12Z (connected 2026-08-19T21:14:03Z) TX
        FDSN:FR_SURF_00_H_H_Z/MSEED 21511168 42014
        FDSN:RA_PYLO__H_N_E/MSEED3 90112 176
        END CLIENT seis.example.org [2001:db8::17] total TX bytes: 21601280
        """

    static let json = """
        {"log_time":"2026-08-20T00:00:12Z","log_start_time":"2026-08-19T21:14:03Z","connect_time":"2026-08-19T21:14:03Z",\
        "client":{"ip":"2001:db8::17","server_port":18000,"hostname":"seis.example.org","user_agent":"slarchive/4.4 (libslink)"},\
        "transfer_protocol":{"name":"SeedLink","version":"4.0","is_tls":true},"transfer_direction":"TX",\
        "service":{"name":"ringserver","version":"4.5.3"},"streams":[\
        {"stream_id":"FDSN:FR_SURF_00_H_H_Z/MSEED","bytes":21511168,"packets":42014},\
        {"stream_id":"FDSN:RA_PYLO__H_N_E/MSEED3","bytes":90112,"packets":176}],"transfer_bytes":21601280}
        """

    @Test("Text and JSON Lines of a session give the same rows")
    func bothForms() throws {
        let text = try #require(try parsed(Self.block))
        let json = try #require(try parsed(Self.json))
        let program = "SeedLink slarchive/4.4 (libslink) seis.example.org 2001:db8::17"
        let times = "2026-08-20T00:00:12Z 2026-08-19T21:14:03Z 2026-08-19T21:14:03Z"
        #expect(
            text.fullRows == [
                "TX FR SURF 00 HHZ 21511168 42014 \(program) \(times)", "TX RA PYLO  HNE 90112 176 \(program) \(times)",
            ])
        #expect(json.fullRows == text.fullRows)
        for line in [text, json] {
            #expect(line.text(line.userAgent) == "slarchive/4.4 (libslink)")
            #expect(line.exclusion == .transfer && line.usage == nil)
            #expect(RingserverPlugin.framing != .lines)
        }
        #expect(try RingserverPlugin(settings: .testing([:])).openURLParams(text) == nil)
    }

    private static let logs = ["", ".jsonl"].map {
        PackageRoot.sharedData("ringserver/txlog-20261121T0000-20261121T0100\($0)")
    }

    @Test(
        "A real server's logs in both forms give the same rows, and their own totals",
        .enabled(if: !logs.contains(nil), "needs ../shared/data"))
    func realLogs() throws {
        func text(_ path: String?) throws -> String {
            try PackageRoot.lines(of: #require(path)).map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
        }
        func lines(_ path: String?) throws -> [ParsedLine] {
            try records(of: text(path)).map { try #require(try parsed($0)) }
        }
        let (text, json) = (try lines(Self.logs[0]), try lines(Self.logs[1]))
        // They are of two runs of the same clients: the times differ.
        #expect(text.flatMap(\.rows) == json.flatMap(\.rows))
        #expect(text.flatMap(\.rows).first == "TX G CAN 00 BHZ 147456 288 SeedLink obspy/1.5 localhost 127.0.0.1")
        #expect(text.flatMap(\.rows).count == 6)
        #expect(text.map { $0.transfers.reduce(0) { $0 + $1.bytes } } == [441_856, 147_456, 293_888])
        #expect(text.flatMap(\.transfers).filter { $0.program == nil }.map(\.station) == ["HOUZ"])
        for lines in [text, json] {
            #expect(lines.flatMap(\.transfers).allSatisfy { $0.started == $0.connected })
        }
        #expect(text[0].time.rfc3339 == "2026-11-21T00:15:25Z" && json[0].time.rfc3339 == "2026-11-21T00:16:02Z")
    }

    @Test(
        "Reads the first line from both ends",
        arguments: [
            (
                "192.0.2.7 [192.0.2.7] (DataLink|Client) @ 2019-03-30 07:00:05 (connected 2019-03-30 06:59:36) RX",
                "RX DataLink - - 192.0.2.7 2019-03-30T07:00:05Z 2019-03-30T06:59:36Z"
            ),
            (
                "h [::1] (Unknown|a|b) @ (c) (connected d) TX) @ 2026-08-20T00:00:12Z (connected 2026-08-20T00:00:11Z) TX",
                "TX - a|b) @ (c) (connected d) TX h ::1 2026-08-20T00:00:12Z 2026-08-20T00:00:11Z"
            ),
            (
                "h [192.0.2.7] (HTTP|\u{301}Mozilla/5.0 [x] (y)) @ 2026-08-20T00:00:12Z (connected 2026-08-20T00:00:11Z) TX",
                "TX HTTP \u{301}Mozilla/5.0 [x] (y) h 192.0.2.7 2026-08-20T00:00:12Z 2026-08-20T00:00:11Z"
            ),
            (
                "h [192.0.2.7] (SeedLink|) @ 2026-08-20T00:00:12Z (connected 2026-08-20T00:00:11Z) TX",
                "TX SeedLink - h 192.0.2.7 2026-08-20T00:00:12Z 2026-08-20T00:00:11Z"
            ),
        ])
    func heads(head: String, expected: String) throws {
        let client = head.prefix { $0 != "]" } + "]"
        let record = """
            START CLIENT \(head)\r
            IU_SNZO_10_BHZ/MSEED 2560 5\r
            END CLIENT \(client) total \(head.suffix(2)) bytes: 2560\r
            """
        let line = try #require(try parsed(record))
        let transfer = try #require(line.transfers.first)
        let found = [
            transfer.direction.rawValue, transfer.protocolName ?? "-", transfer.program ?? "-", transfer.client ?? "-",
            line.text(line.ip), line.time.rfc3339, transfer.connected.rfc3339,
        ]
        #expect(found.joined(separator: " ") == expected)
        #expect(line.transfers.count == 1 && transfer.bytes == 2560 && transfer.packets == 5)
    }

    @Test(
        "Names streams by network, station, location and channel",
        arguments: [
            ("FR_ARBF_00_HHZ/MSEED", "FR ARBF 00 HHZ"), ("FR_ARBF__HHZ/MSEED", "FR ARBF  HHZ"),
            ("FDSN:FR_ARBF_00_H_H_Z/MSEED", "FR ARBF 00 HHZ"), ("FDSN:FR_ARBF__H_H_Z/MSEED3", "FR ARBF  HHZ"),
            ("FDSN:XA2026_S1_10_H_GPS_Z/MSEED3", "XA2026 S1 10 H_GPS_Z"),
            ("FDSN:FR_ARBF_00_L_O_/MSEED", "FR ARBF 00 L_O_"),
            ("FDSN:FR_ARBF/TEXT", "   FDSN:FR_ARBF"), ("state-of-health/JSON", "   state-of-health"),
            ("a/b/JSON", "   a/b"), ("plain", "   plain"), ("A_B_C_D_E_F/MSEED", "   A_B_C_D_E_F"),
        ])
    func streams(id: String, expected: String) throws {
        let record = Self.json.replacing("FDSN:FR_SURF_00_H_H_Z/MSEED", with: id)
        let first = try #require(try parsed(record)?.transfers.first)
        #expect("\(first.network) \(first.station) \(first.location) \(first.channel)" == expected)
        let text = try #require(try parsed(Self.block.replacing("FDSN:FR_SURF_00_H_H_Z/MSEED", with: id)))
        #expect(text.transfers.first == first)
    }

    @Test("A session without bytes, as old servers log it, is no hit")
    func nothing() throws {
        let lines = Self.block.split(separator: "\n")
        #expect(try parsed("\(lines[0])\nEND CLIENT seis.example.org [2001:db8::17] total TX bytes: 0") == nil)
        #expect(try parsed("") == nil)
    }

    @Test("An anonymised line has neither address nor host name", arguments: ["truncate", "hash"])
    func anonymised(form: String) throws {
        for record in [Self.block, Self.json] {
            let line = try #require(try parsed(record, ["anonymise": form]))
            #expect(line.client?.count == 32)
            #expect(line.transfers.allSatisfy { $0.client == nil && $0.program == "slarchive/4.4 (libslink)" })
            let left = String(decoding: line.storage, as: UTF8.self)
            #expect(!left.contains("seis.example.org") && !left.contains("2001:db8::17"))
            if form == "truncate" { #expect(line.text(line.ip) == "2001:db8::") }
        }
    }

    @Test(
        "A text record counts from the beginning of its interval, or from when its client connected",
        arguments: [
            ("24", "2026-08-20T12:00:00Z", "2026-08-18T00:00:00Z", "2026-08-20T00:00:00Z"),
            ("24", "2026-08-20T12:00:00Z", "2026-08-20T11:00:00Z", "2026-08-20T11:00:00Z"),
            // Written a moment after the end of the interval that it is of.
            ("24", "2026-08-20T00:00:12Z", "2026-08-18T00:00:00Z", "2026-08-19T00:00:00Z"),
            ("1", "2026-08-20T12:00:03Z", "2026-08-18T00:00:00Z", "2026-08-20T11:00:00Z"),
            ("0.5", "2026-08-20T12:40:00Z", "2026-08-18T00:00:00Z", "2026-08-20T12:30:00Z"),
            // Intervals of seven hours begin anew at midnight.
            ("7", "2026-08-20T23:00:00Z", "2026-08-18T00:00:00Z", "2026-08-20T21:00:00Z"),
        ])
    func intervals(hours: String, logged: String, connected: String, started: String) throws {
        let record = Self.block.replacing("2026-08-20T00:00:12Z", with: logged)
            .replacing("2026-08-19T21:14:03Z", with: connected)
        #expect(try parsed(record, ["interval": hours])?.transfers.first?.started?.rfc3339 == started)
    }

    @Test(arguments: ["0", "-1", "25", "nan", "a day", "0.0001"])
    func intervalsThatAreNone(hours: String) {
        #expect(
            throws: PluginError.option("interval", "'\(hours)' is no number of hours, more than 0 and at most 24")
        ) { try parsed(Self.block, ["interval": hours]) }
    }
}
