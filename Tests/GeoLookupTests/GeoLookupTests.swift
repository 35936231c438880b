import FoundationEssentials
import GeoLookup
import Glibc
import PluginAPI
import PluginTestKit
import Synchronization
import TestKit
import Testing

@Suite struct GeoLookupTests {
    /// Set-up fetches it for the tests.
    static let cities = ["\(PackageRoot.path)/data/GeoLite2-City.mmdb"]
        .first(where: FileManager.default.fileExists(atPath:))
    static let missing: Comment = "scripts/setup --tests fetches data/GeoLite2-City.mmdb"

    /// A look-up that looks at its file each time, and what it reports.
    private final class Bench {
        let directory: TemporaryDirectory
        let lookup: GeoLookup
        private let reports: Reports

        final class Reports: Sendable {
            let lines = Mutex<[String]>([])
        }

        init() throws {
            directory = try TemporaryDirectory()
            let reports = Reports()
            self.reports = reports
            lookup = GeoLookup(path: directory.file("places.mmdb"), patience: 0) { news in
                reports.lines.withLock { $0.append("\(news.isProblem ? "problem: " : "")\(news)") }
            }
        }

        func place(_ address: String) -> String {
            guard let place = lookup.place(of: Array(address.utf8)[...]) else { return "nil" }
            return "\(place.country ?? "-") \(place.city ?? "-") \(place.position.map { _ in "+" } ?? "-")"
        }

        /// What has been reported, without the folder.
        var told: [String] {
            reports.lines.withLock { $0.map { $0.replacing(directory.file(""), with: "") } }
        }

        /// Puts a file in the place of the one before, as geoipupdate does.
        func replace(with source: String) throws {
            try FileManager.default.copyItem(atPath: source, toPath: directory.file("new"))
            try #require(rename(directory.file("new"), directory.file("places.mmdb")) == 0)
        }
    }

    @Test(.enabled(if: cities != nil, missing)) func knowsCitiesOfAddresses() throws {
        let bench = try Bench()
        try bench.replace(with: #require(Self.cities))
        // Universities' own networks, which stay where they are.
        for (address, country) in [
            ("129.67.1.1", "GB"), ("::ffff:129.67.1.1", "GB"), ("18.9.22.69", "US"), ("130.190.1.1", "FR"),
            ("2001:660::1", "FR"),
        ] { #expect(bench.place(address).hasPrefix("\(country) "), "\(address): \(bench.place(address))") }
        #expect(bench.place("129.67.1.1") == "GB Oxford +")
        for address in ["127.0.0.1", "10.0.0.1", "::1", "host.example", "", "-", "129.67.1", "129.67.1.1, 10.0.0.1"] {
            #expect(bench.place(address) == "nil", "\(address)")
        }
        #expect(bench.told == ["places.mmdb: GeoLite2-City of 2018-07-03 tells where clients are"])
    }

    @Test(.enabled(if: cities != nil, missing)) func theFileMayComeChangeAndGo() throws {
        let bench = try Bench()
        let path = bench.directory.file("places.mmdb")
        #expect(bench.place("129.67.1.1") == "nil" && bench.place("129.67.1.1") == "nil")
        #expect(
            bench.told == ["problem: places.mmdb: No such file or directory; where clients are stays unknown"])
        try bench.replace(with: #require(Self.cities))
        #expect(bench.place("129.67.1.1") == "GB Oxford +")
        try bench.directory.write("no database", to: "broken")
        try bench.replace(with: bench.directory.file("broken"))
        #expect(bench.place("129.67.1.1") == "GB Oxford +")
        try FileManager.default.removeItem(atPath: path)
        #expect(bench.place("129.67.1.1") == "GB Oxford +")
        try bench.replace(with: #require(Self.cities))
        #expect(bench.place("129.67.1.1") == "GB Oxford +")
        #expect(
            bench.told.dropFirst() == [
                "places.mmdb: GeoLite2-City of 2018-07-03 tells where clients are",
                "problem: places.mmdb: The MaxMind DB file contains invalid metadata; the file before it stays in use",
                "problem: places.mmdb: No such file or directory; the file before it stays in use",
                "places.mmdb: GeoLite2-City of 2018-07-03 tells where clients are",
            ])
    }

    @Test(.enabled(if: cities != nil, missing)) func manyThreadsMayAskAtOnce() async throws {
        let bench = try Bench()
        try bench.replace(with: #require(Self.cities))
        let lookup = bench.lookup
        let counts = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<2_000).count { number in
                        let address = "\(number % 200 + 1).\(task).\(number % 250).1"
                        return lookup.place(of: Array(address.utf8)[...])?.country != nil
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.count == 8 && counts.allSatisfy { $0 > 500 })
    }

    @Test func aFileThatIsNoneIsNoDatabase() throws {
        let directory = try TemporaryDirectory()
        try directory.write("", to: "empty")
        for name in ["empty", "missing"] {
            #expect(throws: PlaceDatabase.Problem.self) { try PlaceDatabase(path: directory.file(name)) }
        }
    }
}
