import SeededRandom

/// One who makes requests: a person with a browser or a robot. Comes, looks at some items, and goes.
struct Visitor {
    let isRobot: Bool
    let address: [UInt8]
    let agent: [UInt8]
    /// Whether the connection is HTTP/2.
    let isHTTP2: Bool
    /// What is being looked at.
    var item: Int
    /// How many requests are still to come.
    var requestsLeft: Int
    /// Whether the item's page was asked for, so that it can be a referer.
    var sawItem = false

    /// Somebody new. Addresses are of the ranges for documentation and benchmarks (RFC 5737, RFC 2544, RFC 3849), so that
    /// generated traffic can never be taken for anyone's.
    init(isRobot: Bool, items: Int, random: inout SeededRandom) {
        self.isRobot = isRobot
        let agents = isRobot ? Words.robots : random.chance(0.02) ? Words.oddPeople : Words.people
        agent = agents[random.below(agents.count)]
        isHTTP2 = random.chance(isRobot ? 0.05 : 0.4)
        item = Visitor.item(items: items, random: &random)
        requestsLeft = isRobot ? 20 + random.below(400) : 2 + random.below(20)
        var address: [UInt8] = []
        if random.chance(isRobot ? 0.05 : 0.15) {
            address += "2001:db8:".utf8
            address.append(hexadecimal: UInt64(0x1000 + random.below(0xe000)), digits: 4)
            address += "::".utf8
            address.append(hexadecimal: UInt64(0x1000 + random.below(0xe000)), digits: 4)
        } else {
            address += isRobot ? "192.0.2.".utf8 : "198.1".utf8
            if !isRobot {
                address.append(decimal: 8 + random.below(2))
                address.append(UInt8(ascii: "."))
                address.append(decimal: random.below(256))
                address.append(UInt8(ascii: "."))
            }
            address.append(decimal: 1 + random.below(254))
        }
        self.address = address
    }

    /// Turns to another item: a robot to the next one, a person to any, most often to a popular one.
    mutating func turn(items: Int, random: inout SeededRandom) {
        item = isRobot && random.chance(0.9) ? item % items + 1 : Visitor.item(items: items, random: &random)
        sawItem = false
    }

    /// An item's number from 1 on; the tenth with the lowest numbers gets about half of the draws.
    private static func item(items: Int, random: inout SeededRandom) -> Int {
        let even = Double(random.below(1 << 20)) * 0x1p-20
        return 1 + Int(even * even * even * Double(items))
    }
}
