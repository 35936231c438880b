/// The processes that a name given by an operator stands for.
struct NameSelection {
    private let specs: [ProcessSpec]

    init(_ specs: [ProcessSpec]) {
        self.specs = specs
    }

    /// The names of the processes that `name` stands for, in the order of `specs`; empty when there is none.
    ///
    /// `all`, a group (`pirus2`, `pirus2:*`), a process (`pirus2_0`) and supervisord's `pirus2:pirus2_0` are understood.
    func processes(_ name: String) -> [String] {
        if name == "all" { return specs.map(\.name) }
        let group = name.hasSuffix(":*") ? String(name.dropLast(2)) : name
        let members = specs.filter { $0.group == group }
        if !members.isEmpty { return members.map(\.name) }
        return specs.filter { $0.name == name || "\($0.group):\($0.name)" == name }.map(\.name)
    }
}
