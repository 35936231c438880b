import SupervisorClient

/// The topic `log:PROCESS/CHANNEL@PLACE`: a process's log as it grows. The channel is `stdout` unless it says otherwise; the
/// place is where the browser was before its connection broke. Only what the supervisor reports has a log.
enum LogTopic {
    /// Its name.
    static let name = "log:"

    /// What is wanted of it.
    struct Wanted: Equatable {
        /// As ``ProcessReport/fullName``.
        var process: String
        var channel = LogChannel.stdout
        var place: LiveLog.Place?

        init(_ text: String) {
            process = text
            if let at = process.lastIndex(of: "@"), let place = LiveLog.Place(String(process[at...].dropFirst())) {
                self.place = place
                process = String(process[..<at])
            }
            if let slash = process.lastIndex(of: "/"),
                let channel = LogChannel(rawValue: String(process[slash...].dropFirst()))
            {
                self.channel = channel
                process = String(process[..<slash])
            }
        }
    }

    /// How often is looked whether something was added.
    private static let interval = Duration.milliseconds(200)
    /// The least time between two pieces: a browser is given no more than it can show.
    private static let breath = Duration.milliseconds(100)

    /// Follows logs of this supervisor's processes.
    static func source(_ state: ConsoleState) -> LiveTopics.Source {
        .own { text, send in
            let wanted = Wanted(text)
            var log: LiveLog?
            while true {
                // A process may come, go, or be given another file meanwhile.
                let process = state.snapshot.processes.first { $0.fullName == wanted.process }
                if let path = process?.file(of: wanted.channel), path != log?.path {
                    log = LiveLog(path: path, from: log == nil ? wanted.place : nil)
                }
                if let piece = log?.next() {
                    try await send(piece)
                    try await Task.sleep(for: breath)
                } else {
                    try await Task.sleep(for: interval)
                }
            }
        }
    }
}

/// What a process writes to.
enum LogChannel: String {
    case stdout, stderr
}

extension ProcessReport {
    /// The file that gets what is written there; nil: none does, or not alone.
    func file(of channel: LogChannel) -> String? {
        switch channel {
        case .stdout: stdoutFile
        case .stderr: stderrFile
        }
    }
}
