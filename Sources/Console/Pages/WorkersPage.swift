import Hummingbird
import PluginAPI
import Settings
import SupervisorClient

/// All processes of this machine's supervisor, and the workers of all others that share its Redis.
struct WorkersPage: ConsoleRoutes {
    /// The topic's name; what is wanted is the role of who looks.
    static let topic = "workers:"

    private let services: ConsoleServices
    private let renderer: PageRenderer

    init(_ services: ConsoleServices, _ renderer: PageRenderer) {
        self.services = services
        self.renderer = renderer
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/workers") { _, context in
            renderer.page(
                "workers", title: "Workers", path: "/workers",
                Self.values(services.state.snapshot, context.identity?.role ?? .reader), context)
        }
    }

    /// The live part.
    static func live(_ snapshot: ConsoleSnapshot, for role: String, _ renderer: PageRenderer) -> String? {
        Role(rawValue: role).map { renderer.part("workers_live", values(snapshot, $0)) }
    }

    private static func values(_ snapshot: ConsoleSnapshot, _ role: Role) -> [String: Any] {
        let own = Instance.own(in: snapshot)
        let isOperator = role == .operator
        var values: [String: Any] = [
            "role": role.rawValue, "problem": snapshot.supervisorProblem ?? "",
            "groups": groups(own).map { group, instances in
                var values: [String: Any] = [
                    "group": group, "isMany": instances.count > 1,
                    "instances": instances.map { $0.values(snapshot, forOperator: isOperator) },
                ]
                if isOperator {
                    values["groupActions"] = actions("all \(instances.count) of \(group)", group, instances)
                }
                return values
            },
            "hosts": Dictionary(grouping: Instance.others(in: snapshot), by: \.host).sorted { $0.key < $1.key }
                .map { host, instances in
                    [
                        "host": host, "hostTitle": host == snapshot.host ? "Also on this machine" : "On \(host)",
                        "why": host == snapshot.host ? Self.startedOtherwise : Self.startedElsewhere,
                        "instances": instances.map { $0.values(snapshot, forOperator: false) },
                    ] as [String: Any]
                },
        ]
        let others = own.filter { $0.process?.isConsole != true }
        if isOperator, !others.isEmpty { values["allActions"] = actions("everything but this console", "all", others) }
        return values.withoutEmptyTexts
    }

    private static let startedElsewhere =
        "Another machine's supervisor runs them; they are known here by what they write into Redis, and are started and "
        + "stopped there."
    private static let startedOtherwise =
        "This supervisor has not started them: they are known by what they write into Redis, and are stopped where they "
        + "were started."

    /// The groups in the order in which the supervisor names them.
    private static func groups(_ instances: [Instance]) -> [(String, [Instance])] {
        var groups: [(String, [Instance])] = []
        for instance in instances {
            let name = instance.process?.group ?? ""
            if let index = groups.firstIndex(where: { $0.0 == name }) {
                groups[index].1.append(instance)
            } else {
                groups.append((name, [instance]))
            }
        }
        return groups
    }

    private static func actions(_ subject: String, _ name: String, _ instances: [Instance]) -> [String: Any] {
        let processes = instances.compactMap(\.process)
        let isUp = processes.contains(where: \.isUp)
        return [
            "path": "/api/v1/processes/\(PercentEncoding.encoded(name))", "subject": subject,
            "seen": processes.map { String($0.pid) }.joined(separator: " "),
            "start": processes.contains { !$0.isUp }, "restart": isUp, "stop": isUp,
            "askRestart": "Restart \(subject)? Nothing is lost; they are away for a moment.",
            "ofAll": " all", "askStop": "Lines wait until they are started again.",
        ]
    }
}
