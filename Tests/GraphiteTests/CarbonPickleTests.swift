import Testing

@testable import Graphite

struct CarbonPickleTests {
    @Test func aListIsWrittenAsTheReferenceServerDoes() {
        let messages = CarbonPickle.messages(of: Array("a.b 1 100\nc 0.5 100\n".utf8))
        let list = "(l(S'a.b'\n(L100L\nS'1'\ntta(S'c'\n(L100L\nS'0.5'\ntta."
        #expect(messages == [0, 0, 0, UInt8(list.utf8.count)] + Array(list.utf8))
    }
}
