/// What a new configuration changes in the processes of the old one.
struct ReloadPlan: Equatable {
    /// Names that are no longer wanted.
    var removed: [String] = []
    /// Processes that are to be run in another way than before.
    var changed: [ProcessSpec] = []
    /// Processes that were not there before.
    var added: [ProcessSpec] = []

    init(from old: [ProcessSpec], to new: [ProcessSpec]) {
        let before = Dictionary(old.map { ($0.name, $0) }) { first, _ in first }
        let wanted = Set(new.map(\.name))
        removed = old.map(\.name).filter { !wanted.contains($0) }
        for spec in new {
            switch before[spec.name] {
            case nil: added.append(spec)
            case let known where known != spec: changed.append(spec)
            default: break
            }
        }
    }

    var isEmpty: Bool { removed.isEmpty && changed.isEmpty && added.isEmpty }
}
