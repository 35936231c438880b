/// Something asked of several processes that takes its time: step after step, each begun when the one before is settled.
struct Operation {
    enum Step {
        /// Stop these, and wait until they are gone.
        case stop([String])
        /// Replace the processes of the table.
        case apply(ReloadPlan)
        /// Start these, and wait until they are up or have failed.
        case start([String])
    }

    enum Purpose {
        case request, reload, shutdown
    }

    let purpose: Purpose
    /// Who waits for the outcome; nil: a signal asked.
    let client: ControlServer.Client?
    var steps: [Step]
    /// The processes of the present step that are not settled yet.
    var waiting: [String] = []
    var isStarting = false
    var ok = true
}
