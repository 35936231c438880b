import Hummingbird
import Settings

/// Who may fetch reports: who knows one of a service's `counter_keys`. Cookies and passwords of the console count for nothing
/// here, so no page of another site can make a browser fetch what its user may see.
struct CounterAccess: Sendable {
    /// Whose key came.
    struct Caller: Equatable {
        /// The services whose reports they may fetch, in order.
        let services: [String]
        /// What stands for the key where callers are told apart.
        let key: String
    }

    /// The customer of "the world" (Code of Practice 5.1, section 8.2).
    static let world = "0000000000000000"

    private let services: ConsoleServices
    /// Its own: who guesses keys must not lock out those who log in.
    private let throttle = LoginThrottle()

    init(_ services: ConsoleServices) { self.services = services }

    /// Whether anybody may fetch anything.
    var isOpen: Bool { services.configuration.services.values.contains { !$0.counterKeys.isEmpty } }

    /// Who sends a request.
    /// - Throws: ``CounterException`` 1020, 2020.
    func caller(_ query: CounterQuery, from address: String) throws -> Caller {
        let given = query["api_key"] ?? ""
        guard isOpen else {
            throw CounterException(.keyInvalid, "no service has counter_keys here: nobody may fetch reports yet")
        }
        let bytes = Array(given.utf8)
        // All are compared: the time tells nobody which services have which.
        let opened = services.configuration.services.values.filter { service in
            service.counterKeys.reduce(false) { PasswordHash.equal(bytes, Array($1.utf8)) || $0 }
        }
        // Keys are too long to be guessed; who has a right one is not held up by others behind the same address. Nor are the
        // others' wrong ones forgotten for it: whoever has a key would else buy guesses of other services' keys with it.
        guard opened.isEmpty else { return Caller(services: opened.map(\.id).sorted(), key: given) }
        if let wait = throttle.wait(address, now: .now) {
            let seconds = Int((wait / .seconds(1)).rounded(.up))
            throw CounterException(.tooManyRequests, "too many wrong keys; wait \(seconds) s", retryAfter: seconds)
        }
        throttle.failed(address, now: .now)
        try services.audit.note(
            who: "", address: address, action: "counter", target: CounterQuery.shown(query["customer_id"] ?? ""),
            result: "wrong key")
        throw CounterException(.keyInvalid, "api_key is none of the counter_keys of the service")
    }

    /// The service that a caller asks for.
    /// - Throws: ``CounterException`` 2010, 2011.
    func service(_ query: CounterQuery, of caller: Caller) throws(CounterException) -> ServiceSettings {
        let customer = query["customer_id"] ?? ""
        if caller.services.contains(customer), let service = services.configuration.services[customer] {
            return service
        }
        if customer == Self.world {
            throw CounterException(.noGlobalReports, "customer_id is the ID of a service: see /r51/members")
        }
        throw CounterException(.notAuthorized, "the key opens no service of this customer_id")
    }
}
