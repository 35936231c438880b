extension SupervisorSettings {
    /// The keys of `[supervisor]`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("port", \.address, .hostPort, "where the console listens"),
        SettingKey("username", \.username, .text, "the operator's name"),
        SettingKey("password", \.password, .text, secret: true, "empty: made at first start and kept in run/"),
        SettingKey("identifier", \.identifier, .text, "put before worker names when several hosts share one Redis"),
        SettingKey(
            "logfile", \.logfile, .outputPath, "what the supervisor tells; AUTO: logs/supervisor.log; NONE: nowhere"),
        SettingKey(
            "logfile_maxbytes", \.logfileMaxbytes, .size, "size at which its log is rotated; 0: never"),
        SettingKey("logfile_backups", \.logfileBackups, .wholeNumber(0...1000), "its rotated files that are kept"),
    ]

    private var address: HostPort {
        get { HostPort(host: host, port: port) }
        set { (host, port) = (newValue.host, newValue.port) }
    }
}

extension RedisSettings {
    /// The keys of `[redis]` and `[redis_NAME]`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("host", \.host, .text, "the server's host name or address"),
        SettingKey("port", \.port, .wholeNumber(1...65_535), "the server's TCP port"),
        SettingKey("db", \.db, .wholeNumber(0...Int.max), "the number of the database"),
        SettingKey("username", \.username, .text, "the user for AUTH; empty: the default user"),
        SettingKey("password", \.password, .text, secret: true, "the password for AUTH; empty: none is sent"),
        SettingKey("unixsocket", \.unixsocket, .path, "a unix socket, used instead of host and port"),
        SettingKey("timeout", \.timeout, .someSeconds, "seconds to wait for the server's answer"),
        SettingKey(
            "maxlength", \.maxlength, .wholeNumber(0...Int.max),
            "messages a queue may have before others wait; 0: no limit"
        ),
        SettingKey(
            "failed_maxlength", \.failedMaxlength, .wholeNumber(0...Int.max),
            "records a failed list may have; the oldest go; 0: no limit"),
        SettingKey("failed_maxage", \.failedMaxage, .days, "days after which failed records go; 0: never"),
        SettingKey("sentinels", \.sentinels, .hostPorts, "Sentinels to ask for the server, instead of host and port"),
        SettingKey("master", \.master, .text, "what the Sentinels call the server"),
        SettingKey("sentinel_username", \.sentinelUsername, .text, "the user for AUTH at the Sentinels"),
        SettingKey(
            "sentinel_password", \.sentinelPassword, .text, secret: true, "the password for AUTH at the Sentinels"),
        SettingKey(
            "min_replicas", \.minReplicas, .wholeNumber(0...100), "replicas that must have a change before it counts"),
    ]
}

extension ProcessSettings {
    /// The keys that every section of processes has: supervisord's.
    static let keys: [SettingKey<Self>] = [
        SettingKey("numprocs", \.numprocs, .wholeNumber(1...1000), "how many processes"),
        SettingKey("process_name", \.processName, .text, "what status calls each process"),
        SettingKey("priority", \.priority, .wholeNumber(0...Int.max), "low ones start first and stop last"),
        SettingKey("autostart", \.autostart, .flag, "started with the supervisor"),
        SettingKey("autorestart", \.autorestart, .autorestart, "started again after it ended"),
        SettingKey("startsecs", \.startsecs, .seconds, "seconds it must stay up to be RUNNING"),
        SettingKey("startretries", \.startretries, .wholeNumber(0...Int.max), "starts tried again before FATAL"),
        SettingKey("maxbackoff", \.maxbackoff, .seconds, "the longest wait between two starts, in seconds"),
        SettingKey("exitcodes", \.exitcodes, .exitCodes, "exit codes that are expected"),
        SettingKey("stopsignal", \.stopsignal, .stopSignal, "the signal that asks it to stop"),
        SettingKey("stopwaitsecs", \.stopwaitsecs, .seconds, "seconds to stop in before it is killed"),
        SettingKey("user", \.user, .text, "the user to run as; empty: the supervisor's"),
        SettingKey("directory", \.directory, .path, "the working directory; empty: that of loglines.cfg"),
        SettingKey("environment", \.environment, .environment, "variables: NAME=\"value\",OTHER=\"value\""),
        SettingKey("redirect_stderr", \.redirectStderr, .flag, "stderr goes into the file of stdout"),
        SettingKey("stdout_logfile", \.stdoutLogfile, .outputPath, "AUTO: logs/NAME_N.log; NONE: nowhere"),
        SettingKey("stderr_logfile", \.stderrLogfile, .outputPath, "AUTO: logs/NAME_N.err; NONE: nowhere"),
        SettingKey(
            "stdout_logfile_maxbytes", \.logfileMaxbytes, .size, "size at which either file is rotated; 0: never"),
        SettingKey("stdout_logfile_backups", \.logfileBackups, .wholeNumber(0...1000), "rotated files that are kept"),
        SettingKey("debug", \.debug, .flag, "the worker logs every message"),
    ]
}
