import PostgresClient
import TestKit
import Testing

@Suite("PostgreSQL connections")
struct PostgresConnectionTests {
    private let server: PostgresServer
    init() throws { server = try PostgresServer.shared() }

    private func connection() throws -> PostgresConnection {
        try PostgresConnection(server.address(database: server.makeDatabase()))
    }

    @Test("Values go in as parameters and come out as text; NULL is nil")
    func values() throws {
        let rows = try connection().query("SELECT $1::text, $2::int + 1, $3::text", ["O'Reilly\\\n", "41", nil])
        #expect(rows == [["O'Reilly\\\n", "42", nil]])
    }

    @Test("Times are UTC whatever the server's zone")
    func zone() throws {
        #expect(try connection().query("SHOW TimeZone") == [["UTC"]])
    }

    @Test("COPY brings every text byte for byte")
    func copy() throws {
        let texts = ["plain", "", "tab\tline\nreturn\rback\\slash", "\\N", "\\.", "é€😀", "\u{1}\u{7f}"]
        let connection = try connection()
        try connection.execute("CREATE TABLE t (n bigint, text text)")
        var rows = CopyText(reserving: 0)
        for (index, text) in texts.enumerated() {
            rows.append(Int64(index) - 3)
            rows.append(text)
            rows.endRow()
        }
        rows.append(Int64.min)
        rows.append(nil as String?)
        rows.endRow()
        // Where a piece ends does not matter.
        var rest = rows.bytes[...]
        try connection.copy("COPY t FROM STDIN") {
            defer { rest = rest.dropFirst(7) }
            return rest.isEmpty ? nil : Array(rest.prefix(7))
        }
        var read: [Int64?: String?] = [:]
        try connection.forEach("SELECT n, text FROM t") { read[$0.integer(0)] = $0.text(1) }
        #expect(read.count == texts.count + 1)
        for (index, text) in texts.enumerated() { #expect(read[Int64(index) - 3] == text) }
        #expect(read[Int64.min] == .some(nil))
    }

    @Test(
        "What went wrong is told by what can be done about it",
        arguments: [
            ("SELECT 1/0", PostgresError.Kind.data, "22012"), ("SELECT x", .refused, "42703"),
            ("INSERT INTO one VALUES (1)", .data, "23505"), ("SELECT pg_sleep(1e9)", .unavailable, "57014"),
            ("SELECT pg_terminate_backend(pg_backend_pid())", .unavailable, "57P01"), ("", .refused, "42601"),
        ])
    func errors(sql: String, kind: PostgresError.Kind, state: String) throws {
        let connection = try connection()
        try connection.execute("CREATE TABLE one (n int PRIMARY KEY); INSERT INTO one VALUES (1)")
        try connection.execute("SET statement_timeout TO 200")
        let error = try #require(throws: PostgresError.self) { try connection.execute(sql) }
        #expect(error.kind == kind)
        #expect(connection.isUsable == (state != "57P01"))
        #expect(error.state == state || !connection.isUsable)
        #expect(!error.description.contains("\n"))
    }

    @Test("A transaction that fails leaves nothing, and its connection goes on")
    func transaction() throws {
        let connection = try connection()
        try connection.execute("CREATE TABLE t (n int)")
        #expect(throws: PostgresError.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                try connection.execute("INSERT INTO nowhere VALUES (1)")
            }
        }
        try connection.transaction { try connection.execute("INSERT INTO t VALUES (2)") }
        #expect(try connection.query("SELECT n FROM t") == [["2"]])
    }

    @Test("Rows that are wrong are refused all, and the connection goes on")
    func wrongRows() throws {
        let connection = try connection()
        try connection.execute("CREATE TABLE t (n int)")
        let error = try #require(throws: PostgresError.self) {
            let good = Array(String(repeating: "2\n", count: 5_000).utf8)
            var pieces = [Array("1\nx\n".utf8)] + [[UInt8]](repeating: good, count: 100)
            try connection.copy("COPY t FROM STDIN") { pieces.isEmpty ? nil : pieces.removeFirst() }
        }
        #expect(error.kind == .data)
        #expect(try connection.query("SELECT count(*) FROM t") == [["0"]])
    }

    @Test("A reader that has enough may stop, and the connection goes on")
    func enough() throws {
        struct Enough: Error {}
        let connection = try connection()
        var rows = 0
        #expect(throws: Enough.self) {
            try connection.forEach("SELECT generate_series(1, 10000000)") { _ in
                rows += 1
                if rows == 3 { throw Enough() }
            }
        }
        #expect(try connection.query("SELECT 7") == [["7"]])
    }

    @Test("A server that is not there, or is killed, is unavailable, and is there again after its start")
    func killed() throws {
        let server = try PostgresServer()
        let connection = try PostgresConnection(server.address())
        try connection.execute("CREATE TABLE t (n int); INSERT INTO t VALUES (5)")
        server.kill()
        let first = try #require(throws: PostgresError.self) { try connection.execute("SELECT 1") }
        #expect(first.kind == .unavailable)
        #expect(!connection.isUsable)
        let address = try server.address()
        let second = try #require(throws: PostgresError.self) { try PostgresConnection(address) }
        #expect(second.kind == .unavailable)
        try server.start()
        #expect(try PostgresConnection(address).query("SELECT n FROM t") == [["5"]])
    }

    @Test("An address is told without its secrets")
    func address() throws {
        let address = try PostgresAddress(uri: "postgresql://me:s3cret@db.example:5433/usage?sslmode=require")
        #expect(address.description == "postgresql://db.example:5433/usage")
        for wrong in ["postgresql://me:s3cret%ZZ@db/usage", "postgresql://db/usage?s3cret=1", "s3cret x y"] {
            let error = try #require(throws: PostgresError.self) { try PostgresAddress(uri: wrong) }
            #expect(!error.description.contains("s3cret"), "\(error)")
        }
    }
}
