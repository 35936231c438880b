import PluginAPI

/// What Grafana makes of a query before it asks a data source, as its documentation of the two data sources says.
struct GrafanaMacros {
    let from: UTCTime
    let to: UTCTime
    /// What `$__interval` stands for.
    let interval: String
    /// The values that are chosen.
    let variables: [String: [String]]

    /// PostgreSQL: values in quotes, times in RFC 3339.
    func sql(_ query: String) -> String {
        var text = query.replacing("$__interval", with: interval)
        for (name, values) in variables {
            let list = values.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ",")
            text = text.replacing("$\(name)", with: list)
        }
        text = text.replacing(/\$__timeFilter\((\w+)\)/) { "\($0.1) BETWEEN '\(from.rfc3339)' AND '\(to.rfc3339)'" }
        text = text.replacing(/\$__timeGroupAlias\((\w+), *'?(\w+)'?\)/) { match in
            let seconds = Self.seconds(of: String(match.2))
            return #"floor(extract(epoch from \#(match.1))/\#(seconds))*\#(seconds) AS "time""#
        }
        return text.replacing("$__timeFrom()", with: "'\(from.rfc3339)'")
            .replacing("$__timeTo()", with: "'\(to.rfc3339)'")
    }

    /// InfluxQL: values as alternatives of a regular expression, times in milliseconds.
    func influxQL(_ query: String) -> String {
        var text = query.replacing("$__interval", with: interval)
        for (name, values) in variables {
            text = text.replacing("$\(name)", with: "(\(values.joined(separator: "|")))")
        }
        return text.replacing(
            "$timeFilter", with: "time >= \(from.secondsSince1970)000ms and time <= \(to.secondsSince1970)000ms")
    }

    private static func seconds(of interval: String) -> Int {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        return (Int(interval.dropLast()) ?? 0) * (interval.last.flatMap { units[$0] } ?? 0)
    }
}
