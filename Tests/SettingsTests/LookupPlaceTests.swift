import Settings
import Testing

/// `resolver =` and `metadata =`.
@Suite struct LookupPlaceTests {
    @Test(
        "A name and an address or a file, with = or a blank between them",
        arguments: [
            ("oai-pmh = https://x.example/oai", LookupPlace(name: "oai-pmh", place: "https://x.example/oai")),
            ("OAI-PMH https://x.example/oai", LookupPlace(name: "oai-pmh", place: "https://x.example/oai")),
            ("oai-pmh=https://x.example/oai", LookupPlace(name: "oai-pmh", place: "https://x.example/oai")),
            (
                "solr http://x.example/solr/a doi=doi_s title=t_s",
                LookupPlace(name: "solr", place: "http://x.example/solr/a", fields: ["doi=doi_s", "title=t_s"])
            ),
            ("csv items of 2024.csv", LookupPlace(name: "csv", place: "/srv/site/items of 2024.csv")),
            ("csv = /etc/items.csv", LookupPlace(name: "csv", place: "/etc/items.csv")),
            ("csv", nil), ("csv =", nil), ("= items.csv", nil), ("", nil),
        ])
    func reads(text: String, place: LookupPlace?) {
        #expect(LookupPlace(text, in: "/srv/site") == place)
    }
}
