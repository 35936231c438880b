import Testing

@testable import Settings

/// `kind = recorder`.
struct RecorderSettingsTests {
    @Test(
        "Stores' addresses",
        arguments: [
            ("sqlite:data/usage.sqlite", .sqlite(path: "data/usage.sqlite")),
            ("sqlite:/a b.db", .sqlite(path: "/a b.db")),
            ("sqlite:///data/u.db", .sqlite(path: "data/u.db")), ("sqlite:////srv/u.db", .sqlite(path: "/srv/u.db")),
            ("postgresql://me@db/usage", .postgres(uri: "postgresql://me@db/usage")),
            ("postgres:///usage", .postgres(uri: "postgres:///usage")), ("sqlite:", nil), ("sqlite://host/u.db", nil),
            ("usage.sqlite", nil), ("host=db password=x", nil), ("influx://x/", nil), ("", nil),
            ("influxdb://u:p@h/d", .influx(uri: "influxdb://u:p@h/d")),
            ("influxdbs://:t@h/b?org=o", .influx(uri: "influxdbs://:t@h/b?org=o")),
        ] as [(String, StoreAddress?)])
    func addresses(text: String, address: StoreAddress?) {
        #expect(StoreAddress(text) == address)
    }

    @Test("A relative file is in the directory of the configuration")
    func inside() {
        #expect(StoreAddress.sqlite(path: "u.db").inside("/site") == .sqlite(path: "/site/u.db"))
        #expect(StoreAddress.sqlite(path: "/u.db").inside("/site") == .sqlite(path: "/u.db"))
    }

    @Test(
        "How long tables are kept",
        arguments: [
            ("", nil, nil, nil, ""), ("730", 730, 730, 730, "events=730 transfers=730 points=730"),
            ("points=90, events=0.5", 0.5, nil, 90, "events=0.5 points=90"),
            ("30 points=7", 30, 30, 7, "events=30 transfers=30 points=7"),
            ("months=4000 9 hours=90", 9, 9, 9, "events=9 transfers=9 points=9 hours=90 months=4000"),
        ] as [(String, Double?, Double?, Double?, String)])
    func retention(text: String, events: Double?, transfers: Double?, points: Double?, shown: String) throws {
        let retention = try #require(ValueType<Retention>.retention.read(text, "/"))
        #expect((retention.events, retention.transfers, retention.points) == (events, transfers, points))
        #expect(ValueType<Retention>.retention.show(retention) == shown)
        for wrong in ["0", "-1", "x", "event=3", "events=", "=3", "events=1=2"] {
            #expect(ValueType<Retention>.retention.read(wrong, "/") == nil, "\(wrong)")
        }
    }

    @Test("Passwords are masked wherever an address has them")
    func masked() throws {
        let site = try Site(
            "[worker_x]\nkind = recorder\nlistento = a\ndatabase = postgresql://u:s3cret@db/usage?password=s3cret&sslmode=require"
        )
        let value = site.load().values.first { $0.key == "database" }
        #expect(value?.value == "postgresql://u:••••@db/usage?password=••••&sslmode=require")
        #expect(value?.isSecret == true)
        let token = try Site("[worker_x]\nkind = recorder\nlistento = a\ndatabase = influxdb://:s3cret@h:8086/b?org=o")
        #expect(token.load().values.first { $0.key == "database" }?.value == "influxdb://:••••@h:8086/b?org=o")
        let taken = try Site("[worker_x]\nkind = recorder\nlistento = a\ndatabase = ${DATABASE_URI}")
        let loaded = taken.load(["DATABASE_URI": "postgresql://u:s3cret@db/usage"])
        #expect(loaded.values.first { $0.key == "database" }?.value == "postgresql://u:••••@db/usage")
        #expect(loaded.problems.isEmpty)
    }

    @Test("DATABASE_URI of the environment is the store of a recorder that names none")
    func environment() throws {
        let site = try Site(
            "[worker_x]\nkind = recorder\nlistento = a\n[worker_y]\nkind = recorder\nlistento = b\ndatabase = sqlite:y")
        func databases(_ environment: [String: String]) -> [StoreAddress]? {
            site.load(environment).configuration?.workers.compactMap { worker in
                guard case .recorder(let settings) = worker.job else { return nil }
                return settings.database
            }
        }
        #expect(databases([:]) == [.sqlite(path: "data/usage.sqlite"), .sqlite(path: "y")])
        #expect(
            databases(["DATABASE_URI": "postgresql://u:s3cret@db/usage"])
                == [.postgres(uri: "postgresql://u:s3cret@db/usage"), .sqlite(path: "y")])
        #expect(
            site.load(["DATABASE_URI": "mysql://db"]).problems.map(\.description) == [
                "loglines.cfg:1: [worker_x] database: DATABASE_URI of the environment is not \(StoreAddress.form)"
            ])
    }

    @Test("Recorders of one queue write to one store, and a recorder's queue is where lines end")
    func topology() throws {
        let recorder = "kind = recorder\nlistento = usage"
        let site = try Site(
            "[worker_a]\n\(recorder)\n[worker_b]\n\(recorder)\ndatabase = sqlite:other.db\n[worker_c]\n\(recorder)")
        #expect(site.problems().count == 1)
        #expect(site.problems().first?.contains("[worker_b] listento: [worker_a]") == true)
        let one = try Site("[worker_a]\n\(recorder)\n[worker_b]\nlistento = in\nfanout = usage")
        #expect(one.load().configuration?.topology(ofRedis: "").branches == ["usage"])
    }
}
