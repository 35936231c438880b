import Testing

@testable import Actions

@Suite("Action lines") struct ActionLineTests {
    @Test(
        "What is taken",
        arguments: [
            // As the original took it.
            ("abc 12", "ABC", ActionContent(.measurement, 12)),
            ("  ABC\t -0.5  ", "ABC", ActionContent(.measurement, -0.5)),
            ("Abc 1e3", "ABC", ActionContent(.measurement, 1000)), ("ABC +1", "ABC", ActionContent(.measurement, 1)),
            ("a-b.c/d é 3", "A-B.C/D", ActionContent(.category, 1, "é 3")),
            ("été 3", "éTé", ActionContent(.measurement, 3)),
            ("? 5", "?", ActionContent(.measurement, 5)),
            // What it refused.
            ("drank 2 water", "DRANK", ActionContent(.measurement, 2, "water")),
            ("temp 21.5 °C", "TEMP", ActionContent(.measurement, 21.5, "°C")),
            ("drank 2 glasses of water", "DRANK", ActionContent(.measurement, 2, "glasses of water")),
            ("coffee ++", "COFFEE", ActionContent(.counter, 1)), ("coffee += 2", "COFFEE", ActionContent(.counter, 2)),
            ("coffee +=2 cups", "COFFEE", ActionContent(.counter, 2, "cups")),
            ("coffee += -1", "COFFEE", ActionContent(.counter, -1)),
            ("backup", "BACKUP", ActionContent(.event, 1)),
            ("goodnight 11:00 PM", "GOODNIGHT", ActionContent(.event, 82_800, "time of day")),
            ("goodnight 11pm", "GOODNIGHT", ActionContent(.event, 82_800, "time of day")),
            ("up 7:05:09", "UP", ActionContent(.event, 25_509, "time of day")),
            ("noon 12:00 am", "NOON", ActionContent(.event, 0, "time of day")),
            ("weather Sunny", "WEATHER", ActionContent(.category, 1, "Sunny")),
            ("weather sunny, later rain", "WEATHER", ActionContent(.category, 1, "sunny, later rain")),
            ("up 25:00", "UP", ActionContent(.category, 1, "25:00")),
            ("x 0x10", "X", ActionContent(.category, 1, "0x10")),
        ])
    func taken(_ line: String, _ name: String, _ content: ActionContent) throws {
        let read = try ActionLine(line)
        #expect(read.name == name && read.content == content)
    }

    @Test(
        "What is not",
        arguments: [
            ("", ActionProblem.empty), (" \t ", .empty), ("ABC nan", .notFinite), ("ABC inf", .notFinite),
            ("ABC -Infinity", .notFinite), ("ABC 1e999", .notFinite), ("coffee += nan", .notFinite),
            ("ABC 1 2", .twoNumbers),
            ("ABC 1 2 apples", .twoNumbers), ("coffee +=", .noNumber), ("coffee += many", .noNumber),
            ("ABC 1\u{0}", .control(0)),
            ("ABC \u{1b}[31m", .control(27)), (String(repeating: "a", count: 101) + " 1", .longName),
            ("a " + String(repeating: "b", count: 201), .longText),
        ])
    func refused(_ line: String, _ problem: ActionProblem) {
        #expect(throws: problem) { try ActionLine(line) }
    }

    @Test("Strictly, only what the original took") func strict() throws {
        #expect(try ActionLine("abc 1.5", onlyOriginal: true).content.number == 1.5)
        for line in ["abc", "abc 1 kg", "abc ++", "abc x", "abc 11:00"] {
            #expect(throws: ActionProblem.notOriginal) { try ActionLine(line, onlyOriginal: true) }
        }
    }

    @Test("Wishes are one word with a question mark") func wishes() throws {
        for wish in ClientWish.allCases {
            #expect(try ClientLine(Array(" \(wish.rawValue) ".utf8), onlyOriginal: true) == .wish(wish))
        }
        #expect(throws: ActionProblem.unknownWish("?x")) { try ClientLine(Array("?x".utf8), onlyOriginal: false) }
        #expect(throws: ActionProblem.notText) { try ClientLine([0x41, 0x20, 0xff], onlyOriginal: false) }
        #expect(ActionProblem.empty.line == "{\"error\": \"the line is empty\"}\r\n")
    }
}
