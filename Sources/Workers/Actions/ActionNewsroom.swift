/// The lines that tell of the state, made once for all clients, and who is still being sent which.
final class ActionNewsroom {
    /// Whether somebody may have to be told something.
    var isDue = false
    /// When that may be, in seconds.
    var next = 0.0
    /// How many bytes of states are being sent, each counted once.
    private(set) var held = 0

    private var made: [UInt8]?
    private var typed: [UInt8]?
    /// How large each state is that is being sent, and to how many.
    private var holders: [Int: (bytes: Int, clients: Int)] = [:]

    /// The state has changed.
    func forget() {
        (made, typed, isDue) = (nil, nil, true)
    }

    /// The state's line as the original had it.
    func line(_ make: () -> [UInt8]) -> [UInt8] {
        let line = made ?? make()
        made = line
        return line
    }

    /// The state's line with all kinds.
    func typedLine(_ make: () -> [UInt8]) -> [UInt8] {
        let line = typed ?? make()
        typed = line
        return line
    }

    /// A client begins to be sent a state.
    func hold(_ client: ActionClient, _ state: Int, _ bytes: Int) {
        letGo(client)
        client.sending = state
        if holders[state] == nil { held += bytes }
        holders[state, default: (bytes, 0)].clients += 1
    }

    /// A client has been sent all.
    func letGo(_ client: ActionClient) {
        guard let state = client.sending, let holder = holders[state] else { return }
        client.sending = nil
        holders[state] = holder.clients > 1 ? (holder.bytes, holder.clients - 1) : nil
        if holder.clients == 1 { held -= holder.bytes }
    }

    /// Who is being sent the oldest state.
    func slowest(among clients: some Sequence<ActionClient>) -> ActionClient? {
        clients.filter { $0.sending != nil }.min { ($0.sending ?? 0) < ($1.sending ?? 0) }
    }
}
