import GeoLookup
import Testing

@Suite struct GeohashTests {
    /// The first two are the usual examples of the notation, the others follow from its definition: 0 is the south-western, z the
    /// north-eastern corner.
    @Test(arguments: [
        (57.64911, 10.40744, 11, "u4pruydqqvj"), (42.605, -5.603, 5, "ezs42"),
        (-90, -180, 3, "000"), (90, 180, 3, "zzz"), (0, 0, 4, "s000"), (-0.000001, -0.000001, 4, "7zzz"),
        (45.1885, 5.7245, 1, "u"),
    ])
    func cells(latitude: Double, longitude: Double, length: Int, text: String) {
        #expect(Geohash.text(latitude: latitude, longitude: longitude, length: length) == text)
    }

    @Test func aShorterOneIsTheBeginningOfALongerOne() {
        for length in Geohash.lengths {
            let whole = Geohash.text(latitude: 48.8566, longitude: 2.3522, length: 12)
            #expect(
                Geohash.text(latitude: 48.8566, longitude: 2.3522, length: length)
                    == whole.map { String($0.prefix(length)) })
        }
    }

    @Test func whatLiesOutsideIsBroughtIn() {
        func text(_ latitude: Double, _ longitude: Double, _ length: Int = 6) -> String? {
            Geohash.text(latitude: latitude, longitude: longitude, length: length)
        }
        #expect(text(95, 10) == text(90, 10))
        #expect(text(10, 190) == text(10, -170))
        #expect(text(10, -190) == text(10, 170))
        #expect(text(10, 10, 0) == text(10, 10, 1) && text(10, 10, 99) == text(10, 10, 12))
        #expect(text(.nan, 10) == nil && text(10, .infinity) == nil)
    }
}
