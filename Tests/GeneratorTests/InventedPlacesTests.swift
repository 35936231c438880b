import Generator
import GeoLookup
import PluginAPI
import TestKit
import Testing

@Suite("Invented places")
struct InventedPlacesTests {
    private let directory: TemporaryDirectory
    private let places: PlaceDatabase

    init() throws {
        directory = try TemporaryDirectory()
        let path = directory.file("deep/places.mmdb")
        try InventedPlaces.write(to: path)
        try InventedPlaces.write(to: path)
        places = try PlaceDatabase(path: path)
    }

    private func place(_ address: String) -> Place? {
        AddressBlock.address(Array(address.utf8)[...]).flatMap { places.place(of: $0) }
    }

    @Test("libmaxminddb finds a place for each of the generator's addresses")
    func generated() throws {
        let output = try builtProgram("loglines")
        let lines = shell("'\(output)' generate --rate 0 --count 3000 --seed 1", in: directory).output
        let addresses = Set(lines.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) })
        let found = addresses.filter { $0.contains(where: { $0 == "." || $0 == ":" }) }.map { place($0) }
        #expect(found.count > 100)
        #expect(found.count { $0 == nil } <= 3, "broken lines")
        let known = found.compactMap(\.self)
        #expect(known.allSatisfy { $0.country?.utf8.count == 2 && $0.city != nil && $0.position != nil })
        #expect(Set(known.compactMap(\.country)).count > 30)
    }

    @Test(
        "Networks have their ends where they should",
        arguments: [
            ("198.18.0.1", "198.18.0.254"), ("198.19.255.0", "198.19.255.255"), ("192.0.2.16", "192.0.2.31"),
            ("2001:db8:1000::", "2001:db8:10ff:ffff::1"),
        ])
    func networks(first: String, last: String) throws {
        let one = try #require(place(first))
        #expect(one == place(last))
    }

    @Test(
        "Of other addresses nothing is known",
        arguments: ["198.17.255.255", "198.20.0.0", "192.0.3.0", "2001:db9::", "::1"])
    func others(address: String) { #expect(place(address) == nil) }

    @Test("It tells what it is")
    func type() { #expect(places.type == "Invented-City") }
}
