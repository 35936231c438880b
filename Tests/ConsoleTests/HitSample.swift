import FoundationEssentials
import Glibc
import SeededRandom
import TestKit

/// Hits of a repository that is read all over the world, published as a publisher does, again and again.
struct HitSample {
    private static let places: [(country: String, city: String, latitude: Double, longitude: Double, weight: Int)] = [
        ("GB", "Oxford", 51.75, -1.26, 9), ("GB", "London", 51.51, -0.13, 7), ("GB", "Edinburgh", 55.95, -3.19, 3),
        ("FR", "Paris", 48.85, 2.35, 5), ("DE", "Berlin", 52.52, 13.40, 4), ("DE", "Munich", 48.14, 11.58, 3),
        ("ES", "Madrid", 40.42, -3.70, 3), ("IT", "Rome", 41.90, 12.50, 3), ("PL", "Warsaw", 52.23, 21.01, 2),
        ("SE", "Stockholm", 59.33, 18.07, 2), ("UA", "Kyiv", 50.45, 30.52, 1), ("TR", "Istanbul", 41.01, 28.98, 2),
        ("US", "New York", 40.71, -74.01, 7), ("US", "Ashburn", 39.04, -77.49, 6),
        ("US", "San Francisco", 37.77, -122.42, 4),
        ("US", "Houston", 29.76, -95.37, 2), ("CA", "Toronto", 43.65, -79.38, 2),
        ("MX", "Mexico City", 19.43, -99.13, 2),
        ("CO", "Bogotá", 4.71, -74.07, 1), ("BR", "São Paulo", -23.55, -46.63, 4),
        ("AR", "Buenos Aires", -34.60, -58.38, 2),
        ("NG", "Lagos", 6.52, 3.38, 3), ("GH", "Accra", 5.60, -0.19, 1), ("KE", "Nairobi", -1.29, 36.82, 2),
        ("ET", "Addis Ababa", 9.02, 38.75, 1), ("EG", "Cairo", 30.04, 31.24, 2), ("ZA", "Cape Town", -33.92, 18.42, 2),
        ("IR", "Tehran", 35.69, 51.39, 2), ("IN", "Delhi", 28.61, 77.21, 6), ("IN", "Mumbai", 19.08, 72.88, 4),
        ("PK", "Lahore", 31.55, 74.34, 2), ("CN", "Beijing", 39.90, 116.41, 6), ("CN", "Shanghai", 31.23, 121.47, 4),
        ("JP", "Tokyo", 35.68, 139.69, 3), ("KR", "Seoul", 37.57, 126.98, 2), ("SG", "Singapore", 1.35, 103.82, 3),
        ("ID", "Jakarta", -6.21, 106.85, 3), ("PH", "Manila", 14.60, 120.98, 2), ("AU", "Sydney", -33.87, 151.21, 3),
        ("NZ", "Auckland", -36.85, 174.76, 1),
    ]
    private static let verdicts = [
        ("download", 34), ("view", 22), ("robot", 18), ("agent", 10), ("double_click", 5), ("no_item", 10),
        ("error", 1),
    ]

    private let process: ChildProcess

    /// Begins; it ends with the value's last user.
    /// - Parameter redis: Its unix socket.
    init(redis: String, in directory: TemporaryDirectory) throws {
        var random = SeededRandom(seed: 7)
        let commands = (1...3_000).map { "PUBLISH live '\(Self.hit($0, &random))'\n" }
        let file = try directory.write(commands.joined(), to: "hits.redis")
        process = try ChildProcess(
            "/bin/sh", ["-c", "while sleep 0.1; do shuf -n 12 '\(file)' | redis-cli -s '\(redis)' >/dev/null; done"],
            output: directory.file("hits.out"))
    }

    func end() { process.end(SIGTERM) }

    private static func hit(_ number: Int, _ random: inout SeededRandom) -> String {
        let verdict = pick(verdicts.map { ($0.0, $0.1) }, &random)
        let place = pick(places.map { ($0, $0.weight) }, &random)
        let time = Int(Date().timeIntervalSince1970 * 1_000)
        // Some items are asked for again and again.
        let item = 1 + Int(150 * Double.random(in: 0..<1, using: &random).squared.squared)
        let folder = ["items", "theses", "articles", "datasets", "images"][item % 5]
        let isUse = verdict == "download" || verdict == "view"
        let use =
            isUse
            ? #""kind":"\#(verdict == "view" ? "Investigation" : "Request")","item":"oai:repo.example:\#(item)","#
            : ""
        let known =
            number % 25 == 0
            ? ""
            : #""country":"\#(place.country)","city":"\#(place.city)","lat":\#(place.latitude),"lon":\#(place.longitude),"#
        return
            #"{"id":"5be9a27c1d3f8046:\#(number)","time":\#(time),"service":"repo.example","verdict":"\#(verdict)",\#(use)\#(known)"#
            + #""method":"GET","path":"/\#(folder)/\#(item)","status":200,"bytes":512}"#
    }

    private static func pick<Value>(_ choices: [(Value, Int)], _ random: inout SeededRandom) -> Value {
        var left = Int.random(in: 0..<choices.reduce(0) { $0 + $1.1 }, using: &random)
        for (value, weight) in choices {
            left -= weight
            if left < 0 { return value }
        }
        return choices[0].0
    }
}

extension Double {
    fileprivate var squared: Double { self * self }
}
