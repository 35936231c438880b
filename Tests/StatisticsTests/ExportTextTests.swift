import PluginAPI
import Statistics
import Testing

@Suite("Rows as text")
struct ExportTextTests {
    private func text<Record: StoredRecord>(_ record: Record, _ form: ExportText.Form) -> String {
        let export = ExportText(Record.columns, as: form)
        var text = export.head
        export.append(record, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    @Test("CSV: quotes where they must be, nothing for NULL")
    func csv() {
        var point = PointRecord.sample(3)
        point.name = #"a,"b""#
        point.unit = ""
        #expect(
            text(point, .csv)
                == "id,time,service,name,value,unit,kind\np3,2024-06-15T01:00:00Z,s,\"a,\"\"b\"\"\",1.0,\"\",\n")
    }

    @Test("JSON lines")
    func json() {
        var point = PointRecord.sample(3)
        point.name = #"a"\b"#
        #expect(
            text(point, .json)
                == #"{"id":"p3","time":"2024-06-15T01:00:00Z","service":"s","name":"a\"\\b","value":1.0,"#
                + #""unit":"1","kind":null}"# + "\n")
        let event = text(EventRecord.bare("é"), .json)
        #expect(event.hasPrefix(#"{"id":"é","time":"2024-06-15T10:00:00Z","service":"s","kind":"Request","item":"i","#))
        #expect(event.hasSuffix(#""session":null,"double_click":false,"click":null,"click_next":null}"# + "\n"))
    }
}
