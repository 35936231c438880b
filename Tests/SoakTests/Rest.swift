import FoundationEssentials
import TestKit

/// The end of the soak: everything is made good, and all work done.
struct Rest {
    /// Faults kill workers again and again; what was in the hands of three of them is given up, as it should be.
    private static let deaths = "workers died while they held it"

    private let plant: Plant

    init(_ plant: Plant) { self.plant = plant }

    /// Waits until every line is in its logs and nothing waits anywhere. What was given up for its workers' deaths is put
    /// back, which is what an operator would do.
    /// - Throws: When it does not come to that, or something was given up for another reason.
    func come() throws {
        for fault in Fault.all { try fault.heal(plant) }
        while true {
            try eventually("all work is done", within: 400) {
                pause(0.2)
                return try plant.waiting() == 0 && isComplete()
            }
            let failures = try Plant.queues.flatMap { queue in
                try plant.redis.list("failed:\(queue)").map { (queue, $0) }
            }
            guard !failures.isEmpty else { return }
            if let other = failures.first(where: { !$0.1.contains(Rest.deaths) }) {
                throw SoakError("\(failures.count) given up, among them \(other)")
            }
            print("soak: \(failures.count) messages were in the hands of three that were killed; they are put back")
            for queue in Set(failures.map(\.0)) {
                let answer = try loglines("queues", "retry", queue, "--reason", Rest.deaths, in: plant.directory)
                guard answer.code == 0 else { throw SoakError(answer.errors) }
            }
        }
    }

    /// Whether as many lines are where they belong as were written; an empty queue alone might be one that is not full yet.
    private func isComplete() throws -> Bool {
        let failed = try Plant.queues.map { try plant.redis.length(["failed:\($0)"]) }
        let lines = Plant.logs.map(plant.lines)
        let isForwarded = lines[0] + lines[1] + failed[1] + failed[3] + failed[4] >= plant.writer.written
        return isForwarded && lines[2] + failed[2] >= plant.writer.written
    }
}
