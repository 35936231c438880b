import CMaxMindDB
import Glibc
public import PluginAPI

/// A file of places by address in MaxMind's format (.mmdb), of countries or cities: the one door to libmaxminddb.
///
/// It is read where it lies, so it must be replaced by another file and not written over (`mv`, as geoipupdate does).
/// It is no `Sendable`: one thread at a time.
public final class PlaceDatabase {
    /// A file that is not there or cannot be read. One line of text.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        /// `data/places.mmdb: No such file or directory`.
        public let description: String
    }

    /// When its makers made it.
    public let built: UTCTime

    /// What it calls itself: `GeoLite2-City`.
    public let type: String

    private let handle: UnsafeMutablePointer<MMDB_s>
    /// Places by their entry in the file: many networks share one, and it is read once.
    private var places: [UInt32: Place] = [:]

    /// How many places are kept; a file may have half a million.
    private static let mostPlaces = 20_000

    /// Opens a file.
    /// - Throws: ``Problem``.
    public init(path: String) throws(Problem) {
        handle = .allocate(capacity: 1)
        let status = MMDB_open(path, UInt32(MMDB_MODE_MMAP), handle)
        guard status == MMDB_SUCCESS else {
            // What the system says of it tells more than that it cannot be opened.
            let reason =
                status == MMDB_FILE_OPEN_ERROR || status == MMDB_IO_ERROR
                ? String(cString: strerror(errno)) : String(cString: MMDB_strerror(status))
            handle.deallocate()
            throw Problem(description: "\(path): \(reason)")
        }
        built = UTCTime(secondsSince1970: Int64(clamping: handle.pointee.metadata.build_epoch))
        type = handle.pointee.metadata.database_type.map { String(cString: $0) } ?? ""
    }

    deinit {
        MMDB_close(handle)
        handle.deallocate()
    }

    /// The place of an address.
    /// - Parameter address: Its 4 or 16 bytes.
    /// - Returns: nil when nothing is known of it.
    public func place(of address: [UInt8]) -> Place? {
        guard var entry = entry(of: address) else { return nil }
        if let place = places[entry.offset] { return place }
        let country = text(&entry, cmaxminddb_country)
        let city = text(&entry, cmaxminddb_city)
        var position: (latitude: Double, longitude: Double)?
        if let latitude = number(&entry, cmaxminddb_latitude), let longitude = number(&entry, cmaxminddb_longitude) {
            position = (latitude, longitude)
        }
        guard country != nil || city != nil || position != nil else { return nil }
        let place = Place(country: country, city: city, position: position)
        if places.count >= Self.mostPlaces { places.removeAll(keepingCapacity: true) }
        places[entry.offset] = place
        return place
    }

    private func entry(of address: [UInt8]) -> MMDB_entry_s? {
        var failure: Int32 = 0
        let result: MMDB_lookup_result_s
        switch address.count {
        case 4:
            var socket = sockaddr_in()
            socket.sin_family = sa_family_t(AF_INET)
            withUnsafeMutableBytes(of: &socket.sin_addr) { $0.copyBytes(from: address) }
            result = withUnsafeBytes(of: &socket) {
                MMDB_lookup_sockaddr(handle, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &failure)
            }
        case 16:
            var socket = sockaddr_in6()
            socket.sin6_family = sa_family_t(AF_INET6)
            withUnsafeMutableBytes(of: &socket.sin6_addr) { $0.copyBytes(from: address) }
            result = withUnsafeBytes(of: &socket) {
                MMDB_lookup_sockaddr(handle, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &failure)
            }
        default: return nil
        }
        // An IPv6 address in a file of IPv4 addresses, or a broken file: nothing is known.
        return failure == MMDB_SUCCESS && result.found_entry ? result.entry : nil
    }

    private typealias Getter = (UnsafeMutablePointer<MMDB_entry_s>, UnsafeMutablePointer<MMDB_entry_data_s>) -> Int32

    private func text(_ entry: inout MMDB_entry_s, _ get: Getter) -> String? {
        var data = MMDB_entry_data_s()
        guard get(&entry, &data) == MMDB_SUCCESS, data.has_data, data.type == MMDB_DATA_TYPE_UTF8_STRING,
            data.data_size > 0, let start = data.utf8_string
        else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: start, count: Int(data.data_size)), as: UTF8.self)
    }

    private func number(_ entry: inout MMDB_entry_s, _ get: Getter) -> Double? {
        var data = MMDB_entry_data_s()
        guard get(&entry, &data) == MMDB_SUCCESS, data.has_data else { return nil }
        switch Int32(data.type) {
        case MMDB_DATA_TYPE_DOUBLE: return data.double_value
        case MMDB_DATA_TYPE_FLOAT: return Double(data.float_value)
        default: return nil
        }
    }
}
