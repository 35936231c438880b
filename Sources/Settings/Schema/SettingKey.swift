/// A key of a section: its type, where its value goes, its default (what a fresh `Root` holds there), and its help.
struct SettingKey<Root>: Sendable {
    /// The key, in lower case.
    let name: String
    /// What it means, in one line.
    let help: String
    /// Whether it must not be empty, nor be missing where it has no default.
    let isRequired: Bool
    /// Whether it is never shown.
    let isSecret: Bool
    /// Shows the value that a root holds.
    let show: @Sendable (Root) -> String

    private let expected: String
    private let write: @Sendable (_ text: String, _ directory: String, _ root: inout Root) -> Bool

    /// A key whose value goes to a property of the root.
    init<Value>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ type: ValueType<Value>,
        required: Bool = false, secret: Bool = false, _ help: String
    ) {
        self.name = name
        self.help = help
        isRequired = required
        isSecret = secret
        expected = type.expected
        show = { type.show($0[keyPath: path]) }
        write = { text, directory, root in
            guard let value = type.read(text, directory) else { return false }
            root[keyPath: path] = value
            return true
        }
    }

    /// Puts a value into the root.
    /// - Parameter shown: How an error quotes the text.
    /// - Throws: ``WrongValue`` with what was expected.
    func set(_ text: String, shown: String, in directory: String, to root: inout Root) throws(WrongValue) {
        if isRequired, text.trimmed.isEmpty { throw WrongValue("is empty, but must be set") }
        guard write(text, directory, &root) else { throw WrongValue("'\(shown)' is not \(expected)") }
    }
}
