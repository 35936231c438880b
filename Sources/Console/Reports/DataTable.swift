/// A table of a report: what a chart shows, or what stands in a table of the page; and a file for a spreadsheet.
struct DataTable: Sendable, Equatable {
    /// A column: its name in files, and its heading on pages.
    struct Column: Sendable, Equatable {
        let name: String
        let heading: String

        init(_ name: String, _ heading: String) { (self.name, self.heading) = (name, heading) }
    }

    /// What stands in a cell.
    enum Cell: Sendable, Equatable {
        case text(String)
        /// A text in files that pages have another one for: a country's letters, and its name.
        case code(String, shown: String)
        case count(Int)
        case bytes(Int)
        /// How many more or fewer.
        case difference(Int)
        /// A part of a whole, from 0 to 1; nil: there is no whole.
        case share(Double?)
        /// How much more or less, in parts of what it was; nil: of nothing.
        case change(Double?)

        /// As people read it.
        var shown: String {
            switch self {
            case .text(let text), .code(_, let text): text
            case .count(let count): Figure.count(count)
            case .bytes(let bytes): Figure.bytes(bytes)
            case .difference(let count): "\(count > 0 ? "+" : "")\(Figure.count(count))"
            case .share(let share): share.map { "\(Figure.percent($0)) %" } ?? "–"
            case .change(let change): change.map { "\($0 > 0 ? "+" : "")\(Figure.percent($0)) %" } ?? "–"
            }
        }

        var isNumber: Bool {
            switch self {
            case .text, .code: false
            default: true
            }
        }
    }

    let columns: [Column]
    let rows: [[Cell]]

    /// What its template names.
    var values: [String: Any] {
        [
            "columns": columns.indices.map { index in
                [
                    "heading": columns[index].heading, "isNumber": rows.first?[index].isNumber ?? (index > 0),
                ] as [String: Any]
            },
            "rows": rows.map { row in
                [
                    "name": row.first?.shown ?? "",
                    "cells": row.dropFirst().map { ["text": $0.shown, "isNumber": $0.isNumber] as [String: Any] },
                ] as [String: Any]
            },
        ]
    }

    /// The same with a bar in each row, as long as its share; the highest share fills its place.
    var valuesWithBars: [String: Any] {
        let shares = rows.map { row in
            row.lazy.compactMap { if case .share(let share) = $0 { share } else { nil } }.first ?? 0
        }
        let most = shares.max() ?? 0
        var values = values
        let rows = values["rows"] as? [[String: Any]] ?? []
        values["rows"] = zip(rows, shares).map { row, share in
            row.merging(["bar": most > 0 ? Figure.percent(share / most) : "0"]) { $1 }
        }
        values["hasBars"] = true
        return values
    }
}
