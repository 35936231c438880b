extension Fault {
    /// The tracker away, or misbehaving.
    static let tracker =
        [
            Fault("tracker refusing", for: 1...4) { plant, _ in
                plant.tracker.close()
                return ""
            } heal: { plant in
                try plant.tracker.open()
            }
        ] + [
            // Longer than a request may take, at times.
            behaving("hanging", as: .hang, for: 2...6),
            behaving("resetting", as: .reset),
            behaving("answering 500", as: .status(500, retryAfter: nil)),
            behaving("answering 503 with Retry-After", as: .status(503, retryAfter: 1)),
            behaving("answering 429", as: .status(429, retryAfter: nil)),
            behaving("answering garbage", as: .garbage),
            behaving("slow", as: .slow),
        ]

    private static func behaving(
        _ name: String, as manner: SoakTracker.Manner, for seconds: ClosedRange<Double> = 1...3
    ) -> Fault {
        Fault("tracker \(name)", for: seconds) { plant, _ in
            plant.tracker.begin(manner)
            return ""
        } heal: { plant in
            plant.tracker.end(manner)
        }
    }
}
