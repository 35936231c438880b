import LiveFeed
import Testing

/// What Narcissus' own hub sent of a line (peers.md, section E1).
struct MokshaTopicTests {
    /// The example line of peers.md, with a place.
    private var example: LiveEvent {
        var event = hit("/fedora/x.iso", .noItem, at: (48.8323, 2.4075), item: nil, time: 1_787_213_472_000)
        event.ip = "193.51.208.1"
        event.method = "GET"
        event.httpProtocol = "HTTP/1.1"
        (event.bytes, event.bytesIn, event.bytesOut) = (4096, 512, 4608)
        event.agent = "curl/8"
        return event
    }

    private func text(_ topic: MokshaTopic, _ event: LiveEvent) -> String? {
        topic.message(event).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func graphInfo() {
        #expect(
            text(.graphInfo, example)
                == #"{"topic":"graph_info","body":{"country":"France","tag":"/fedora/x.iso","filename":"/fedora/x.iso"}}"#
        )
    }

    @Test func geoJSON() {
        let point = #"{"type":"Point","coordinates":[2.4075,48.8323]}"#
        #expect(
            text(.geoJSON, example)
                == #"{"topic":"http_geojson","body":{"type":"FeatureCollection","features":[{"type":"Feature","geometry":"#
                + point + #","properties":{}}]}}"#)
    }

    /// The hash is that of `printf curl/8 | md5sum`.
    @Test func latLon() {
        #expect(
            text(.latLon, example)
                == #"{"topic":"http_latlon","body":{"ip":"193.51.208.1","lat":48.8323,"lon":2.4075,"country":"France","#
                + #""logdatetime":"2026-08-20 08:11:12","requesttype":"GET","filename":"/fedora/x.iso","tag":"/fedora/x.iso","#
                + #""httptype":"HTTP/1.1","statuscode":"200","filesize":"4096","bytesin":"512","bytesout":"4608","#
                + #""refererhash":"804b21317f0e651741b61684b0ac369d"}}"#)
    }

    @Test(arguments: MokshaTopic.allCases)
    func whatHasNoPlaceIsNotTold(topic: MokshaTopic) {
        #expect(text(topic, hit(country: nil, at: nil)) == nil)
        #expect(text(topic, hit("", .error)) == nil)
        #expect(text(topic, hit(at: nil)) != nil)
    }
}
