import Glibc
import MetricModel

extension MetricShard {
    /// Takes a line: a key, and samples of it.
    @inline(__always)
    mutating func take(line: UnsafeRawBufferPointer) {
        if options.isDogStatsD, MetricShard.isEventOrCheck(line) { return }
        let (left, tags) = split(line)
        // The key ends at the first colon; most need no cleaning.
        var (end, isClean) = (0, true)
        while end < left.count {
            let byte = left[end]
            if byte == UInt8(ascii: ":") { break }
            isClean = KeyBytes.isClean(byte) && isClean
            end &+= 1
        }
        let name = UnsafeRawBufferPointer(rebasing: left[..<end])
        let samples = UnsafeRawBufferPointer(rebasing: left[min(end + 1, left.count)...])
        let isMade = !tags.isEmpty || !isClean && (options.cleansKeys || options.hasInfluxTags)
        if !isMade { return take(samples, of: name, hasColon: end < left.count, in: line) }
        // The line's own bytes may not be written to, so the key is made beside them; it is lent out of the shard while samples are taken.
        var maker = KeyMaker()
        swap(&maker, &scratch)
        maker.make(name, tags: tags, isCleaned: options.cleansKeys, hasInfluxTags: options.hasInfluxTags)
        maker.withKey { take(samples, of: $0, hasColon: end < left.count, in: line) }
        swap(&maker, &scratch)
    }

    /// What stands before the first `|#`, and what stands after it, up to the next.
    @inline(__always)
    private func split(_ line: UnsafeRawBufferPointer) -> (left: UnsafeRawBufferPointer, tags: UnsafeRawBufferPointer) {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        guard let first = line.tagMark(from: 0) else { return (line, none) }
        var end = line.tagMark(from: first + 2) ?? line.count
        if options.isDogStatsD, let bar = line[(first + 2)..<end].firstIndex(of: UInt8(ascii: "|")) { end = bar }
        return (
            UnsafeRawBufferPointer(rebasing: line[..<first]), UnsafeRawBufferPointer(rebasing: line[(first + 2)..<end])
        )
    }

    @inline(__always)
    private mutating func take(
        _ samples: UnsafeRawBufferPointer, of key: UnsafeRawBufferPointer, hasColon: Bool,
        in line: UnsafeRawBufferPointer
    ) {
        // A key alone has one sample `1`, which has no type.
        guard hasColon else { return withBytes("1") { bad($0, in: line) } }
        let hash = KeyTable.hash(key)
        var from = 0
        repeat {
            var fields = SampleFields(from: from)
            let end = fields.read(samples)
            if !take(fields, of: samples, to: key, hash: hash) {
                bad(UnsafeRawBufferPointer(rebasing: samples[from..<end]), in: line)
            }
            from = end &+ 1
        } while from <= samples.count
    }

    /// Takes a sample.
    /// - Returns: Whether it follows the rules (peers.md, A5.1, 5 to 9).
    @inline(__always)
    private mutating func take(
        _ fields: SampleFields, of samples: UnsafeRawBufferPointer, to key: UnsafeRawBufferPointer, hash: Int
    ) -> Bool {
        guard let written = fields.type else { return false }
        var rate = 1.0
        if let field = fields.rate {
            guard let read = MetricShard.rate(UnsafeRawBufferPointer(rebasing: samples[field])) else { return false }
            rate = read
        }
        let text = UnsafeRawBufferPointer(rebasing: samples[fields.value])
        let type = SampleType(UnsafeRawBufferPointer(rebasing: samples[written]), isDogStatsD: options.isDogStatsD)
        let value: Double
        if type.kind == .set && type.isExact {
            value = 0
        } else if !text.isEmpty, let number = JavaScriptNumber.read(text) {
            value = number
        } else {
            return false
        }
        switch type.kind {
        case .counter:
            let place = counters.place(of: key, hash: hash, new: 0)
            counters.values[place] += value * (1 / rate)
        case .timer:
            guard value >= 0 || !type.isExact else { return false }
            let place = timers.place(of: key, hash: hash, new: TimerValues())
            timers.values[place].values.append(value)
            timers.values[place].count += 1 / rate
        case .gauge:
            let isChange = text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-")
            gauges.set(
                key, hash: hash, value, isChange: isChange, flushes: options.deletesGauges ? options.gaugeFlushes : nil)
        case .set:
            let place = sets.place(of: key, hash: hash, new: NameSet())
            if text.isEmpty { withBytes("0", sets.values[place].insert) } else { sets.values[place].insert(text) }
        }
        return true
    }

    /// A sampling rate: `@0.1`.
    ///
    /// The reference server asks whether JavaScript takes all behind the `@` for a number, and then takes only the digits and
    /// points that it begins with; where there are none, it crashes, and where they are 0, it counts to infinity: bad samples here.
    static func rate(_ field: UnsafeRawBufferPointer) -> Double? {
        guard field.count > 1, field[0] == UInt8(ascii: "@") else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: field[1...])
        guard text[0] != UInt8(ascii: "-"), JavaScriptNumber.read(text) != nil else { return nil }
        let end = text.firstIndex { $0 &- UInt8(ascii: "0") > 9 && $0 != UInt8(ascii: ".") } ?? text.count
        guard end > 0, let rate = JavaScriptNumber.read(UnsafeRawBufferPointer(rebasing: text[..<end])) else {
            return nil
        }
        return rate > 0 ? rate : nil
    }

    /// DogStatsD's events (`_e{5,4}:title|text`) and service checks (`_sc|name|0`).
    private static func isEventOrCheck(_ line: UnsafeRawBufferPointer) -> Bool {
        line.starts(with: "_e{".utf8) || line.starts(with: "_sc|".utf8)
    }
}

extension UnsafeRawBufferPointer {
    /// Where the next `|#` is.
    @inline(__always)
    fileprivate func tagMark(from start: Int) -> Int? {
        var from = start
        while from < count, let first = baseAddress {
            guard let found = memchr(first + from, Int32(UInt8(ascii: "#")), count - from) else { return nil }
            let at = UnsafeRawPointer(found) - first
            if at > start, self[at - 1] == UInt8(ascii: "|") { return at - 1 }
            from = at + 1
        }
        return nil
    }
}

/// Lends the bytes of a text.
private func withBytes<Result>(_ text: StaticString, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
}
