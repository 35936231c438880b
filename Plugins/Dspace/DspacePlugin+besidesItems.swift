import PluginAPI

extension DspacePlugin {
    /// What DSpace serves besides items, of every release.
    static let besidesItems: [(rule: ExclusionRule, pattern: String)] = {
        let application = "(?:/(?:xmlui|jspui))?"
        let handle = "\(application)/handle/[0-9][0-9.]*/[^/?#]+"
        let end = URLPiece.end
        return [
            (.statistics, "\(handle)/statistics\(end)|\(application)/statistics\(end)"),
            (.browse, "(?:\(handle)|\(application))/(?:browse|recent-submissions|community-list)\(end)"),
            (
                .search,
                "(?:\(handle)|\(application))/(?:discover|search-filter|search|simple-search|advanced-search)\(end)"
            ),
            (
                .editing,
                "\(handle)/submit\(end)|/items/[^/?#]+/(?:edit|version)\(end)|/entities/[^/?#]+/[^/?#]+/edit\(end)"
            ),
            (
                .editing,
                "\(application)/(?:submissions?|submit|mydspace|admin|edit-items|workspaceitems|workflowitems|sword(?:v2)?)\(end)"
            ),
            (.metadata, "\(application)/metadata/|/server/signposting/|/signposting/"),
            (.filePage, "/bitstreams/[^/?#]+/download\(end)"),
            (.thumbnail, "(?:/server)?/api/core/bitstreams/[^/?#]+/thumbnail\(end)"),
            (.thumbnail, "\(application)/(?:retrieve|bitstream/id)/"),
            (.feed, "\(application)/(?:feed|open-search)\(end)|(?:/server)?/opensearch\(end)"),
            (.harvesting, "(?:/server)?/oai\(end)"),
            (.api, "/(?:rest|api|server|solr)\(end)"),
            (.collection, "/(?:communities|collections)\(end)"),
            (
                .login,
                "\(application)/(?:login|logout|register|forgot|password-login|ldap-login|shibboleth-login)\(end)"
            ),
            (.staticFile, "\(application)/(?:themes|static|assets|aspects)/"),
        ]
    }()
}
