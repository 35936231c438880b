import Inspection
import Testing

@Suite struct JSONTextTests {
    @Test func writesValuesInOrder() {
        let value = JSONText.object([
            ("b", .number(-1)), ("a", .array([.bool(true), .bool(false), .null])), ("c", .optional(nil as String?)),
        ])
        #expect(value.line == #"{"b": -1, "a": [true, false, null], "c": null}"#)
    }

    @Test(arguments: [
        ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t\0\u{1f}\u{7f}", #""\n\r\t\u0000\u001f\u007f""#), ("café 😀", "\"café 😀\""),
    ])
    func escapesText(text: String, json: String) {
        #expect(JSONText.text(text).line == json)
        #expect(JSONText.bytes(Array(text.utf8)).line == json)
    }

    @Test func keepsBytesThatAreNotUTF8() {
        #expect(JSONText.bytes([0x61, 0xe9, 0xc3, 0xa9, 0xff, 0x22, 0xc3]).line == #""a\udce9é\udcff\"\udcc3""#)
    }
}
