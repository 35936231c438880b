import Actions
import Hummingbird
import PluginAPI
import Telemetry

/// `/actions`: every action with its newest value, live. `/actions/NAME`: one action's chart and its log.
struct ActionsPage: ConsoleRoutes {
    /// All of them, as a part of the page.
    static let topic = "actions"
    /// `action:NAME`, percent-encoded, with `/WORKER` behind it where the worker is said.
    static let oneTopic = "action:"

    /// The most actions that the page lists: those that were heard of last.
    private static let mostListed = 300
    /// The most lines of an action's log.
    private static let mostLogged = 100

    private let renderer: PageRenderer
    private let desk: ActionsDesk

    init(_ renderer: PageRenderer, _ desk: ActionsDesk) {
        (self.renderer, self.desk) = (renderer, desk)
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/actions") { request, context in
            if let elsewhere = LiveTabs.redirect(request) { return elsewhere }
            var values = live(await desk.actions())
            values["tabs"] = LiveTabs.values("/actions")
            values["canPost"] = context.identity?.role == .operator && !desk.places.isEmpty
            values["hasPlaces"] = !desk.places.isEmpty
            return renderer.page("actions", title: "Actions", path: LiveTabs.path, values, context)
        }
        router.get("/actions/{name}") { request, context in
            let name = try context.step("name")
            let worker = request.uri.queryParameters.get("worker")
            guard let action = try await desk.action(name, of: worker) else {
                throw HTTPError(.notFound, message: "There is no action \(name.escapingControls).")
            }
            return renderer.page(
                "action", title: name.escapingControls, path: LiveTabs.path, page(action, worker, context), context)
        }
    }

    // MARK: Live

    /// All actions, once a second.
    var source: LiveTopics.Source {
        .own { _, send in
            var last = ""
            while true {
                let part = renderer.part("actions_live", live(await desk.actions()))
                if part != last { try await send(part) }
                last = part
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// One action, as soon as there is something new of it.
    var oneSource: LiveTopics.Source {
        .own { wanted, send in
            let parts = wanted.split(separator: "/", maxSplits: 1).map {
                PercentEncoding.decodedOnce(Array($0.utf8)[...])
            }
            guard let name = parts.first else { return }
            var last: (Int, Double)?
            while true {
                // While Redis is away there is no news.
                if let action = try? await desk.action(name, of: parts.count > 1 ? parts[1] : nil),
                    let newest = action.values.last?.time, last.map({ $0 != (action.count, newest) }) ?? true
                {
                    last = (action.count, newest)
                    try await send(action)
                }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    // MARK: What the templates name

    private func live(_ all: ActionsDesk.All) -> [String: Any] {
        let now = ActionsDesk.now
        let newest = all.actions.sorted { ($0.values.last?.time ?? 0) > ($1.values.last?.time ?? 0) }
        let shown = newest.prefix(Self.mostListed).sorted { ($0.name, $0.worker) < ($1.name, $1.worker) }
        return [
            "problems": all.problems, "isEmpty": all.actions.isEmpty && all.problems.isEmpty,
            "more": all.actions.count > shown.count ? Figure.count(all.actions.count - shown.count) : "",
            "actions": shown.map { card($0, now) },
        ].withoutEmptyTexts
    }

    private func card(_ action: ActionStatus, _ now: Double) -> [String: Any] {
        let newest = action.values.last
        let spark = ActionSpark(action)
        let (value, unit) = Self.headline(action)
        var card: [String: Any] = [
            "id": "action-\(PercentEncoding.encoded("\(action.worker)/\(action.name)"))",
            "name": action.name.escapingControls, "address": address(action), "kind": action.kind.rawValue,
            "worker": desk.places.count > 1 ? action.worker : "", "value": value, "unit": unit,
            "isText": action.kind == .category, "age": Self.age(now - (newest?.time ?? now)),
            "rate": Self.rate(action.rate),
            "spark": spark?.path ?? "",
        ]
        if let end = spark?.end { (card["endX"], card["endY"]) = ("\(end.x)", "\(end.y)") }
        return card.withoutEmptyTexts
    }

    private func page(_ action: ActionStatus, _ worker: String?, _ context: ConsoleContext) -> [String: Any] {
        let (value, unit) = Self.headline(action)
        let name = PercentEncoding.encoded(action.name)
        return [
            "tabs": LiveTabs.values("/actions"), "hasChart": ChartLibrary.isThere,
            "canPost": context.identity?.role == .operator, "name": action.name.escapingControls,
            "rawName": action.name,
            "worker": action.worker, "kind": action.kind.rawValue, "value": value, "unit": unit,
            "topic": worker.map { "\(name)/\(PercentEncoding.encoded($0))" } ?? name,
            "count": Figure.count(action.count), "rate": Self.rate(action.rate),
            "example": Self.example(action.kind),
            "log": action.values.suffix(Self.mostLogged).reversed().map { value in
                [
                    "time": Figure.clock(Int(value.time)), "words": value.words.escapingControls,
                    "kind": value.kind.rawValue,
                ].withoutEmptyTexts
            },
        ].withoutEmptyTexts
    }

    private func address(_ action: ActionStatus) -> String {
        let worker = desk.places.count > 1 ? "?worker=\(PercentEncoding.encoded(action.worker))" : ""
        return "/actions/\(PercentEncoding.encoded(action.name))\(worker)"
    }

    /// The newest value: of a counter what all add up to, in the unit that was said last.
    private static func headline(_ action: ActionStatus) -> (value: String, unit: String) {
        guard let newest = action.values.last else { return ("", "") }
        switch newest.kind {
        case .measurement: return (number(newest.number), newest.text?.escapingControls ?? "")
        case .counter:
            let unit = action.values.last { $0.kind == .counter && $0.text != nil }?.text
            return (number(action.sum ?? newest.number), unit?.escapingControls ?? "")
        case .event: return (newest.words.isEmpty ? Figure.clock(Int(newest.time)) : newest.words, "")
        case .category: return (newest.words.escapingControls, "")
        }
    }

    private static func number(_ number: Double) -> String {
        guard number.magnitude < 1e9 else { return "\(number)" }
        let digits = number.magnitude < 10 ? 1_000.0 : 100
        let rounded = (number * digits).rounded() / digits
        return rounded == rounded.rounded() ? Figure.count(Int(rounded)) : "\(rounded)"
    }

    private static func age(_ seconds: Double) -> String { seconds < 2 ? "now" : "\(Figure.duration(seconds)) ago" }

    /// `2/s`, `12/min`, `3/h`; empty: it cannot be told.
    static func rate(_ rate: Double) -> String {
        switch rate {
        case ...0.0: ""
        case 0.5...: "\(Figure.rate(rate))/s"
        case (0.5 / 60)...: "\(Figure.rate(rate * 60))/min"
        case (0.5 / 3_600)...: "\(Figure.rate(rate * 3_600))/h"
        default: "\(Figure.rate(rate * 86_400))/day"
        }
    }

    private static func example(_ kind: ActionKind) -> String {
        switch kind {
        case .measurement: "21.5"
        case .counter: "++"
        case .event: "11:00 PM"
        case .category: "sunny"
        }
    }
}
