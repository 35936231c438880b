/// What an action line tells: the word in histories, in messages for queues, and in the store's column `kind`.
public enum ActionKind: String, Sendable, Codable, CaseIterable {
    /// How much something is now: `TEMP 21.5`, `TEMP 21.5 °C`, `drank 2 water`.
    case measurement
    /// How much more it is than before: `coffee ++`, `drank += 2 cups`.
    case counter
    /// That something happened, and perhaps when: `backup`, `goodnight 11:00 PM`.
    case event
    /// Which of several it is now: `weather sunny`.
    case category
}
