import PluginAPI
import PluginTestKit
import Testing

@Suite struct TargetTests {
    private func target(_ text: String) -> Target {
        // Ranges that do not begin at 0, as in a line.
        let bytes = Array("GET \(text) HTTP/1.1".utf8)
        return Target(bytes, url: 4..<(bytes.count - 9))
    }

    @Test(arguments: [
        ("/a/b?c//d", "/a/b?c//d"), ("//a///b/?c//d", "/a/b/?c//d"), ("/", "/"), ("//", "/"), ("", ""),
        ("?a//b", "?a//b"),
        ("http://h//a//b#c", "/a/b"),
    ])
    func mergesSlashesOfThePathAlone(logged: String, matched: String) throws {
        let merged = target(logged).withSingleSlashes
        #expect(String(decoding: merged.bytes[merged.range], as: UTF8.self) == matched)
        #expect(String(decoding: merged.bytes[merged.path], as: UTF8.self) == matched.prefix { $0 != "?" })
        #expect(merged.text == target(logged).text)
    }

    @Test(arguments: [
        ("/handle/1", true), ("/HANDLE/1", true), ("/items/1", true), ("/handle", false), ("/xhandle/", false),
        ("/handles/1", false), ("", false), ("http://h/items/1", true), ("/it\u{45}ms/", true), ("\u{0f}items/", false),
    ])
    func knowsWhatItBeginsWith(logged: String, begins: Bool) {
        #expect(target(logged).begins(withOneOf: ["/handle/", "/items/"]) == begins)
    }

    @Test(arguments: [
        ("/a?k=v", "v"), ("/a?x=y&k=v&k=w", "v"), ("/a?k", ""), ("/a?k=", ""), ("/a?k=a=b", "a=b"), ("/a?K=v", nil),
        ("/a?kk=v", nil), ("/a?", nil), ("/a", nil), ("//a?x&k=%20#k=z", "%20"),
    ])
    func findsKeysOfTheQuery(logged: String, value: String?) {
        let values = [target(logged), target(logged).withSingleSlashes].map { target in
            target.query("k").map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(values == [value, value])
    }

    @Test(arguments: [
        ("/search?q=x", "search"), ("/SEARCH", "search"), ("/search/feed", "feed"), ("/searching", "not an item"),
        ("/a/search", "not an item"), ("/a.css?v=1", "static file"), ("/a.css/b", "not an item"),
        ("/robots.txt", "static file"),
    ])
    func namesWhatIsNoItem(logged: String, rule: String) throws {
        let excluded = try ExcludedTargets(
            [(.feed, "/search/feed$"), (.search, "/search\(URLPiece.end)")], tools: TestTools())
        #expect(try excluded.classification(of: target(logged)) == .excluded(Exclusion(rule: rule)))
    }

    @Test func refusesGroupsInExcludedTargets() throws {
        let error = #expect(throws: PluginError.self) {
            try ExcludedTargets([(.feed, "/feed"), (.thumbnail, "/get/([0-9]+)/cover")], tools: TestTools())
        }
        #expect(
            error?.reason
                == "excluded targets: '/get/([0-9]+)/cover' has a group that captures; write (?:…) for (…)")
    }
}
