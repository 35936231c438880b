extension ConsoleServices {
    /// The Redis servers, to choose one from.
    func serverChoices(selected: String) -> [[String: Any]] {
        redis.keys.sorted().map { name in
            ["name": name, "shown": name.isEmpty ? "redis" : name, "selected": name == selected]
        }
    }
}
