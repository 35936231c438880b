import Hummingbird
import Settings
import Telemetry

/// What the configuration says, where it says it, and what is wrong with it. Secrets are not shown.
struct ConfigurationPage: ConsoleRoutes {
    private let renderer: PageRenderer
    private let desk: InspectionDesk

    init(_ renderer: PageRenderer, _ desk: InspectionDesk) {
        self.renderer = renderer
        self.desk = desk
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/configuration") { _, context in
            let state = try await desk.check()
            return renderer.page(
                "configuration", title: "Configuration", path: "/configuration",
                [
                    "verdict": Self.verdict(state), "hasChanged": state.hasChanged,
                    "problems": state.loaded.problems.map(Self.values), "sections": Self.sections(state.loaded.values),
                ], context)
        }
    }

    private static func verdict(_ state: ConfigurationState) -> [String: Any] {
        let errors = state.loaded.problems.count { $0.severity == .error }
        let warnings = state.loaded.problems.count - errors
        func many(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
        let parts = (errors > 0 ? [many(errors, "error")] : []) + (warnings > 0 ? [many(warnings, "warning")] : [])
        let colour: Light.Colour = errors > 0 ? .red : warnings > 0 ? .amber : .green
        let text =
            parts.isEmpty
            ? "Nothing is wrong with the configuration" : "The configuration has \(parts.joined(separator: " and "))"
        return ["colour": colour.rawValue, "text": text]
    }

    private static func values(_ problem: ConfigurationProblem) -> [String: Any] {
        [
            "isError": problem.severity == .error, "severity": problem.severity.rawValue,
            "place": problem.line.map { "\(problem.file):\($0)" } ?? problem.file,
            "key": [problem.section.map { "[\($0)]" }, problem.key].compactMap(\.self).joined(separator: " ")
                .escapingControls, "message": problem.message.escapingControls,
        ].withoutEmptyTexts
    }

    /// The values, by section, in the order of the files.
    private static func sections(_ values: [EffectiveValue]) -> [[String: Any]] {
        var sections: [(name: String, values: [EffectiveValue])] = []
        for value in values {
            if sections.last?.name != value.section { sections.append((value.section, [])) }
            sections[sections.count - 1].values.append(value)
        }
        return sections.map { name, values in
            [
                "section": name.escapingControls,
                "settings": values.map { value in
                    [
                        "key": value.key.escapingControls, "value": value.value.escapingControls(except: ["\n"]),
                        "origin": value.origin?.description ?? "default", "isDefault": value.origin == nil,
                        "isSecret": value.isSecret,
                    ].withoutEmptyTexts
                },
            ]
        }
    }
}
