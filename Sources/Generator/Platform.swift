/// The kinds of repository whose URLs can be written (usage-protocols.md, section 6).
public enum Platform: String, Sendable, CaseIterable {
    /// DSpace up to 6, with the XMLUI.
    case dspace
    /// DSpace from 7 on.
    case dspace7
    /// EPrints 3.
    case eprints
    /// Invenio RDM, as Zenodo has it.
    case invenio
    /// Open Journal Systems 3.
    case ojs

    /// The targets of requests, by what is asked for.
    var targets: Targets {
        switch self {
        case .dspace: .dspace
        case .dspace7: .dspace7
        case .eprints: .eprints
        case .invenio: .invenio
        case .ojs: .ojs
        }
    }
}

/// The targets of one platform. Each list has something in it.
struct Targets: Sendable {
    /// An item's page: its plain form first, which is also the referer of its files.
    let items: [Template]
    /// A file of an item.
    let files: [Template]
    /// A preview picture or another by-product of a file: not a use.
    let thumbnails: [Template]
    /// Searching and browsing.
    let searches: [Template]
    /// What belongs to pages.
    let statics: [Template]
    /// What only programs ask for: metadata, feeds, harvesting.
    let machine: [Template]
    /// What is not there (any more).
    let missing: [Template]

    init(
        items: [String], files: [String], thumbnails: [String], searches: [String], statics: [String],
        machine: [String], missing: [String]
    ) {
        self.items = items.map(Template.init)
        self.files = files.map(Template.init)
        self.thumbnails = thumbnails.map(Template.init)
        self.searches = searches.map(Template.init)
        self.statics = (statics + ["/favicon.ico"]).map(Template.init)
        self.machine = (machine + ["/robots.txt"]).map(Template.init)
        self.missing = (missing + ["/wp-login.php", "/.env"]).map(Template.init)
    }
}

extension Targets {
    fileprivate static let dspace = Targets(
        items: [
            "/handle/20.500.12345/{item}", "/handle/20.500.12345/{item}", "/handle/20.500.12345/{item}?show=full",
            "/xmlui/handle/20.500.12345/{item}",
        ],
        files: [
            "/bitstream/handle/20.500.12345/{item}/{file}?sequence={position}&isAllowed=y",
            "/bitstream/handle/20.500.12345/{item}/{file}?sequence={position}",
            "/bitstream/20.500.12345/{item}/{position}/{file}",
        ],
        thumbnails: ["/bitstream/handle/20.500.12345/{item}/{file}.jpg?sequence={position}"],
        searches: [
            "/discover?query={word}&submit=", "/discover?rpp=10&page={page}&query={word}",
            "/handle/20.500.12345/{item}/browse?type=author", "/browse?type=subject&offset={page}",
        ],
        statics: [
            "/themes/Mirage2/styles/main.css", "/themes/Mirage2/scripts/theme.js", "/static/js/choice-support.js",
        ],
        machine: [
            "/oai/request?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:repository.example.org:20.500.12345/{item}",
            "/metadata/handle/20.500.12345/{item}/mets.xml", "/feed/rss_2.0/site",
        ],
        missing: ["/handle/20.500.12345/9{item}", "/bitstream/handle/20.500.12345/9{item}/{file}"])

    fileprivate static let dspace7 = Targets(
        items: ["/items/{uuid}", "/items/{uuid}", "/items/{uuid}/full", "/entities/publication/{uuid}"],
        files: ["/server/api/core/bitstreams/{fileuuid}/content"],
        thumbnails: ["/server/api/core/bitstreams/{fileuuid}/thumbnail"],
        searches: ["/search?query={word}", "/search?query={word}&spc.page={page}", "/browse/author?bbm.page={page}"],
        statics: ["/main.0a1b2c3d.js", "/styles.4e5f6071.css", "/assets/fonts/fa-solid-900.woff2"],
        machine: ["/server/oai/request?verb=ListRecords&metadataPrefix=oai_dc", "/server/api/core/items/{uuid}"],
        missing: ["/items/{fileuuid}0"])

    fileprivate static let eprints = Targets(
        items: ["/{item}/", "/{item}/", "/id/eprint/{item}/"],
        files: ["/{item}/{position}/{file}", "/{item}/{position}/{file}", "/id/eprint/{item}/{position}/{file}"],
        thumbnails: [
            "/{item}/{position}.hassmallThumbnailVersion/{file}",
            "/{item}/{position}.haspreviewThumbnailVersion/{file}",
        ],
        searches: [
            "/cgi/search/simple?q={word}", "/cgi/search/archive/simple?q={word}&page={page}", "/view/subjects/",
        ],
        statics: ["/style/auto-3.4.css", "/javascript/auto-3.4.js", "/images/sitelogo.png"],
        machine: ["/cgi/oai2?verb=ListRecords&metadataPrefix=oai_dc", "/cgi/export/eprint/{item}/DC/x-{item}.txt"],
        missing: ["/9{item}00/", "/{item}/9/{file}"])

    fileprivate static let invenio = Targets(
        items: ["/records/{item}"],
        files: ["/records/{item}/files/{file}?download=1", "/api/records/{item}/files/{file}/content"],
        thumbnails: ["/api/iiif/record:{item}:{file}/full/^250,/0/default.jpg", "/records/{item}/preview/{file}"],
        searches: ["/search?q={word}&l=list&p={page}&s=10", "/api/records?q={word}&size=10"],
        statics: ["/static/dist/js/manifest.0a1b2c3d.js", "/static/dist/css/theme.4e5f6071.css"],
        machine: ["/oai2d?verb=ListIdentifiers&metadataPrefix=oai_dc", "/records/{item}/export/json"],
        missing: ["/records/{item}/latest/x"])

    fileprivate static let ojs = Targets(
        items: ["/index.php/jx/article/view/{item}", "/index.php/jx/en/article/view/{item}"],
        files: [
            "/index.php/jx/article/download/{item}/{position}", "/index.php/jx/article/download/{item}/pdf/{position}",
        ],
        thumbnails: ["/public/journals/1/cover_issue_{page}_en.jpg", "/index.php/jx/article/view/{item}/{position}"],
        searches: ["/index.php/jx/search/search?query={word}", "/index.php/jx/issue/archive/{page}"],
        statics: [
            "/lib/pkp/styles/build.css?v=3.3.0.13", "/lib/pkp/js/lib/jquery/jquery.min.js",
            "/index.php/jx/$$$call$$$/x",
        ],
        machine: [
            "/index.php/jx/oai?verb=ListRecords&metadataPrefix=oai_dc",
            "/index.php/jx/gateway/plugin/WebFeedGatewayPlugin/rss2",
        ],
        missing: ["/index.php/jx/article/view/9{item}00"])
}
