import ArgumentParser
import Statistics

/// What can be exported: a table of records or of sums.
enum ExportTable: ExpressibleByArgument {
    case records(StoreTable)
    case sums(SumTable)

    init?(argument: String) {
        if let table = StoreTable(rawValue: argument) {
            self = .records(table)
        } else if let table = SumTable(argument) {
            self = .sums(table)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { StoreTable.allCases.map(\.rawValue) + SumTable.all.map(\.description) }
}
