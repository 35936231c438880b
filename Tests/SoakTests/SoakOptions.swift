import FoundationEssentials

/// How long the soak runs, and what chance gives it, as the environment says.
struct SoakOptions {
    /// How long faults are injected: `LOGLINES_SOAK_SECONDS`. Coming to rest takes its time besides.
    let seconds: Double
    /// What all chance is drawn from: `LOGLINES_SOAK_SEED`; without it another one each time.
    let seed: UInt64
    /// Only the faults whose names have one of these texts in them: `LOGLINES_SOAK_FAULTS`, separated by commas. For
    /// looking into one fault.
    let only: [String]

    init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        seconds = environment["LOGLINES_SOAK_SECONDS"].flatMap { Double($0) } ?? 90
        seed = environment["LOGLINES_SOAK_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1..<1_000_000)
        only = (environment["LOGLINES_SOAK_FAULTS"] ?? "").split(separator: ",").map(String.init)
    }
}
