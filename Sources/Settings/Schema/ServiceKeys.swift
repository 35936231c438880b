/// The keys that `[service_ID]` sections share; any other key is its plugin's.
enum ServiceKeys {
    /// The key that names the plugin.
    static let plugin = "plugin"

    /// Keys of the contract that no plugin of this version reads.
    static let later: Set<String> = [
        "trusted_proxies", "anonymise", "double_clicks", "geoip", "metadata", "ingest_token",
    ]

    /// Keys that `[DEFAULT]` hands on to services: those that do not belong to one plugin alone.
    static let inherited: Set<String> = later.union([
        plugin, "base_url", "oai_prefix", "format", "robots", "statuses", "methods",
    ])
}
