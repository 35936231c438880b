import Hummingbird

/// The pages under "Live", as `live_tabs.mustache` shows them.
enum LiveTabs {
    /// The page that the entry "Live" of the console's navigation opens: pages under it give
    /// ``PageRenderer`` this as their path, so that the entry is marked.
    static let path = "/map"

    private static let pages = [
        ("/map", "Map"), ("/graph", "Graph"), ("/counts", "Counts"), ("/series", "Series"), ("/actions", "Actions"),
    ]

    /// What the template names.
    /// - Parameter current: The path of the page that is shown.
    static func values(_ current: String) -> [[String: Any]] {
        pages.map { path, name in ["path": path, "name": name, "current": path == current] }
    }

    /// Sends who comes with an address of Narcissus' pages, which ended in a slash, to ours; nil: the address has none.
    static func redirect(_ request: Request) -> Response? {
        let path = request.uri.path
        guard path.count > 1, path.hasSuffix("/") else { return nil }
        return Response.redirect(to: String(path.dropLast()), type: .permanent)
    }
}
