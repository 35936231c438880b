import PluginAPI
import Testing

@testable import Lookups

private let base = "https://repo.example/server/api"
private let uuid = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"

private func excluded(_ rule: ExclusionRule, _ detail: String? = nil) -> LookupVerdict {
    .found(.excluded(Exclusion(rule, detail: detail)))
}

private func item(_ handle: String) -> LookupVerdict {
    .found(.item(FoundItem(handle, page: "/handle/\(handle)")))
}

@Suite("DSpace's REST interfaces")
struct DSpaceSourcesTests {
    private let source = DSpaceREST(url: base)

    @Test(
        "What is asked",
        arguments: [
            (Reference(.bitstream, uuid), "\(base)/core/bitstreams/\(uuid)?embed=bundle/item"),
            (Reference(.uuid, uuid), "\(base)/core/items/\(uuid)"),
            (Reference(.handle, "1826/936"), "\(base)/pid/find?id=1826%2F936"),
            (Reference(.handle, "1826/a%20b&c=d"), "\(base)/pid/find?id=1826%2Fa%20b%26c%3Dd"),
            (Reference(.uuid, "a/../b?c#d"), "\(base)/core/items/a%2F..%2Fb%3Fc%23d"),
            (Reference(.uuid, ".."), nil), (Reference(.bitstream, ""), nil), (Reference(.fileset, "abc"), nil),
            (Reference(.citation, "oai:x:1"), nil),
        ])
    func asks(_ reference: Reference, _ address: String?) {
        #expect(source.address(for: reference) == address)
    }

    private static func file(_ bundle: String, item: String = #"{"type":"item","handle":"1826/936"}"#) -> String {
        """
        {"uuid":"\(uuid)","name":"a.pdf","handle":null,"metadata":{"dc.title":[{"value":"a"}]},"sizeBytes":8528,\
        "type":"bitstream","_embedded":{"bundle":{"uuid":"b","name":"\(bundle)","type":"bundle",\
        "_embedded":{"item":\(item)}}}}
        """
    }

    @Test(
        "What files stand for",
        arguments: [
            (file("ORIGINAL"), item("1826/936")), (file("THUMBNAIL"), excluded(.thumbnail, "THUMBNAIL")),
            (file("TEXT"), excluded(.extractedText, "TEXT")), (file("LICENSE"), excluded(.licence, "LICENSE")),
            (file("CC-LICENSE"), excluded(.licence, "CC-LICENSE")),
            (file("BRANDED_PREVIEW"), excluded(.preview, "BRANDED_PREVIEW")),
            (file("IIIF-PDF"), excluded(.derivative, "IIIF-PDF")),
            (#"{"type":"bitstream","uuid":"u","_embedded":{"bundle":null}}"#, excluded(.thumbnail, "in no bundle")),
            (
                file("ORIGINAL", item: #"{"type":"item","handle":"1826/936","withdrawn":true}"#),
                .unknown("is a withdrawn item")
            ),
            (
                file("ORIGINAL", item: #"{"type":"item","handle":null}"#),
                .unknown("is an item without a handle")
            ),
            (
                file("ORIGINAL", item: #"{"type":"item","handle":"a\n b"}"#),
                .unknown("belongs to an item without a usable identifier")
            ),
            // Servers that embed less.
            (#"{"type":"bitstream","uuid":"u/u"}"#, .ask("\(base)/core/bitstreams/u%2Fu/bundle?embed=item")),
            (#"{"type":"bundle","uuid":"b","name":"ORIGINAL"}"#, .ask("\(base)/core/bundles/b/item")),
            (#"{"type":"bundle","uuid":"b","name":"TEXT"}"#, excluded(.extractedText, "TEXT")),
            (#"{"type":"item","handle":"1826/936"}"#, item("1826/936")),
            (#"{"type":"eperson"}"#, .unknown("is a eperson of DSpace")),
        ] as [(String, LookupVerdict)])
    func readsFiles(_ body: String, _ verdict: LookupVerdict) {
        #expect(source.read(status: 200, body: Array(body.utf8), for: Reference(.bitstream, uuid)) == verdict)
    }

    @Test(
        "What handles stand for, by DSpace 7 and by DSpace 6",
        arguments: [
            (#"{"id":34886,"type":"item","handle":"1826/936","withdrawn":"false"}"#, item("1826/936")),
            (#"{"id":34886,"type":"item","handle":"1826/936","withdrawn":"true"}"#, .unknown("is a withdrawn item")),
            (#"{"type":"collection","handle":"1826/1"}"#, excluded(.collection, "collection")),
            (#"{"type":"community","handle":"1826/2"}"#, excluded(.collection, "community")),
            (#"{"type":"site","handle":"1826/0"}"#, excluded(.collection, "site")),
            ("<html>", .failed("the answer is not an object of DSpace")),
            ("", .failed("the answer is not an object of DSpace")),
            ("[]", .failed("the answer is not an object of DSpace")),
            (#"{"handle":"1826/936"}"#, .failed("the answer is not an object of DSpace")),
        ] as [(String, LookupVerdict)])
    func readsHandles(_ body: String, _ verdict: LookupVerdict) {
        let reference = Reference(.handle, "1826/936")
        #expect(DSpace6REST(url: "x").read(status: 200, body: Array(body.utf8), for: reference) == verdict)
        let newer = body.replacing("\"true\"", with: "true").replacing("\"false\"", with: "false")
        #expect(source.read(status: 200, body: Array(newer.utf8), for: reference) == verdict)
    }

    @Test(
        "What the status says by itself",
        arguments: [
            (401, .unknown("HTTP 401: not for everybody")), (403, .unknown("HTTP 403: not for everybody")),
            (404, .unknown("HTTP 404")), (410, .unknown("HTTP 410")), (400, .unknown("HTTP 400")),
            (429, .failed("HTTP 429")), (500, .failed("HTTP 500")), (503, .failed("HTTP 503")),
            (302, .failed("HTTP 302")), (0, .failed("HTTP 0")),
            (204, .found(.excluded(Exclusion(.thumbnail, detail: "in no bundle")))),
        ] as [(Int, LookupVerdict)])
    func readsStatus(_ status: Int, _ verdict: LookupVerdict) {
        #expect(source.read(status: status, body: [], for: Reference(.bitstream, uuid)) == verdict)
    }

    @Test(
        "What DSpace 6 is asked",
        arguments: [
            (Reference(.handle, "1826/936"), "https://h/rest/handle/1826/936"),
            (Reference(.handle, "1826/a%20b/c"), "https://h/rest/handle/1826/a%20b%2Fc"),
            (Reference(.handle, "1826/.."), nil), (Reference(.handle, "../1"), nil), (Reference(.handle, "1826"), nil),
            (Reference(.handle, "1826/"), nil), (Reference(.uuid, uuid), nil),
        ])
    func asksDSpace6(_ reference: Reference, _ address: String?) {
        #expect(DSpace6REST(url: "https://h/rest").address(for: reference) == address)
    }
}

@Suite("Dataverse")
struct DataverseTests {
    private let source = Dataverse(url: "https://data.example/api")
    private let file = Reference(.file, "42")
    private static let found = LookupVerdict.found(
        .item(
            FoundItem(
                "doi:10.7910/DVN/ABC", isWhole: true, page: "/dataset.xhtml?persistentId=doi:10.7910/DVN/ABC")))
    private static let second = LookupVerdict.ask("https://data.example/api/files/42?returnDatasetVersion=true")

    @Test(
        "What is asked",
        arguments: [
            (Reference(.file, "42"), "https://data.example/api/search?q=entityId%3A42&type=file"),
            (Reference(.file, "42 OR 1"), nil), (Reference(.file, ""), nil), (Reference(.file, "٤٢"), nil),
            (Reference(.handle, "1/2"), nil),
        ])
    func asks(_ reference: Reference, _ address: String?) {
        #expect(source.address(for: reference) == address)
    }

    @Test(
        "What answers say",
        arguments: [
            (
                #"{"status":"OK","data":{"items":[{"file_id":"42","dataset_persistent_id":"doi:10.7910/DVN/ABC"}]}}"#,
                found
            ),
            (
                #"{"status":"OK","data":{"items":[{"file_id":42,"dataset_persistent_id":"doi:10.7910/DVN/ABC"}]}}"#,
                found
            ),
            (#"{"status":"OK","data":{"items":[{"file_id":"7","dataset_persistent_id":"doi:10.1/X"}]}}"#, second),
            (#"{"status":"OK","data":{"items":[{"file_id":"42"}]}}"#, second),
            (#"{"status":"OK","data":{"total_count":0,"items":[]}}"#, second),
            (
                #"{"status":"OK","data":{"dataFile":{"id":42},"datasetVersion":{"datasetPersistentId":"doi:10.7910/DVN/ABC"}}}"#,
                found
            ),
            (
                #"{"status":"OK","data":{"dataFile":{"id":42}}}"#,
                .unknown("is a file of which Dataverse does not tell the dataset")
            ),
            (#"{"status":"ERROR","message":"No\nfile"}"#, .unknown("Dataverse says: No file")),
            (#"{"status":"OK"}"#, .unknown("Dataverse does not say why")),
            ("<html>", .failed("the answer is not one of Dataverse")),
        ] as [(String, LookupVerdict)])
    func reads(_ body: String, _ verdict: LookupVerdict) {
        #expect(source.read(status: 200, body: Array(body.utf8), for: file) == verdict)
    }
}

@Suite("Solr")
struct SolrTests {
    private let source = Solr(url: "http://h/solr/c", fields: SolrFields(), oaiPrefix: "oai:h")
    private static let citationFields =
        "id,doi_ssim,doi_tesim,identifier_tesim,title_tesim,creator_tesim,journal_title_tesim,journal_tesim,issn_tesim,issn_ssim,eissn_tesim,eissn_ssim"

    @Test(
        "What is asked",
        arguments: [
            (
                Reference(.fileset, #"a"b\c) OR *:*"#),
                #"fl=id,has_model_ssim&q=member_ids_ssim:"a\"b\\c) OR *:*"^2 OR file_set_ids_ssim:"a\"b\\c) OR *:*""#
            ),
            (Reference(.citation, "oai:h:ora:12"), #"fl=\#(citationFields)&q=id:"ora:12""#),
            (Reference(.citation, "oai:other:1"), #"fl=\#(citationFields)&q=id:"oai:other:1""#),
            (Reference(.handle, "1/2"), nil),
        ])
    func asks(_ reference: Reference, _ query: String?) {
        let address = source.address(for: reference)
        #expect(
            address.map { PercentEncoding.decodedOnce(Array($0.utf8)[...]) }
                == query.map { "http://h/solr/c/select?wt=json&rows=1&defType=lucene&\($0)" })
        #expect(address?.contains(where: { " \"\\".contains($0) }) != true)
    }

    @Test(
        "The work of a file set",
        arguments: [
            (
                #"{"response":{"numFound":1,"docs":[{"id":"w1","has_model_ssim":["GenericWork"]}]}}"#,
                .found(.item(FoundItem("w1", page: "/concern/generic_works/w1")))
            ),
            (#"{"response":{"docs":[{"id":"w1","has_model_ssim":"My::Work"}]}}"#, .found(.item(FoundItem("w1")))),
            (#"{"response":{"docs":[{"id":["w1"]}]}}"#, .found(.item(FoundItem("w1")))),
            (#"{"response":{"docs":[]}}"#, .unknown("is not in the index")),
            (#"{"response":{"docs":[{"has_model_ssim":["A"]}]}}"#, .failed("the answer is not a document with an id")),
            (#"{"responseHeader":{"status":0}}"#, .failed("the answer is not one of Solr")),
        ] as [(String, LookupVerdict)])
    func readsWorks(_ body: String, _ verdict: LookupVerdict) {
        #expect(source.read(status: 200, body: Array(body.utf8), for: Reference(.fileset, "f1")) == verdict)
    }

    @Test(
        "The address of a model's works",
        arguments: [
            ("GenericWork", "generic_works"), ("Image", "images"), ("Thesis", "theses"), ("Etd", "etds"),
            ("GenericWorkResource", "generic_works"), ("Study", "studies"), ("Essay", "essays"), ("Media", "media"),
            ("Box", "boxes"), ("ETD", "etds"), ("My::Work", nil), ("", nil), ("Resource", nil), ("work", nil),
        ])
    func steps(_ model: String, _ step: String?) {
        #expect(Solr.step(ofModel: model) == step)
    }

    @Test("A citation, from fields of other names")
    func readsCitation() throws {
        let source = try LookupSources.source(
            named: "solr", url: "http://h/solr/c", fields: ["doi=d,e", "journal=j", "author=a"], for: [.citation])
        let body = """
            {"response":{"docs":[{"id":"1","d":["","doi:10.1/a","https://doi.org/10.1/b"],"title_tesim":[" Wind "],\
            "a":["Müller, Jörg","Meier, Ann"],"j":"Weather","issn_tesim":["no","1234-5679"],"year":[{"x":null}]}]}}
            """
        var citation = Citation()
        citation.doi = "10.1/b"
        citation.articleTitle = "Wind"
        citation.authorLastName = "Müller"
        citation.journalTitle = "Weather"
        citation.issn = "1234-5679"
        let verdict = source.read(status: 200, body: Array(body.utf8), for: Reference(.citation, "oai:h:1"))
        #expect(verdict == .found(.citation(citation)))
    }
}
