import TestKit
import Testing

@testable import Console

@Suite struct PasswordTests {
    /// Hashes that others publish: John the Ripper's for bcrypt, Drepper's for SHA-512.
    @Test(arguments: [
        ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"),
        (
            "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
            "Hello world!"
        ),
        ("plain", "plain"), ("ünï", "ünï"),
    ]) func knowsThePassword(written: String, password: String) {
        let hash = PasswordHash(written)
        #expect(hash.matches(password))
        #expect(!hash.matches(password + "x") && !hash.matches("") && !hash.matches(written + "x"))
        #expect(!hash.matches("\(password)\u{0}x"))
        #expect(hash.isHashed == written.hasPrefix("$"))
    }

    @Test(arguments: ["", "$2b$", "$2b$99$zzz", "$6$", "$7$x", "$y$j9T$"]) func nobodyHasABrokenHash(written: String) {
        #expect(!PasswordHash(written).matches("") && !PasswordHash(written).matches(written + "x"))
        if !written.isEmpty { #expect(!PasswordHash(written).matches(written)) }
    }

    @Test func comparesWholeTexts() {
        let cases: [(String, String, Bool)] = [
            ("", "", true), ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("ab", "a", false),
            ("", "a", false),
        ]
        for (first, second, equal) in cases {
            #expect(PasswordHash.equal(Array(first.utf8), Array(second.utf8)) == equal, "\(first) \(second)")
        }
    }

    @Test func readsTheFileOfUsers() throws {
        let directory = try TemporaryDirectory()
        let hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
        try directory.write("# people\n\nanna:\(hash)\nben:\(hash):reader\n", to: "users")
        var users = Users(operator: "loglines", password: "secret")
        try users.add(file: directory.file("users"))
        #expect(users.identity(name: "anna", password: "U*U") == Identity(name: "anna", role: .operator))
        #expect(users.identity(name: "ben", password: "U*U") == Identity(name: "ben", role: .reader))
        #expect(users.identity(name: "loglines", password: "secret") == Identity(name: "loglines", role: .operator))
        #expect(users.identity(name: "ben", password: "U*V") == nil)
        #expect(users.identity(name: "nobody", password: "U*U") == nil)
        #expect(users.identity(name: "loglines", password: "") == nil)
    }

    @Test(arguments: [
        ("anna", "users:1: not NAME:HASH or NAME:HASH:reader"), (":x", "users:1: not NAME:HASH or NAME:HASH:reader"),
        ("anna:secret", "users:1: the password is not hashed (htpasswd -nB anna)"),
        ("#\nanna:$6$a$b:boss", "users:2: 'boss' is neither reader nor operator"),
        ("anna:$6$a$b\nanna:$6$a$b", "users:2: anna is there twice"),
        ("loglines:$6$a$b", "users:1: loglines is there twice"),
    ]) func saysWhatIsWrongInTheFile(text: String, problem: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write(text, to: "users")
        var users = Users(operator: "loglines", password: "secret")
        let error = #expect(throws: ConsoleError.self) { try users.add(file: directory.file("users")) }
        #expect(error?.description == directory.file(problem))
        let missing = #expect(throws: ConsoleError.self) { try users.add(file: directory.file("none")) }
        #expect(missing?.description == "\(directory.file("none")): the users' file cannot be read")
    }
}
