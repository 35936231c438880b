import FoundationEssentials
import PluginTestKit
import TestKit
import Testing

/// Narcissus' unchanged sender and page, which are Python programs that know nothing of loglines, with all of it between them:
/// zeromq, broker, publisher, console.
@Suite("Narcissus' sender and page", .serialized)
struct NarcissusTests {
    private static let cities = ["\(PackageRoot.path)/data/GeoLite2-City.mmdb"]
        .first(where: FileManager.default.fileExists)

    @Test(
        "A published line comes to the page in the three topics, as it did through Moksha",
        .enabled(if: cities != nil, "scripts/setup --tests fetches data/GeoLite2-City.mmdb"))
    func line() throws {
        let (sender, moksha) = (freeServerPort(), freeServerPort())
        let site = try ConsoleSite(
            """
            [service_mirror.example.org]
            plugin = combined
            format = narcissus
            base_url = http://mirror.example.org
            oai_prefix = oai:mirror
            request_path = ^/fedora/([^/?]+)$
            robots = keep
            geoip = \(try #require(Self.cities))
            [worker_zeromq]
            kind = zeromq
            connect = tcp://127.0.0.1:\(sender)
            servicename = mirror.example.org
            pushto = loglines
            [worker_broker]
            kind = broker
            listento = loglines
            fanout = live
            [worker_publisher]
            kind = publisher
            listento = live
            """, console: "moksha_port = 127.0.0.1:\(moksha)")
        let line =
            #"193.51.208.1 mirror.example.org - [20/Aug/2026:10:11:12 +0200] "GET /fedora/x.iso HTTP/1.1" 200 4096 "-" "curl/8" 512 4608"#
        let outcome = shell(
            "/usr/bin/python3 '\(PackageRoot.path)/Tests/Scripts/narcissus.py' \(sender) \(moksha) '\(line)' "
                + "graph_info http_geojson http_latlon", in: site.directory)
        try #require(outcome.code == 0, "\(outcome.errors)\n\(site.directory.read("supervisor.out") ?? "")")
        let heard = try JSONDecoder().decode(Heard.self, from: Data(outcome.output.utf8))
        #expect(
            heard.graph_info == ["country": "France", "filename": "/fedora/x.iso", "tag": "/fedora/x.iso"])
        let feature = try #require(heard.http_geojson.features.first)
        #expect(heard.http_geojson.type == "FeatureCollection" && heard.http_geojson.features.count == 1)
        #expect(feature.type == "Feature" && feature.geometry.type == "Point" && feature.properties.isEmpty)
        let hit = heard.http_latlon
        #expect(feature.geometry.coordinates == [hit.lon, hit.lat])
        // Somewhere in France, as the file of 2018 has it.
        #expect((41...52).contains(hit.lat) && (-5...10).contains(hit.lon))
        #expect(hit.country == "France" && hit.ip == "193.51.208.1")
        #expect(hit.filename == "/fedora/x.iso" && hit.tag == hit.filename)
        #expect(hit.requesttype == "GET" && hit.httptype == "HTTP/1.1" && hit.statuscode == "200")
        #expect(hit.filesize == "4096" && hit.bytesin == "512" && hit.bytesout == "4608")
        #expect(hit.logdatetime == "2026-08-20 08:11:12")
        // printf 'curl/8' | md5sum
        #expect(hit.refererhash == "804b21317f0e651741b61684b0ac369d")
    }

    /// What the page heard, by topic.
    private struct Heard: Decodable {
        let graph_info: [String: String]
        let http_geojson: Collection
        let http_latlon: Hit
    }

    private struct Collection: Decodable {
        struct Feature: Decodable {
            struct Geometry: Decodable {
                let type: String
                let coordinates: [Double]
            }

            let type: String
            let geometry: Geometry
            let properties: [String: String]
        }

        let type: String
        let features: [Feature]
    }

    private struct Hit: Decodable {
        let lat, lon: Double
        let ip, country, logdatetime, requesttype, filename, tag, httptype, statuscode, filesize: String
        let bytesin, bytesout, refererhash: String
    }
}
