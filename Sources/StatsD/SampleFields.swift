/// Where the fields of a sample (`value|type|@rate`) are in the samples of a line. What stands behind a further `|` is of no
/// meaning.
struct SampleFields {
    var value: Range<Int>
    var type: Range<Int>?
    var rate: Range<Int>?

    /// The fields of a sample that is not read yet.
    init(from start: Int) { value = start..<start }

    /// Reads the sample.
    /// - Returns: Where it ends: at a colon, or at the end.
    @inline(__always)
    mutating func read(_ samples: UnsafeRawBufferPointer) -> Int {
        var at = value.lowerBound
        var start = at
        var field = 0
        while true {
            let isEnd = at >= samples.count || samples[at] == UInt8(ascii: ":")
            if isEnd || samples[at] == UInt8(ascii: "|") {
                switch field {
                case 0: value = start..<at
                case 1: type = start..<at
                case 2: rate = start..<at
                default: break
                }
                if isEnd { return at }
                field &+= 1
                start = at &+ 1
            }
            at &+= 1
        }
    }
}
