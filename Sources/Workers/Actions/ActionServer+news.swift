import Actions

/// Telling clients what is there.
extension ActionServer {
    /// Takes lines that Redis has now: they are in the state, and are news.
    func publish(_ lines: [ReceivedAction]) {
        for line in lines {
            state.add(line.name, line.value)
            coming.remove(line.name)
            turns.note(from: line.client)
        }
        newsroom.forget()
        context.progress.state("running")
        context.progress.count(done: lines.count)
        for (tag, lines) in Dictionary(grouping: lines, by: \.client) {
            guard let client = clients[tag] else { continue }
            client.unkept -= lines.count
            client.kept += lines.count
            if client.isIdle { acknowledge(client) }
            settle(client)
        }
    }

    /// Tells a client that has just come the whole state, in one write.
    func greet(_ client: ActionClient) {
        send(client)
        settle(client)
    }

    /// Tells everybody to whom there is news. A client that has not read the last state yet is told when it has, and then what is
    /// the newest.
    func tell() {
        guard newsroom.isDue, now >= newsroom.next else { return }
        let start = now
        newsroom.isDue = false
        for client in Array(clients.values) where turns.isNews(to: client.tag, told: client.told) {
            guard !client.hasEnded, client.isIdle, !client.wishes.contains(.quiet) else { continue }
            guard start >= client.nextNews else {
                newsroom.isDue = true
                continue
            }
            send(client)
            client.nextNews = start + Self.pace
            settle(client)
        }
        // Where telling all takes long, most of the time is still for reading.
        newsroom.next = max(start + Self.pace, now + 3 * (now - start))
        while newsroom.held > Self.mostHeld, let slow = newsroom.slowest(among: clients.values) {
            context.progress.error("a client was let go that does not read what it is sent")
            slow.hangUp()
            settle(slow)
        }
    }

    /// Does from now on what a client has asked for. Who asked for another form of the state gets it at once.
    func grant(_ wish: ClientWish, to client: ActionClient) {
        client.wishes.insert(wish)
        guard wish == .typed else { return }
        (client.told, client.nextNews) = (-1, now)
        (newsroom.isDue, newsroom.next) = (true, now)
    }

    /// Writes what waits for a client.
    func flush(_ client: ActionClient) {
        switch client.write() {
        case .more: break
        case .gone: client.hangUp()
        case .done:
            newsroom.letGo(client)
            acknowledge(client)
            if turns.isNews(to: client.tag, told: client.told) { newsroom.isDue = true }
        }
    }

    private func send(_ client: ActionClient) {
        client.told = turns.newest
        let line =
            client.wishes.contains(.typed)
            ? newsroom.typedLine { state.typedLine() } : newsroom.line { state.line() }
        newsroom.hold(client, turns.newest, line.count)
        client.post(line)
        flush(client)
    }

    /// Tells a client how many of its lines are kept, if it wants to know.
    private func acknowledge(_ client: ActionClient) {
        guard client.wishes.contains(.ack), client.kept > client.acknowledged else { return }
        client.acknowledged = client.kept
        client.post(Array("{\"ok\": \(client.kept)}\r\n".utf8))
        flush(client)
    }
}
