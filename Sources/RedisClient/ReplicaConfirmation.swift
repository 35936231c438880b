/// Waits until replicas have what was changed, by Redis' WAIT.
///
/// **What it is worth.** Redis replicates behind the client's back: a master that dies takes with it what it had answered
/// and not yet sent on, usually some milliseconds' worth, and the replica that Sentinel promotes never hears of it. With
/// N replicas to wait for, an answer that counts is in the memory of N replicas. When N is the number of all replicas, no
/// such answer is lost by a failover. When N is less, it is lost if the replica that is promoted was not among those N:
/// when a master dies, Sentinel takes the one that is furthest by what it knows, which may be some seconds old; when a
/// master that lives is replaced (by hand, or cut off by the network), a replica still with it confirms what will be
/// thrown away. If the master and N replicas die at once, it is their disks that count (`appendfsync`).
///
/// **What it is not.** Nothing is taken back: a change that too few replicas confirmed is made all the same, on the master
/// that was asked. The caller, who gets an error of kind `unavailable`, repeats it as after a lost answer; every script
/// of ours can be repeated. The connection is of no more use then. The next one begins with ``mark``, and changes nothing
/// until that is confirmed, and with it, since replicas get changes in their order, all that was changed before. So while
/// there are too few replicas, at most one change per connection is made; and an answer without change, as the repetition
/// of a script may give, never counts before the change itself is safe. (`min-replicas-to-write` on the server refuses
/// instead, for all clients, but by a lag counted in seconds, which loses more. Both may be used together.)
struct ReplicaConfirmation {
    /// A change of no meaning, which goes away by itself: without one there is nothing to wait for.
    static var mark: RedisCommand { RedisCommand("SET", "loglines:confirm", "", "PX", "1000") }

    /// How many replicas must have it.
    let replicas: Int

    /// How long they may take, in milliseconds: less than the connection's own time limit.
    let limit: Int

    init(_ address: RedisAddress) {
        replicas = address.minReplicas
        // WAIT takes 0 for "for ever".
        limit = max(1, Int(min(address.timeout, 3_600) * 500))
    }

    /// To be sent behind the change, on the same connection.
    var command: RedisCommand { RedisCommand("WAIT", String(replicas), String(limit)) }

    /// Judges the answer to ``command``.
    /// - Throws: ``RedisError`` of kind `unavailable` when it is not what was wanted.
    func check(_ answer: Result<RedisReply, any Error>) throws {
        let confirmed: Int
        do {
            confirmed = try answer.get().integer ?? 0
        } catch let error as RedisError {
            // The master was demoted between the two commands.
            throw RedisError.unavailable("replicas: \(error.description)")
        }
        guard confirmed >= replicas else {
            throw RedisError.unavailable("\(confirmed) replicas confirmed within \(limit) ms, not \(replicas)")
        }
    }
}
