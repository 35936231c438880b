import TestKit
import Testing

@testable import Actions

@Suite("The state that clients are told") struct ActionStateTests {
    private func value(_ time: Double, _ line: String) throws -> (String, ActionValue) {
        let line = try ActionLine(line)
        return (line.name, ActionValue(time: time, line.content))
    }

    @Test("The newest values of numeric actions in the old form; all of them in the typed one") func lines() throws {
        var state = ActionState(history: 2)
        #expect(String(decoding: state.line(), as: UTF8.self) == "{}\r\n")
        for (time, line) in [
            (1.5, "abc 1"), (2, "mood happy"), (1_409_000_000.123456, "abc 12.5"), (3, "abc 3"), (4, "coffee ++"),
            (5, "été 1 °C"),
        ] {
            let (name, value) = try value(time, line)
            state.add(name, value)
        }
        let line = String(decoding: state.line(), as: UTF8.self)
        #expect(
            line
                == #"{"ABC": [{"x": 1409000000.123456, "y": 12.5}, {"x": 3.0, "y": 3.0}], "COFFEE": [{"x": 4.0, "y": 1.0}], "#
                + #""\u00e9T\u00e9": [{"x": 5.0, "y": 1.0}]}"# + "\r\n")
        let typed = String(decoding: state.typedLine(), as: UTF8.self)
        #expect(typed.contains(#""MOOD": [{"x": 2.0, "y": 1.0, "kind": "category", "text": "happy"}]"#))
        #expect(typed.contains(#"{"x": 5.0, "y": 1.0, "kind": "measurement", "text": "\u00b0C"}"#))
        // What is not a number pushes numbers out, and an action of which none are left is not there.
        state.add("COFFEE", try value(6, "coffee a").1)
        state.add("COFFEE", try value(7, "coffee b").1)
        #expect(!String(decoding: state.line(), as: UTF8.self).contains("COFFEE"))
    }

    @Test("Python's json reads back what was written") func python() throws {
        var state = ActionState(history: 10)
        let nasty = "q\"\\é\u{1F600}\u{7f}/"
        state.add(nasty, ActionValue(time: 1.25, ActionContent(.measurement, 1e16)))
        let directory = try TemporaryDirectory()
        try directory.write(String(decoding: state.line(), as: UTF8.self), to: "state")
        try directory.write(nasty, to: "name")
        let python = shell(
            "python3 -c 'import json; t = open(\"state\", newline=\"\").read(); d = json.loads(t); n = open(\"name\").read(); print(d == {n: [{\"x\": 1.25, \"y\": 1e16}]}, json.dumps(d) == t.strip())'",
            in: directory)
        #expect(python.output == "True True\n", "\(python)")
    }

    @Test(
        "Entries come back as they went",
        arguments: ["abc 1.5", "abc 2 big  units", "abc ++", "abc", "abc 11:00 PM", "abc so  so"])
    func entries(_ line: String) throws {
        let value = try value(1_763_778_600.000001, line).1
        #expect(ActionValue(entry: value.entry) == value)
    }

    @Test("Messages for queues, and words for people") func words() throws {
        let table = [
            ("temp 21.5 °C", "2025-11-22T02:30:00.250000Z measurement TEMP 21.5 °C", "21.5 °C"),
            ("coffee ++", "2025-11-22T02:30:00.250000Z counter COFFEE 1.0", "+1"),
            ("backup", "2025-11-22T02:30:00.250000Z event BACKUP 1.0", ""),
            ("gn 11:00 PM", "2025-11-22T02:30:00.250000Z event GN 82800.0 time of day", "23:00"),
            ("sky grey", "2025-11-22T02:30:00.250000Z category SKY 1.0 grey", "grey"),
        ]
        for (line, message, words) in table {
            let (name, value) = try value(1_763_778_600.25, line)
            #expect(LoggedAction.line(name, value) == message)
            #expect(value.words == words)
        }
    }
}
