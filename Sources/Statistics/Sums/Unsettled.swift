import PluginAPI

/// What has not been summed up yet.
struct Unsettled {
    let store: any StoreSQL

    /// How many hours, days and months there are of a selection; of days and months it is not known whose they are.
    func count(_ selection: StoreSelection) throws -> Int {
        var values: [SQLValue] = []
        var conditions = ["true"]
        for (time, comparison) in [(selection.from, ">="), (selection.before, "<")] {
            guard let time else { continue }
            values.append(.number(time.secondsSince1970))
            conditions.append("start \(comparison) \(store.dialect.number(values.count))")
        }
        if let services = selection.services {
            let places = services.map { service in
                values.append(.text(service))
                return ", \(store.dialect.text(values.count))"
            }
            conditions.append("service IN (''\(places.joined()))")
        }
        let condition = conditions.joined(separator: " AND ")
        return Int(try store.number("SELECT count(*) FROM unsettled WHERE \(condition)", values) ?? 0)
    }
}
