/// Where on Earth an address is, as far as a database of addresses knows.
///
/// A class, because the lines of one client share it.
public final class Place: Sendable, Equatable {
    /// The country's code of ISO 3166-1 (`FR`).
    public let country: String?

    /// The city's name in English.
    public let city: String?

    /// Degrees north and east of what the address is known to be in: the middle of the city or country, not the client's own
    /// place.
    public let position: (latitude: Double, longitude: Double)?

    /// A place.
    public init(country: String?, city: String? = nil, position: (latitude: Double, longitude: Double)? = nil) {
        self.country = country
        self.city = city
        self.position = position
    }

    /// Whether both say the same.
    public static func == (left: Place, right: Place) -> Bool {
        left.country == right.country && left.city == right.city
            && left.position?.latitude == right.position?.latitude
            && left.position?.longitude == right.position?.longitude
    }
}

/// Knows where addresses are.
public protocol PlaceFinder: AnyObject, Sendable {
    /// The place of an address.
    /// - Parameter address: As text, as logs have it.
    /// - Returns: nil when it is no address, or nothing is known of it.
    func place(of address: ArraySlice<UInt8>) -> Place?
}
