import GeoLookup
import LiveFeed
import PluginAPI
import Statistics

/// Makes events for browsers of a store's rows, which know less than log lines: no address, no user agent, no method, and only
/// uses of items.
final class StoredEventMaker {
    private let anonymity: [String: Int]
    private var crowds = PlaceCrowds()

    /// - Parameter anonymity: Of how many hits within an hour a place must be to be told, by service.
    init(anonymity: [String: Int]) { self.anonymity = anonymity }

    /// The event of a row.
    func event(of record: EventRecord) -> LiveEvent {
        let service = record.service.description
        let time = record.time.secondsSince1970
        var event = LiveEvent(
            time: time * 1_000, service: service, verdict: Self.verdict(of: record),
            path: Self.path(of: record.url.description), id: record.id.description)
        event.kind = record.kind.description
        event.item = record.item.description
        event.status = record.status == 0 ? nil : record.status
        event.bytes = record.bytes == 0 ? nil : record.bytes
        event.country = record.country?.description
        let place = Place(
            country: event.country, city: record.city?.description,
            position: record.geohash.flatMap { Geohash.middle(of: $0.description) })
        if crowds.isCrowded(place, of: service, at: time, least: anonymity[service] ?? 1) {
            event.city = place.city
            (event.latitude, event.longitude) = (place.position?.latitude, place.position?.longitude)
        }
        return event
    }

    private static func verdict(of record: EventRecord) -> LiveVerdict {
        switch record.agentClass.description {
        case UserAgentClass.robot.rawValue: .robot
        case UserAgentClass.aiAgent.rawValue: .agent
        default:
            record.isDoubleClick
                ? .doubleClick : record.kind.description == UsageEvent.request.rawValue ? .download : .view
        }
    }

    /// The path of an address: `/a` of `http://x/a?b`.
    private static func path(of url: String) -> String {
        let bytes = Array(url.utf8)
        let target = Target(bytes, url: 0..<bytes.count)
        return String(decoding: target.bytes[target.path], as: UTF8.self)
    }
}
