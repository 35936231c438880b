import SeededRandom

/// What is asked for.
enum RequestKind {
    case item, file, thumbnail, search, asset, machine, missing

    /// Draws by how often persons and robots ask for it; in hundredths.
    static func draw(isRobot: Bool, random: inout SeededRandom) -> RequestKind {
        switch random.below(100) {
        case ..<(isRobot ? 46 : 30): .item
        case ..<(isRobot ? 70 : 54): .file
        case ..<(isRobot ? 72 : 64): .thumbnail
        case ..<(isRobot ? 80 : 73): .search
        case ..<(isRobot ? 82 : 97): .asset
        case ..<(isRobot ? 95 : 98): .machine
        default: .missing
        }
    }

    /// One of the platform's templates for it.
    func template(of targets: Targets, random: inout SeededRandom) -> Template {
        let templates =
            switch self {
            case .item: targets.items
            case .file: targets.files
            case .thumbnail: targets.thumbnails
            case .search: targets.searches
            case .asset: targets.statics
            case .machine: targets.machine
            case .missing: targets.missing
            }
        return templates[random.below(templates.count)]
    }
}

/// What was answered.
struct Answer {
    var status: Int
    /// The size of what was sent; nil: nothing, which a log writes as `-`.
    var bytes: Int?

    /// Draws an answer as servers give it.
    static func draw(to kind: RequestKind, item: Int, isRobot: Bool, random: inout SeededRandom) -> Answer {
        let luck = random.below(1_000)
        // The same file has the same size every time.
        let size = kind == .file ? 40_000 + item &* 7_919 % 9_000_000 : 2_000 + random.below(60_000)
        switch (kind, luck) {
        case (.missing, ..<950): return Answer(status: 404, bytes: 1_245)
        case (.missing, _): return Answer(status: 410, bytes: 1_130)
        case (_, ..<2): return Answer(status: 500, bytes: 2_310)
        case (_, ..<4): return Answer(status: 503, bytes: 310)
        case (_, ..<7): return Answer(status: 403, bytes: 980)
        case (.item, ..<30): return Answer(status: 302, bytes: nil)
        case (.item, ..<(isRobot ? 80 : 50)): return Answer(status: 304, bytes: nil)
        case (.file, ..<(isRobot ? 20 : 120)): return Answer(status: 206, bytes: min(size, 65_536))
        case (.file, ..<(isRobot ? 80 : 180)): return Answer(status: 304, bytes: nil)
        case (.asset, ..<400), (.thumbnail, ..<300): return Answer(status: 304, bytes: nil)
        default: return Answer(status: 200, bytes: size)
        }
    }
}
