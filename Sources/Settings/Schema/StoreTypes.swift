extension ValueType<StoreAddress> {
    /// Where a store is.
    static let store = ValueType(
        expected: StoreAddress.form, read: { text, _ in StoreAddress(text) }, show: \.text)
}

extension ValueType<Retention> {
    /// Days for all tables of records, or `TABLE=DAYS`; empty: for ever.
    static let retention = ValueType(
        expected: "days (730), days by table (events=730 points=90 hours=90) or empty",
        read: { text, directory in
            var retention = Retention()
            for word in text.words {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let last = parts.last, let days = ValueType<Double>.days.read(String(last), directory), days > 0
                else { return nil }
                let named =
                    parts.count == 1
                    ? Retention.tables : (Retention.tables + Retention.sums).filter { $0.name == parts[0] }
                guard !named.isEmpty else { return nil }
                for table in named { retention[keyPath: table.path] = days }
            }
            return retention
        },
        show: { retention in
            (Retention.tables + Retention.sums).compactMap { name, path in
                retention[keyPath: path].map { "\(name)=\(ValueType<Double>.days.show($0))" }
            }.joined(separator: " ")
        })
}

extension ValueType<String?> {
    /// Where an InfluxDB is; empty: nowhere.
    static let influx = ValueType(
        expected: "influxdb://USER:PASSWORD@HOST:8086/DATABASE, influxdb://:TOKEN@HOST:8086/BUCKET?org=ORG or empty",
        read: { text, _ in
            guard !text.isEmpty else { return .some(nil) }
            return if case .influx(let uri)? = StoreAddress(text) { uri } else { nil }
        },
        show: { $0 ?? "" })
}
