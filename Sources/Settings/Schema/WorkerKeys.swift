/// What workers of every kind have beside the keys of their processes.
struct WorkerBasics {
    var redis = ""

    static let keys: [SettingKey<Self>] = [
        SettingKey("redis", \.redis, .text, "the NAME of another Redis, of section [redis_NAME]")
    ]
}

/// `[process_X]`.
struct ProgramBasics {
    var command = ""

    static let keys: [SettingKey<Self>] = [
        SettingKey("command", \.command, .text, required: true, "the program with its arguments")
    ]
}

extension TailSettings {
    /// The keys of `kind = tail`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("pushto", \.pushto, .text, required: true, "the queue that gets the lines"),
        SettingKey("servicename", \.servicename, .text, required: true, "the ID of the [service_ID] they belong to"),
        SettingKey("logfile", \.logfile, .paths, required: true, "the files to follow, with glob patterns"),
        SettingKey("start", \.start, .choice, "where a file never seen before is begun: end or beginning"),
        SettingKey("maxline", \.maxline, .wholeNumber(256...(16 << 20)), "the longest line taken, in bytes"),
    ]
}

extension BrokerSettings {
    /// The keys of `kind = broker`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("listento", \.listento, .text, required: true, "the queue that messages are taken from"),
        SettingKey("fanout", \.fanout, .words, required: true, "the queues that each get every message"),
        SettingKey("isolate", \.isolate, .flag, "a full queue does not hold up the others: its messages wait on disk"),
    ]
}

extension FileLoggerSettings {
    /// The keys of `kind = file`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("listento", \.listento, .text, required: true, "the queue that messages are taken from"),
        SettingKey("logfile", \.logfile, .path, required: true, "the file that lines are appended to"),
    ]
}

extension RecorderSettings {
    /// The keys of `kind = recorder`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("listento", \.listento, .text, required: true, "the queue that messages are taken from"),
        SettingKey("database", \.database, .store, "the store's address: \(StoreAddress.form)"),
        SettingKey("batch", \.batch, .wholeNumber(1...100_000), "messages in one transaction"),
        SettingKey(
            "geohash", \.geohash, .wholeNumber(0...12), "characters of the geohashes of clients' places; 0: none"),
        SettingKey("retention", \.retention, .retention, "days that records and sums are kept; empty: for ever"),
    ]
}

extension ConsoleSettings {
    /// The keys of `kind = console`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("port", \.listen, .optionalHostPort, "where it listens; empty: as [supervisor] has it"),
        SettingKey(
            "hosts", \.hosts, .words, "host names that it is called by, besides localhost and where it listens"),
        SettingKey("users", \.users, .path, "the file of those who may log in: NAME:PASSWORD-HASH:operator or reader"),
        SettingKey("cert", \.certificate, .path, "the TLS certificate (PEM); empty: no TLS"),
        SettingKey("key", \.key, .path, "the TLS key (PEM)"),
        SettingKey(
            "ingest_wait", \.ingestWait, .wholeNumber(1...3600),
            "seconds that posted lines wait for room in a full queue, or for Redis, before the answer is 503"),
        SettingKey(
            "moksha_port", \.moksha, .hostPortOrOff,
            "where Narcissus' pages and other clients of Moksha listen, without login: off, PORT or HOST:PORT"),
    ]
}

extension ForwarderSettings {
    /// The keys of `kind = pirus2`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("listento", \.listento, .text, required: true, "the queue that messages are taken from"),
        SettingKey("endpoint_url", \.endpointURL, .httpURL, required: true, "the tracker's address"),
        SettingKey("protocol", \.trackerProtocol, .choice, "pirus2, irus-r4 or irus-r5"),
        SettingKey(
            "req_id", \.requesterID, ValueType<RequesterID>.optionalChoice, "bare or urn; empty: as the protocol has it"
        ),
        SettingKey("url_ver", \.urlVersion, .text, "the OpenURL version"),
        SettingKey("rfr_id", \.referrerID, .text, "the repository's name; empty: from its service"),
        SettingKey("success", \.success, .statuses, "the statuses that mean the event was taken"),
        SettingKey("timeout", \.timeout, .someSeconds, "seconds one request may take"),
        SettingKey("concurrency", \.concurrency, .wholeNumber(1...1000), "requests in flight, per process"),
        SettingKey("ratelimit", \.ratelimit, .seconds, "seconds between two requests, per process; 0: no limit"),
        SettingKey("maxtries", \.maxtries, .wholeNumber(1...1000), "tries before a message is given up"),
        SettingKey(
            "retrybase", \.retrybase, .someSeconds, "seconds before the second try, doubled for each further one"),
        SettingKey("pauseonfail", \.pauseonfail, .seconds, "the longest pause while the tracker fails, in seconds"),
        SettingKey("success_queue", \.successQueue, .optionalText, "the queue that gets what was sent; empty: none"),
        SettingKey("other_queue", \.otherQueue, .optionalText, "the queue that gets what is not for the tracker"),
        SettingKey(
            "on_doubt", \.onDoubt, .choice,
            "what is done about messages that a worker that died had sent: resend or hold"
        ),
        SettingKey("proxy", \.proxy, .text, "a proxy's address; empty: none"),
        SettingKey("ca_file", \.caFile, .path, "the certificates to trust; empty: the system's"),
        SettingKey("repository_plugin", \.repositoryPlugin, .plugin, "the plugin of services that name none"),
    ]
}
