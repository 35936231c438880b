import PluginAPI

/// Times as Graphite's `from` and `until` have them, in UTC: a reference and an offset from it, each of which may be missing.
///
/// References: `now`, seconds since 1970, `HH:MM_YYYYMMDD`, `YYYYMMDD`, `MM/DD/YY`, `today`, `yesterday`, `tomorrow`, `monday`,
/// `jan5`, each with a time of day before it (`08:30`, `noon`, `midnight`, `teatime`). Offsets: `-1h`, `-2d12h`, `+30min`. Blanks,
/// underscores and commas say nothing.
public enum RenderTime {
    private static let day = 86_400
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    /// 1 January 1970 was a Thursday.
    private static let weekdays = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"]
    /// The farthest that an offset may go, in seconds.
    private static let farthest = 1_000 * 365 * day

    /// The seconds since 1970 that a text says.
    /// - Throws: ``RenderError`` when it is no time.
    public static func seconds(_ text: String, now: Int) throws(RenderError) -> Int {
        let plain = text.lowercased().filter { !" _,".contains($0) }[...]
        let end = plain.firstIndex { $0 == "+" || $0 == "-" } ?? plain.endIndex
        guard let reference = reference(plain[..<end], now: now),
            let offset = end == plain.endIndex ? 0 : offset(plain[end...])
        else {
            throw RenderError("\(text): no time as Graphite has them (-1h, now, 1700000000, 08:00_20261122, today)")
        }
        return reference + offset
    }

    /// How many seconds a span says: `5min`, `1h30min`, `-1d`; a number alone is none.
    public static func offset(_ text: some StringProtocol) -> Int? {
        var rest = text[...]
        let sign = rest.first == "-" ? -1 : 1
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        var seconds = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let word = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(word.count)
            guard let number = Int(digits), let unit = unit(String(word)), number <= farthest / unit else { return nil }
            seconds += number * unit
            guard seconds <= farthest else { return nil }
        }
        return sign * seconds
    }

    private static func unit(_ word: String) -> Int? {
        if word.hasPrefix("s") { return 1 }
        if word.hasPrefix("min") || word == "m" { return 60 }
        if word.hasPrefix("h") { return 3_600 }
        if word.hasPrefix("d") { return day }
        if word.hasPrefix("w") { return 7 * day }
        if word.hasPrefix("mon") { return 30 * day }
        return word.hasPrefix("y") ? 365 * day : nil
    }

    private static func reference(_ text: Substring, now: Int) -> Int? {
        if text.isEmpty || text == "now" { return now }
        if let number = Int(text), text.count != 8 || date(text) == nil { return number >= 0 ? number : nil }
        var (rest, time) = (text, 0)
        if let colon = text.firstIndex(of: ":") {
            let minutes = text[text.index(after: colon)...].prefix(2)
            guard var hour = Int(text[..<colon]), let minute = Int(minutes), minutes.count == 2,
                (0..<24).contains(hour), (0..<60).contains(minute)
            else { return nil }
            rest = text[minutes.endIndex...]
            if rest.hasPrefix("am") || rest.hasPrefix("pm") {
                guard (1...12).contains(hour) else { return nil }
                hour = hour % 12 + (rest.hasPrefix("pm") ? 12 : 0)
                rest = rest.dropFirst(2)
            }
            time = hour * 3_600 + minute * 60
        } else {
            for (word, hour) in [("noon", 12), ("midnight", 0), ("teatime", 16)] where rest.hasPrefix(word) {
                time = hour * 3_600
                rest = rest.dropFirst(word.count)
                break
            }
        }
        return midnight(rest, now: now).map { $0 + time }
    }

    private static func midnight(_ text: Substring, now: Int) -> Int? {
        let today = now / day * day
        switch text {
        case "", "today": return today
        case "yesterday": return today - day
        case "tomorrow": return today + day
        default: break
        }
        if text.count == 8, let date = date(text) { return date }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        if parts.count == 3, let month = parts[0], let day = parts[1], let year = parts[2] {
            return Self.date(year < 70 ? year + 2000 : year < 1900 ? year + 1900 : year, month, day)
        }
        if let month = months.firstIndex(of: String(text.prefix(3))) {
            let year = Int(UTCTime(secondsSince1970: Int64(now)).rfc3339.prefix(4))
            let digits = text.reversed().prefix { $0.isNumber }.reversed()
            guard let year, let day = Int(String(digits)) else { return nil }
            return date(year, month + 1, day)
        }
        if let weekday = weekdays.firstIndex(of: String(text.prefix(3))) {
            return today - (today / day % 7 - weekday + 7) % 7 * day
        }
        return nil
    }

    /// `20261122`.
    private static func date(_ text: Substring) -> Int? {
        guard let number = Int(text), number > 19_000_000 else { return nil }
        return date(number / 10_000, number / 100 % 100, number % 100)
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        UTCTime(year: year, month: month, day: day, hour: 0, minute: 0, second: 0).map { Int($0.secondsSince1970) }
    }
}
