/// Geohashes (Niemeyer 2008): a cell of the Earth's surface as a short text. Each further character divides the cell by 32.
public enum Geohash {
    /// The lengths that can be asked for. 12 characters are a cell of a few centimetres; 5 are one of five kilometres, which is no
    /// finer than what databases of addresses know.
    public static let lengths = 1...12

    private static let alphabet = Array("0123456789bcdefghjkmnpqrstuvwxyz".utf8)

    /// The cell that a position is in.
    /// - Parameters:
    ///   - latitude: Degrees north, from -90 to 90; what lies outside counts as the pole.
    ///   - longitude: Degrees east; 190 is the same as -170.
    ///   - length: How many characters, one of ``lengths``; what lies outside counts as the nearest of these.
    /// - Returns: nil for what is no number.
    public static func text(latitude: Double, longitude: Double, length: Int) -> String? {
        guard latitude.isFinite, longitude.isFinite else { return nil }
        let length = min(max(length, lengths.lowerBound), lengths.upperBound)
        var cells = (
            latitude: (low: -90.0, high: 90.0, value: min(max(latitude, -90), 90)),
            longitude: (low: -180.0, high: 180.0, value: wrapped(longitude))
        )
        var text: [UInt8] = []
        var isEven = true
        for _ in 0..<length {
            var index = 0
            for _ in 0..<5 {
                index = index << 1 | (isEven ? halve(&cells.longitude) : halve(&cells.latitude))
                isEven.toggle()
            }
            text.append(alphabet[index])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The middle of a cell.
    /// - Returns: nil for what is no geohash.
    public static func middle(of text: String) -> (latitude: Double, longitude: Double)? {
        guard lengths.contains(text.utf8.count) else { return nil }
        var (latitude, longitude) = ((low: -90.0, high: 90.0), (low: -180.0, high: 180.0))
        var isEven = true
        for letter in text.utf8 {
            guard let index = alphabet.firstIndex(of: letter) else { return nil }
            for bit in (0..<5).reversed() {
                let isUpper = index >> bit & 1 == 1
                if isEven { narrow(&longitude, isUpper) } else { narrow(&latitude, isUpper) }
                isEven.toggle()
            }
        }
        return ((latitude.low + latitude.high) / 2, (longitude.low + longitude.high) / 2)
    }

    private static func narrow(_ cell: inout (low: Double, high: Double), _ isUpper: Bool) {
        let middle = (cell.low + cell.high) / 2
        if isUpper { cell.low = middle } else { cell.high = middle }
    }

    /// Takes the half that holds the value.
    /// - Returns: 1 for the upper one.
    private static func halve(_ cell: inout (low: Double, high: Double, value: Double)) -> Int {
        let middle = (cell.low + cell.high) / 2
        guard cell.value >= middle else {
            cell.high = middle
            return 0
        }
        cell.low = middle
        return 1
    }

    private static func wrapped(_ longitude: Double) -> Double {
        guard !(-180...180).contains(longitude) else { return longitude }
        let turned = (longitude + 180).truncatingRemainder(dividingBy: 360)
        return turned < 0 ? turned + 180 : turned - 180
    }
}
