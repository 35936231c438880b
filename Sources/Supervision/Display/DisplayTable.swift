import SupervisorClient

/// What the display says about one process.
struct DisplayRow: Equatable {
    var name: String
    var state: ProcessState
    /// Said instead of figures when there are none.
    var remark: String
    var figure: WorkerFigure?
}

/// Rows set in columns for a terminal.
struct DisplayTable {
    private let rows: [DisplayRow]

    init(_ rows: [DisplayRow]) {
        self.rows = rows
    }

    /// Lines that fit into so many columns and rows.
    func lines(columns: Int, rows height: Int, colours: Bool) -> [String] {
        let width = (rows.map(\.name.count).max() ?? 0) + 2
        let shown = rows.count <= height ? rows : Array(rows.prefix(max(0, height - 1)))
        var lines = shown.map { line($0, nameWidth: width, columns: columns, colours: colours) }
        if shown.count < rows.count { lines.append(String("… and \(rows.count - shown.count) more".prefix(columns))) }
        return lines
    }

    private func line(_ row: DisplayRow, nameWidth: Int, columns: Int, colours: Bool) -> String {
        let state = padded(row.state.name, to: 10)
        let text = String((padded(row.name, to: nameWidth) + state + details(of: row)).prefix(columns))
        guard colours, text.count >= nameWidth + state.count else { return text }
        let head = text.prefix(nameWidth)
        let tail = text.dropFirst(nameWidth + state.count)
        return "\(head)\u{1B}[\(colour(of: row.state))m\(state)\u{1B}[0m\(tail)"
    }

    private func details(of row: DisplayRow) -> String {
        guard let figure = row.figure else { return row.remark }
        var text = padLeft("\(oneDecimal(figure.rate))/s", to: 12)
        text += "  done \(padLeft(String(figure.done), to: 10))"
        if let depth = figure.queueDepth { text += "  queue \(padLeft(String(depth), to: 8))" }
        return text
    }

    private func colour(of state: ProcessState) -> Int {
        switch state {
        case .running: 32
        case .starting, .stopping, .backoff: 33
        case .fatal, .unknown: 31
        case .stopped, .exited: 2
        }
    }

    private func oneDecimal(_ number: Double) -> String {
        guard number < 1000 else { return String(Int(number)) }
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func padLeft(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
