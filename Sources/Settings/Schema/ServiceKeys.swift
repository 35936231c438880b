/// The keys that `[service_ID]` sections share; any other key is its plugin's.
enum ServiceKeys {
    /// The key that names the plugin.
    static let plugin = "plugin"

    /// The key that may hold a salt.
    static let anonymise = "anonymise"

    /// The key that hides places of few hits.
    static let anonymity = "k_anonymity"

    /// Keys that `[DEFAULT]` hands on to services: those that do not belong to one plugin alone.
    static let inherited: Set<String> = [
        plugin, "base_url", "oai_prefix", "format", "robots", "ai_agents", "statuses", "methods", "trusted_proxies",
        anonymise, anonymity, "measure",
    ]
}

extension ServiceSettings {
    /// The keys that are no plugin's.
    static let keys: [SettingKey<Self>] = [
        SettingKey(
            "double_clicks", \.doubleClicks, .doubleClicks,
            "whether double clicks are kept back: no, yes, or a line's delay"),
        SettingKey(
            "resolver", \.resolver, .lookupPlace,
            "where the items of UUIDs, files and handles are looked up; empty: nowhere"),
        SettingKey(
            "ingest_token", \.ingestToken, .token, secret: true,
            "what `POST /ingest/ID` must send as a bearer token; empty: it is taken from this machine only"),
        SettingKey(
            "counter_keys", \.counterKeys, .keys, secret: true,
            "API keys, separated by blanks, of those who may fetch its COUNTER reports; empty: nobody may"),
        SettingKey(
            "metadata", \.metadata, .lookupPlace, "where items' citations are looked up for PIRUS2; empty: nowhere"),
        SettingKey(
            "geoip", \.geoip, .path,
            "a file that tells where addresses are (.mmdb, of cities or countries); empty: not asked"),
        SettingKey(
            ServiceKeys.anonymity, \.anonymity, .wholeNumber(1...1_000),
            "of how many hits within an hour a place must be to be shown live, and not only its country"),
        SettingKey("platform", \.reports.platform, .text, "what COUNTER reports call the repository; empty: the ID"),
        SettingKey(
            "namespace", \.reports.namespace, .text,
            "the platform ID that stands before its own identifiers in reports; empty: made of the ID"),
        SettingKey(
            "data_type", \.reports.dataType, .text, "COUNTER's Data_Type of items of which `items` says nothing else"),
        SettingKey(
            "items", \.reports.items, .path,
            "a CSV file that describes items for reports (columns item, title, data_type …); empty: none"),
        SettingKey(
            "registry_record", \.reports.registryRecord, .text, "its address in COUNTER's registry; empty: it has none"),
    ]
}

extension ValueType<ServiceSettings.DoubleClicks> {
    /// A boolean, or the seconds that a line may be late. `1` and `0`, which stand for booleans elsewhere, are seconds.
    static let doubleClicks = ValueType(
        expected: "yes, no, or seconds that a line may be late, more than 0 and at most 86400",
        read: { text, directory in
            if let seconds = Double(text) { return seconds > 0 && seconds <= 86_400 ? .keptBack(grace: seconds) : nil }
            return ValueType<Bool>.flag.read(text, directory).map { $0 ? .standard : .sent }
        },
        show: { value in
            guard let grace = value.grace else { return "no" }
            return value == .standard ? "yes" : ValueType<Double>.seconds.show(grace)
        })
}
