import Testing

@testable import Console

@Suite struct CSVTextTests {
    @Test(
        arguments: [
            (.text("plain é"), "plain é"), (.text(#"a "b", c"#), #""a ""b"", c""#),
            (.text("two\nlines"), "\"two\nlines\""),
            (.text("=1+1"), "'=1+1"), (.text("+49"), "'+49"), (.text("-2"), "'-2"), (.text("@SUM(A1)"), "'@SUM(A1)"),
            (.text("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\""), (.text("a=1"), "a=1"), (.text(""), ""),
            (.text("\r=1"), "\"'\r=1\""), (.text("\u{301}=1"), "\u{301}=1"), (.code("DE", shown: "Germany"), "DE"),
            (.count(-1_234), "-1234"), (.bytes(5_000), "5000"), (.difference(-3), "-3"), (.share(0.1234), "12.3"),
            (.share(nil), ""), (.change(-0.5), "-50"), (.change(nil), ""),
        ] as [(DataTable.Cell, String)])
    func writesCells(_ cell: DataTable.Cell, _ text: String) {
        #expect(CSVText.text(DataTable(columns: [.init("one", "One")], rows: [[cell]])) == "one\r\n\(text)\r\n")
    }

    @Test func writesRows() {
        let table = DataTable(
            columns: [.init("item", "Item"), .init("downloads", "Downloads")],
            rows: [[.text("a"), .count(1)], [.text("b,c"), .count(2)]])
        #expect(CSVText.text(table) == "item,downloads\r\na,1\r\n\"b,c\",2\r\n")
        #expect(CSVText.text(DataTable(columns: table.columns, rows: [])) == "item,downloads\r\n")
    }
}
