/// One hit as it goes over the channel `live`: a compact JSON object, which leaves out what is not known.
public struct LiveEvent: Sendable, Equatable, Decodable {
    /// The message's id, by which the hit can be explained; nil: it was pushed without one.
    public var id: String?
    /// When the server answered, in milliseconds since 1970; of a line that cannot be read: when it was tried.
    public var time: Int64
    /// The ID of the `[service_ID]` section.
    public var service: String
    /// What became of it.
    public var verdict: LiveVerdict
    /// Why it does not count, or why the line cannot be read; nil: it counts.
    public var reason: String?
    /// `Request` or `Investigation`; nil: it is no use of an item.
    public var kind: String?
    /// The item's identifier.
    public var item: String?
    /// The country's code of ISO 3166-1.
    public var country: String?
    /// The city's name in English.
    public var city: String?
    /// Degrees north; nil: no more than the country is known or to be known.
    public var latitude: Double?
    /// Degrees east; there when ``latitude`` is.
    public var longitude: Double?
    /// The request's method.
    public var method: String?
    /// The request's path as logged, without its query; empty for a line that cannot be read.
    public var path: String
    /// The protocol (`HTTP/1.1`).
    public var httpProtocol: String?
    /// The status.
    public var status: Int?
    /// The size of the answer in bytes.
    public var bytes: Int?
    /// What came in for the request, headers included, in bytes.
    public var bytesIn: Int?
    /// What went out for it, headers included, in bytes.
    public var bytesOut: Int?
    /// The client's address as the service's `anonymise` leaves it.
    public var ip: String?
    /// The user agent.
    public var agent: String?
    /// True: it is a hit of long ago that is shown once more (`loglines live --replay`).
    public var replay: Bool?

    private enum CodingKeys: String, CodingKey {
        case id, time, service, verdict, reason, kind, item, country, city, method, path, status, bytes, ip, agent,
            replay
        case latitude = "lat"
        case longitude = "lon"
        case httpProtocol = "protocol"
        case bytesIn = "bytes_in"
        case bytesOut = "bytes_out"
    }

    /// A hit of which no more is known yet.
    public init(time: Int64, service: String, verdict: LiveVerdict, path: String, id: String? = nil) {
        self.time = time
        self.service = service
        self.verdict = verdict
        self.path = path
        self.id = id
    }

    /// Where the hit is to be shown: its own place, else its country's middle; nil: nothing is known of it.
    public var position: (latitude: Double, longitude: Double, isExact: Bool)? {
        if let latitude, let longitude { return (latitude, longitude, true) }
        return country.flatMap(CountryCentres.position).map { ($0.latitude, $0.longitude, false) }
    }

    /// The first part of the path with the slash before it, by which Narcissus' graph tells contents apart: `/presentations`
    /// of `/presentations/a.pdf`; `/` of the start page.
    public var content: String {
        "/" + (path.utf8.first == UInt8(ascii: "/") ? path.dropFirst() : path[...]).prefix { $0 != "/" && $0 != "?" }
    }
}
