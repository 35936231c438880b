import Glibc

/// Where the generator's addresses are, which are nobody's: places are dealt out to their networks, more of them to large cities, so
/// that maps and statistics by country have something to show.
public enum InventedPlaces {
    /// Writes a file of places, in the place of the one before: who has that open goes on reading it.
    /// - Throws: ``GeneratorError`` naming the file.
    public static func write(to path: String) throws {
        let new = "\(path).new"
        _ = try LineOutput(path: new, replacing: true).write(file) { false }
        guard rename(new, path) == 0 else { throw GeneratorError("cannot write \(path)", errno: errno) }
    }

    /// The networks that ``Visitor`` takes addresses from.
    private static var file: [UInt8] {
        var file = MaxMindFile()
        let places = cities.flatMap { city in
            let value = file.add(city.value)
            return [Int](repeating: value, count: city.weight)
        }
        /// Neighbouring networks are far from each other.
        func place(_ number: Int) -> Int { places[number * 37 % places.count] }
        for number in 0..<512 {
            file.set([198, UInt8(18 + number / 256), UInt8(number % 256), 0], bits: 24, to: place(number))
        }
        for number in 0..<16 { file.set([192, 0, 2, UInt8(number * 16)], bits: 28, to: place(number + 512)) }
        for number in 0..<256 {
            let address: [UInt8] = [0x20, 0x01, 0x0d, 0xb8, UInt8(number)]
            file.set(address + [UInt8](repeating: 0, count: 11), bits: 40, to: place(number + 528))
        }
        return file.bytes(type: "Invented-City", built: UInt64(time(nil)))
    }

    private struct City {
        let country: String
        let name: String
        let latitude: Double
        let longitude: Double
        let weight: Int

        var value: MaxMindFile.Value {
            .map([
                ("city", .map([("names", .map([("en", .text(name))]))])),
                ("country", .map([("iso_code", .text(country))])),
                ("location", .map([("latitude", .number(latitude)), ("longitude", .number(longitude))])),
            ])
        }
    }

    private static let cities = text.split(separator: ";").compactMap { entry -> City? in
        let parts = entry.split(separator: ",").map { $0.drop { $0.isWhitespace } }
        guard parts.count == 5, let latitude = Double(parts[2]), let longitude = Double(parts[3]),
            let weight = Int(parts[4])
        else { return nil }
        return City(
            country: String(parts[0]), name: String(parts[1]), latitude: latitude, longitude: longitude, weight: weight)
    }

    /// Country, city, degrees north and east, and how many networks it has to the others.
    private static let text = """
        GB,London,51.51,-0.13,6; GB,Oxford,51.75,-1.26,3; GB,Edinburgh,55.95,-3.19,2; US,New York,40.71,-74.01,6;
        US,San Francisco,37.77,-122.42,5; US,Chicago,41.88,-87.63,3; US,Boston,42.36,-71.06,3; US,Houston,29.76,-95.37,2;
        US,Seattle,47.61,-122.33,2; CA,Toronto,43.65,-79.38,3; CA,Vancouver,49.28,-123.12,1; MX,Mexico City,19.43,-99.13,3;
        BR,São Paulo,-23.55,-46.63,5; BR,Recife,-8.05,-34.88,1; AR,Buenos Aires,-34.6,-58.38,2; CL,Santiago,-33.45,-70.67,2;
        CO,Bogotá,4.71,-74.07,2; PE,Lima,-12.05,-77.04,1; DE,Berlin,52.52,13.41,4; DE,Munich,48.14,11.58,2; FR,Paris,48.86,2.35,4;
        FR,Lyon,45.76,4.84,1; ES,Madrid,40.42,-3.7,3; PT,Lisbon,38.72,-9.14,1; IT,Rome,41.9,12.5,2; IT,Milan,45.46,9.19,1;
        NL,Amsterdam,52.37,4.9,3; BE,Brussels,50.85,4.35,1; CH,Zurich,47.38,8.54,1; AT,Vienna,48.21,16.37,1;
        PL,Warsaw,52.23,21.01,2; CZ,Prague,50.09,14.42,1; SE,Stockholm,59.33,18.07,1; NO,Oslo,59.91,10.75,1;
        FI,Helsinki,60.17,24.94,1; DK,Copenhagen,55.68,12.57,1; UA,Kyiv,50.45,30.52,1; GR,Athens,37.98,23.73,1;
        TR,Istanbul,41.01,28.98,3; EG,Cairo,30.04,31.24,2; MA,Rabat,34.02,-6.84,1; NG,Lagos,6.52,3.38,3; GH,Accra,5.6,-0.19,1;
        KE,Nairobi,-1.29,36.82,2; ET,Addis Ababa,9.03,38.74,1; ZA,Cape Town,-33.92,18.42,2; ZA,Johannesburg,-26.2,28.05,1;
        IL,Tel Aviv,32.08,34.78,1; SA,Riyadh,24.71,46.68,1; IR,Tehran,35.69,51.39,2; PK,Lahore,31.55,74.34,2;
        IN,Delhi,28.61,77.21,5; IN,Bengaluru,12.97,77.59,4; IN,Mumbai,19.08,72.88,3; BD,Dhaka,23.81,90.41,2;
        LK,Colombo,6.93,79.86,1; TH,Bangkok,13.76,100.5,2; VN,Hanoi,21.03,105.85,1; MY,Kuala Lumpur,3.14,101.69,2;
        SG,Singapore,1.35,103.82,2; ID,Jakarta,-6.21,106.85,4; PH,Manila,14.6,120.98,3; CN,Beijing,39.9,116.41,5;
        CN,Shanghai,31.23,121.47,4; HK,Hong Kong,22.32,114.17,1; TW,Taipei,25.03,121.57,1; KR,Seoul,37.57,126.98,2;
        JP,Tokyo,35.68,139.69,4; JP,Osaka,34.69,135.5,1; AU,Sydney,-33.87,151.21,2; AU,Melbourne,-37.81,144.96,2;
        NZ,Auckland,-36.85,174.76,1; KZ,Almaty,43.24,76.89,1; UZ,Tashkent,41.3,69.24,1; RO,Bucharest,44.43,26.1,1
        """
}
