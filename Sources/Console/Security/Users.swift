import FoundationEssentials

/// Those who may log in: the operator of `[supervisor]`, and the users of a file in htpasswd's form, each line
/// `NAME:HASH`, or `NAME:HASH:reader` for one who may only look.
public struct Users: Sendable {
    private struct User {
        let password: PasswordHash
        let role: Role
    }

    private var users: [String: User] = [:]

    /// Only the operator.
    /// - Parameters:
    ///   - name: The name in `[supervisor]`.
    ///   - password: The password there, or the one that was made at first start.
    public init(operator name: String, password: String) {
        users[name] = User(password: PasswordHash(password), role: .operator)
    }

    /// Adds the users of a file.
    /// - Throws: ``ConsoleError`` naming file and line.
    public mutating func add(file: String) throws(ConsoleError) {
        guard let contents = FileManager.default.contents(atPath: file) else {
            throw ConsoleError("\(file): the users' file cannot be read")
        }
        let lines = String(decoding: contents, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let place = "\(file):\(index + 1)"
            let parts = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard (2...3).contains(parts.count), !parts[0].isEmpty else {
                throw ConsoleError("\(place): not NAME:HASH or NAME:HASH:reader")
            }
            guard let role = parts.count == 3 ? Role(rawValue: parts[2]) : .operator else {
                throw ConsoleError("\(place): '\(parts[2])' is neither reader nor operator")
            }
            let password = PasswordHash(parts[1])
            guard password.isHashed else {
                throw ConsoleError("\(place): the password is not hashed (htpasswd -nB \(parts[0]))")
            }
            guard users[parts[0]] == nil else { throw ConsoleError("\(place): \(parts[0]) is there twice") }
            users[parts[0]] = User(password: password, role: role)
        }
    }

    /// What somebody may do; nil: there is nobody of this name.
    func role(of name: String) -> Role? { users[name]?.role }

    /// Who has this name and this password; nil when nobody has.
    public func identity(name: String, password: String) -> Identity? {
        guard let user = users[name] else {
            // As long as for a name that is there: the time tells nobody which names are.
            _ = users.values.first { $0.password.isHashed }?.password.matches(password)
            return nil
        }
        return user.password.matches(password) ? Identity(name: name, role: user.role) : nil
    }
}

/// Why the console cannot run, or cannot do what it was asked; one line.
public struct ConsoleError: Error, Equatable, CustomStringConvertible {
    /// What and where.
    public let description: String

    /// - Parameter description: One line.
    public init(_ description: String) { self.description = description }
}
