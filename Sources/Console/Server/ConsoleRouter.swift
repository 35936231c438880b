import Hummingbird

/// A group of the console's addresses.
protocol ConsoleRoutes: Sendable {
    /// Adds them.
    func add(to router: Router<ConsoleContext>)
}

/// All of the console's addresses, behind the gate.
enum ConsoleRouter {
    static func make(_ services: ConsoleServices, _ renderer: PageRenderer) -> Router<ConsoleContext> {
        let router = Router(context: ConsoleContext.self)
        router.add(middleware: SecurityHeaders())
        let passwords = PasswordCheck(services)
        router.add(middleware: Gate(services, passwords))
        let routes: [any ConsoleRoutes] = [
            StaticRoutes(), LoginRoutes(services, renderer, passwords), OverviewPage(services, renderer),
            HealthRoutes(services), StateRoutes(services), RPCRoutes(services), LogTailRoutes(services),
            MetricsRoutes(services), OpenAPIRoutes(services), ProcessRoutes(services), QueueRoutes(services),
            MessageRoutes(services), QueuesPage(services, renderer), QueuePage(services, renderer),
        ]
        for group in routes { group.add(to: router) }
        return router
    }

    /// What browsers can hear of.
    static func topics(_ services: ConsoleServices, _ renderer: PageRenderer) -> LiveTopics {
        LiveTopics(
            services.state,
            [
                LogTopic.name: LogTopic.source(services.state),
                OverviewPage.topic: .snapshot { snapshot, _ in OverviewPage.live(snapshot, renderer) },
                QueuesPage.topic: .snapshot { snapshot, _ in QueuesPage.live(snapshot, renderer) },
                QueuePage.topic: .snapshot { snapshot, wanted in QueuePage.live(snapshot, wanted, renderer) },
            ])
    }
}
