import Testing

@testable import Settings

struct NearestTests {
    @Test(arguments: [
        ("", "", 0), ("abc", "abc", 0), ("abc", "", 3), ("", "abc", 3), ("abc", "abd", 1), ("abc", "acb", 1),
        ("enpoint_url", "endpoint_url", 1), ("kitten", "sitting", 3), ("ca", "abc", 3),
    ])
    func distance(first: String, second: String, expected: Int) {
        #expect(Nearest.distance(first, second) == expected)
    }

    @Test("Of equally near names the first in the alphabet is taken; without names there is none")
    func name() {
        #expect(Nearest.name(to: "b", among: ["c", "a"]) == "a")
        #expect(Nearest.name(to: "b", among: [String]()) == nil)
        #expect(Nearest.hint(for: "brokr", among: ["pirus2", "broker"]) == "; nearest: broker")
    }
}
