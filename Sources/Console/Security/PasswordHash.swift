import CCrypt
import Glibc

/// A password as the configuration has it: in clear, or hashed by crypt(3): bcrypt (`$2b$`, as `htpasswd -B` writes it),
/// scrypt (`$7$`), yescrypt (`$y$`), SHA-crypt (`$5$`, `$6$`).
public struct PasswordHash: Sendable {
    private let text: [UInt8]

    /// Whether it is a hash and not the password itself.
    public let isHashed: Bool

    /// A password as it is written.
    public init(_ text: String) {
        self.text = Array(text.utf8)
        isHashed = Self.prefixes.contains { text.hasPrefix($0) }
    }

    private static let prefixes = ["$2a$", "$2b$", "$2y$", "$7$", "$y$", "$gy$", "$5$", "$6$"]

    /// Whether a password is this one. A hash takes as long as it was made to take, some tenths of a second.
    public func matches(_ password: String) -> Bool {
        guard isHashed else { return !text.isEmpty && Self.equal(Array(password.utf8), text) }
        return Self.crypt(password, setting: text).map { Self.equal($0, text) } ?? false
    }

    /// What crypt(3) makes of a password; nil when it does not know the kind of hash.
    private static func crypt(_ password: String, setting: [UInt8]) -> [UInt8]? {
        // An embedded zero would cut the password off.
        guard !password.utf8.contains(0) else { return nil }
        var data = crypt_data()
        return withUnsafeMutablePointer(to: &data) { data in
            (setting + [0]).withUnsafeBufferPointer { setting in
                setting.withMemoryRebound(to: CChar.self) { setting in
                    guard let hash = crypt_r(password, setting.baseAddress, data) else { return nil }
                    // What begins with a star is crypt's way to say that it failed.
                    guard hash.pointee != CChar(bitPattern: UInt8(ascii: "*")) else { return nil }
                    return Array(String(cString: hash).utf8)
                }
            }
        }
    }

    /// Compares in a time that tells nothing of where the two differ.
    static func equal(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        var difference: UInt8 = first.count == second.count ? 0 : 1
        for (index, byte) in second.enumerated() {
            difference |= byte ^ (index < first.count ? first[index] : ~byte)
        }
        return difference == 0
    }
}
