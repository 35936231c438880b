import Hummingbird

/// A group of the console's addresses.
protocol ConsoleRoutes: Sendable {
    /// Adds them.
    func add(to router: Router<ConsoleContext>)
}

/// All of the console's addresses, behind the gate.
enum ConsoleRouter {
    static func make(
        _ services: ConsoleServices, _ renderer: PageRenderer, _ desk: InspectionDesk
    ) -> Router<ConsoleContext> {
        let router = Router(context: ConsoleContext.self)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(renderer))
        let passwords = PasswordCheck(services)
        router.add(middleware: Gate(services, passwords))
        let reports = ReportDesk(desk)
        let actions = ActionsDesk(services)
        let routes: [any ConsoleRoutes] = [
            StaticRoutes(), LoginRoutes(services, renderer, passwords), OverviewPage(services, renderer),
            WorkersPage(services, renderer), WorkerPage(services, renderer),
            HealthRoutes(services), StateRoutes(services), RPCRoutes(services), LogTailRoutes(services),
            MetricsRoutes(services), OpenAPIRoutes(services), ProcessRoutes(services), QueueRoutes(services),
            MessageRoutes(services, desk), QueuesPage(services, renderer), QueuePage(services, renderer),
            MessagePage(services, renderer, desk),
            InspectionRoutes(desk: desk), LedgerPage(services, renderer, desk), ExplainPage(services, renderer, desk),
            ConfigurationPage(renderer, desk), ReportPage(renderer, reports),
            HitPages(services: services, renderer: renderer),
            SeriesPage(renderer),
            CounterFiles(services, desk, reports), IngestRoutes(services), CounterRoutes(services),
            RenderRoutes(RenderDesk(services)),
            ActionRoutes(services, actions), ActionsPage(renderer, actions),
        ]
        for group in routes { group.add(to: router) }
        return router
    }

    /// What browsers can hear of.
    static func topics(
        _ services: ConsoleServices, _ renderer: PageRenderer, _ desk: InspectionDesk, _ hub: FeedHub
    ) -> LiveTopics {
        let actions = ActionsPage(renderer, ActionsDesk(services))
        return LiveTopics(
            services.state,
            [
                ActionsPage.topic: actions.source, ActionsPage.oneTopic: actions.oneSource,
                CountsDesk.topic: hub.counts.source,
                LedgerPage.topic: LedgerPage(services, renderer, desk).source,
                // So that a page knows that it is live, also while nothing changes.
                "beat": .snapshot { snapshot, _ in snapshot.time },
                LogTopic.name: LogTopic.source(services.state),
                OverviewPage.topic: .snapshot { OverviewPage.live($0, for: $1, renderer, services) },
                OverviewPage.ratesTopic: .snapshot { _, _ in services.state.rates },
                SeriesPage.topic: SeriesPage.source(services),
                QueuesPage.topic: .snapshot { snapshot, _ in QueuesPage.live(snapshot, renderer) },
                QueuePage.topic: .snapshot { snapshot, wanted in QueuePage.live(snapshot, wanted, renderer) },
                WorkersPage.topic: .snapshot { WorkersPage.live($0, for: $1, renderer) },
                WorkerPage.topic: .snapshot { WorkerPage.live($0, $1, renderer, services.configuration) },
            ].merging(FeedTopics(hub).all) { console, _ in console })
    }
}
