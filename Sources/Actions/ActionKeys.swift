/// The names of the Redis keys of a worker of `kind = actions`. All of a worker's begin alike; an action's name has no small
/// letters of ASCII in it, so none is another key's.
public enum ActionKeys {
    /// How far lines have been taken: the fields `generation` and `offset`, as a checkpoint's. A line's id is `GENERATION:OFFSET`.
    public static func checkpoint(_ worker: String) -> String { "actions:\(worker)" }

    /// An action's newest values, the newest first: a list of entries ``ActionValue/entry``.
    public static func values(_ worker: String, _ action: String) -> String { "actions:\(worker):\(action)" }

    /// The actions, by when each was heard of last (ms since 1970): a sorted set.
    public static func names(_ worker: String) -> String { "actions:\(worker):names" }

    /// How many lines of each action there were: a hash.
    public static func counts(_ worker: String) -> String { "actions:\(worker):counts" }

    /// What the counters among them add up to: a hash.
    public static func sums(_ worker: String) -> String { "actions:\(worker):sums" }
}
