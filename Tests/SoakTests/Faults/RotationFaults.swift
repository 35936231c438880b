import SeededRandom
import TestKit

extension Fault {
    /// The logs rotated, under the tail's eyes and while it was away.
    static let rotation = [
        Fault("log renamed", for: 0...1) { plant, random in
            try rotate(plant, &random) { try plant.writer.rename($0) }
        },
        Fault("log copied and cut", for: 0...1) { plant, random in
            try rotate(plant, &random) { try plant.writer.copyAndCut($0) }
        },
        Fault("both while the tail is down", for: 0.1...1) { plant, random in
            // The supervisor may be down itself, and the tail with it.
            if try loglines("stop", "access", in: plant.directory).code == 0 { plant.isTailStopped = true }
            let isRenameFirst = random.chance(0.5)
            let names = try plant.writer.files.map { file in
                for isRename in [isRenameFirst, !isRenameFirst] {
                    isRename ? try plant.writer.rename(file) : try plant.writer.copyAndCut(file)
                    pause(Double.random(in: 0...0.5, using: &random))
                }
                return isRenameFirst ? "rename, copytruncate" : "copytruncate, rename"
            }
            return names.joined(separator: "; ")
        } heal: { plant in
            if plant.isTailStopped { _ = try loglines("start", "access", in: plant.directory) }
            plant.isTailStopped = false
        },
    ]

    private static func rotate(
        _ plant: Plant, _ random: inout SeededRandom, _ body: (String) throws -> Void
    ) throws -> String {
        guard let file = plant.writer.files.randomElement(using: &random) else { return "" }
        try body(file)
        return file.split(separator: "/").last.map(String.init) ?? ""
    }
}
