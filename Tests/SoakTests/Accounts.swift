import FoundationEssentials
import TestKit

/// What became of every number.
struct Accounts {
    /// How many lines were written, and how many of them were for the tracker.
    let written: Int
    let uses: Int
    /// Numbers that are in no log, or in none of the second queue's.
    let lost: [Int]
    /// Numbers that are in the logs more than once.
    let doubled: [Int]
    /// Numbers that are in the wrong log, and lines that nobody wrote.
    let strange: [String]
    /// Uses that the tracker never took, and what it took that was none.
    let unsent: [Int]
    let foreign: [String]
    /// Lines without anything: what is left of a line whose beginning was copied and cut off.
    let empty: Int
    /// How often the tracker took a use that it had taken before.
    let duplicates: Int

    init(_ plant: Plant) {
        let written = plant.writer.written
        self.written = written
        let logs = Plant.logs.map { Accounts.numbers(in: plant.directory.read($0) ?? "", below: written) }
        let (articles, other, archive) = (logs[0], logs[1], logs[2])
        empty =
            plant.directory.read(Plant.logs[2])?.split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().count(where: \.isEmpty) ?? 0
        let numbers = 0..<written
        uses = numbers.count(where: LineWriter.isUse)
        lost = numbers.filter { articles.counts[$0] + other.counts[$0] == 0 || archive.counts[$0] == 0 }
        doubled = numbers.filter { articles.counts[$0] + other.counts[$0] > 1 || archive.counts[$0] > 1 }
        strange =
            logs.flatMap(\.strange)
            + numbers.filter { (LineWriter.isUse($0) ? other : articles).counts[$0] > 0 }.map {
                "\($0) in the wrong log"
            }
        let seen = plant.tracker.seen
        unsent = numbers.filter { LineWriter.isUse($0) && seen.taken[$0] == nil }
        foreign =
            seen.foreign + seen.taken.keys.filter { !numbers.contains($0) || !LineWriter.isUse($0) }.map(String.init)
        duplicates = seen.taken.values.reduce(0) { $0 + $1 - 1 }
    }

    private static func numbers(in text: String, below limit: Int) -> (counts: [Int], strange: [String]) {
        var counts = [Int](repeating: 0, count: limit)
        var strange: [String] = []
        for line in text.split(separator: "\n") {
            let start = line.firstRange(of: "\"GET /items/")
            if let number = start.flatMap({ Int(line[$0.upperBound...].prefix(while: \.isNumber)) }), number < limit,
                line.hasSuffix("Firefox/126.0\"")
            {
                counts[number] += 1
            } else {
                strange.append(String(line))
            }
        }
        return (counts, strange)
    }
}

/// How often the tracker may have got a use twice.
struct DuplicateBound: CustomStringConvertible {
    /// What the forwarders that were killed had in flight.
    let inFlight: Int
    /// What had been sent in the time that Redis forgot, or was in flight then.
    let forgotten: Int

    init(_ plant: Plant) {
        inFlight = plant.forwarderDeaths * Plant.concurrency
        forgotten = plant.forgotten.sends + plant.forgotten.times * Plant.concurrency * Plant.forwarders
    }

    var total: Int { inFlight + forgotten }

    var description: String { "\(total) (in flight at deaths \(inFlight), forgotten by Redis \(forgotten))" }
}

/// The forwarders' journals `data/journal/QUEUE/WORKER.log`: a line `TIME sent ID …` before each request.
struct SendJournal {
    /// How often each message was sent, by its id.
    private(set) var sends: [String: Int] = [:]

    /// Nil while nobody writes one.
    init?(_ plant: Plant) {
        let folder = plant.directory.file("data/journal/pirus2")
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
        for name in names {
            for line in (plant.directory.read("data/journal/pirus2/\(name)") ?? "").split(separator: "\n") {
                let words = line.split(separator: " ")
                if words.count > 2, words[1] == "sent" { sends[String(words[2]), default: 0] += 1 }
            }
        }
    }

    /// Whether the journal can explain every use that the tracker took. It knows messages by their ids and the tracker by
    /// their items; that each has enough lines shows in the counts, sorted. What the tracker broke off is left out: libcurl
    /// repeats a request by itself when a connection that it kept turns out to be dead.
    func explains(_ taken: [Int: Int]) -> Bool {
        let (sent, requests) = (sends.values.sorted(by: >), taken.values.sorted(by: >))
        return sent.count >= requests.count && zip(sent, requests).allSatisfy(>=)
    }
}
