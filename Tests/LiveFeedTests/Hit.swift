import LiveFeed

/// A hit for tests: a download in Paris.
func hit(
    _ path: String = "/presentations/a.pdf", _ verdict: LiveVerdict = .download, country: String? = "FR",
    at place: (Double, Double)? = (48.86, 2.35), item: String? = "oai:x:a", time: Int64 = 1_700_000_000_000,
    service: String = "repo.example", id: String? = nil
) -> LiveEvent {
    var event = LiveEvent(time: time, service: service, verdict: verdict, path: path, id: id)
    event.country = country
    event.city = place == nil ? nil : "Paris"
    (event.latitude, event.longitude) = (place?.0, place?.1)
    event.item = item
    event.kind = item == nil ? nil : "Request"
    event.status = 200
    return event
}
