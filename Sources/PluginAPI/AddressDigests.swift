/// Makes digests of clients' addresses. The keys are with the program: plugins never see one.
public protocol AddressDigests: AnyObject, Sendable {
    /// A digest that only who has the key can make, of 32 bytes.
    /// - Throws: What the keys' owner throws when there is no key. It is no fault of the line.
    func keyed(_ text: [UInt8], _ key: AddressKey) throws -> [UInt8]

    /// The MD5 of a text.
    func md5(_ text: [UInt8]) -> [UInt8]
}

/// The name of a key that addresses are hashed with.
public struct AddressKey: Hashable, Sendable {
    /// The days for which a key holds.
    public struct Period: Hashable, Sendable {
        /// When the first of them begins, in seconds since 1970.
        public let start: Int64

        /// How many they are.
        public let days: Int

        /// The period that a time is in. All periods of a length follow each other since 1970, in UTC.
        public init(of time: UTCTime, days: Int) {
            let length = Int64(days) * 86_400
            let seconds = time.secondsSince1970
            start = seconds - (seconds % length + length) % length
            self.days = days
        }

        /// When it is over, in seconds since 1970.
        public var end: Int64 { start + Int64(days) * 86_400 }
    }

    /// The service whose clients they are.
    public let service: String

    /// When the hashed addresses were seen; nil for the key that tells clients apart and never leaves the program.
    public let period: Period?

    /// The name of a key.
    public init(service: String, period: Period? = nil) {
        self.service = service
        self.period = period
    }
}
