import Testing

@testable import Console

/// Which part of the ledger an address wants.
struct LedgerQueryTests {
    @Test(arguments: [
        ("", ""), ("service=&from=&to=&view=&redis=", ""), ("view=total&x=y", ""),
        ("to=2024-06-16&from=2024-06-15&service=a", "service=a&from=2024-06-15&to=2024-06-16"),
        ("redis=r&view=days", "view=days&redis=r"),
        ("service=a%26b%3Dc+d%2B%25%C3%A9", "service=a%26b%3Dc%20d%2B%25%C3%A9"),
    ])
    func hasOneForm(query: String, text: String) throws {
        let read = try LedgerQuery(query)
        #expect(read.text == text)
        #expect(try LedgerQuery(read.text).service == read.service)
    }
}
