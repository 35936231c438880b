import RedisClient

extension QueueKeys {
    /// What the keys of the checkpoints of a service's imports begin with; the generation of the content follows. They stand
    /// among those of followed files as if `import` were a host; no path of a file begins as a service does.
    public static func imported(service: String) -> String { "\(imports)\(service):" }

    /// What the keys of the checkpoints of all imports begin with.
    static let imports = checkpoint(host: "import", path: "")

    /// Whether a checkpoint is that of an import.
    static func isImport(_ key: String) -> Bool {
        key.hasPrefix(imports) && !key.dropFirst(imports.count).hasPrefix("/")
    }
}

extension QueueInspector {
    /// The checkpoints of imports.
    /// - Parameter service: Only those of this service; nil: all.
    /// - Throws: ``RedisError``.
    public func imports(of service: String? = nil) throws -> [[String: String]] {
        let prefix = service.map(QueueKeys.imported(service:)) ?? QueueKeys.imports
        return try keys(beginningWith: prefix, type: "hash").sorted().compactMap { key in
            let fields = try connection.run(RedisCommand("HGETALL", key)).fields
            // A service's name may begin with another one's and a colon.
            guard let found = fields["service"] else { return nil }
            return service == nil || service == found ? fields : nil
        }
    }
}
