import Hummingbird

/// Charts of any metrics that statsd and graphite have told, live.
struct SeriesPage: ConsoleRoutes {
    /// The topic of values: `series?range=…&show=…` (``SeriesQuery``).
    static let topic = "series?"

    /// How often is looked whether metrics were told.
    private static let interval = Duration.seconds(1)
    /// After so many looks the page is told the time, also when nothing comes: it shows what is missing.
    private static let patience = 10

    private let renderer: PageRenderer

    init(_ renderer: PageRenderer) { self.renderer = renderer }

    func add(to router: Router<ConsoleContext>) {
        router.get("/series") { _, context in
            renderer.page(
                "series", title: "Series", path: LiveTabs.path,
                ["tabs": LiveTabs.values("/series"), "hasChart": ChartLibrary.isThere], context)
        }
    }

    /// Tells a browser the values that it wants, each time that metrics were told.
    static func source(_ services: ConsoleServices) -> LiveTopics.Source {
        let reader = SeriesReader(RenderDesk(services))
        return .own { text, send in
            let query = SeriesQuery(text)
            var tail = SeriesTail()
            var (newest, looks) = (-1, 0)
            while true {
                do {
                    let last = try await reader.newestTime()
                    if last != newest || looks >= Self.patience {
                        // What was told this second may be newer than the snapshot.
                        let now = max(services.state.snapshot.time / 1000, last)
                        let reading = try await reader.read(query, newest: last, until: now)
                        (newest, looks) = (last, 0)
                        try await send(tail.frame(reading, at: now))
                    }
                } catch is HTTPError {
                    // Redis is away; the page's overview says so. What is new comes when it is back.
                }
                looks += 1
                try await Task.sleep(for: Self.interval)
            }
        }
    }
}
