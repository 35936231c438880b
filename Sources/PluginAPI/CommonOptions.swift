extension PluginOption {
    /// The options that every plugin for web logs has.
    public static let common: [PluginOption] = [
        PluginOption("base_url", "the repository's address, put before logged paths (https://repo.example)"),
        PluginOption("oai_prefix", "what item identifiers begin with (oai:repo.example)"),
        PluginOption("format", default: "combined", "the log's format: a preset, auto, or Apache's or nginx' notation"),
        PluginOption(
            "robots", default: "skip",
            "skip: robots are not sent; mark: sent, but named by plugins try and explain; keep: not looked at"),
        PluginOption("ai_agents", "the same for AI agents; not set: as robots"),
        PluginOption("statuses", default: "200 304", "the statuses that count"),
        PluginOption(
            "trusted_proxies",
            "proxies of yours, as networks (10.0.0.0/8 2001:db8::/32): of X-Forwarded-For, what they added is believed"),
        PluginOption(
            "anonymise", default: "none",
            "clients' addresses: none, truncate (/24, /48), hash [DAYS] (keyed), md5 SALT (for PIRUS2)"),
        PluginOption("measure", "what is measured of uses, for statistics: duration, bytes; not set: nothing"),
        PluginOption("methods", default: "GET", "the request methods that count"),
    ]
}
