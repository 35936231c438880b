/// A stream as ringserver names it, `ID/TYPE`.
///
/// Since version 4 an id is an FDSN source identifier, `FDSN:NET_STA_LOC_BAND_SOURCE_SUBSOURCE`; before that it was
/// `NET_STA_LOC_CHA`. A channel whose three parts are letters is written without the lines between them, so that both name
/// the same channel alike (`B_H_Z` is `BHZ`; FDSN Source Identifiers, "Mapping of SEED channel codes").
struct StreamID: Equatable {
    var network = ""
    var station = ""
    var location = ""
    /// Of an id in another form all of it.
    var channel: String

    /// - Parameter text: Its bytes.
    init(_ text: ArraySlice<UInt8>) {
        let id = text.lastIndex(of: UInt8(ascii: "/")).map { text[..<$0] } ?? text
        let isFDSN = id.starts(with: "FDSN:".utf8)
        let parts = (isFDSN ? id.dropFirst("FDSN:".utf8.count) : id).split(
            separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        func code(_ part: some Sequence<UInt8>) -> String { String(decoding: Array(part), as: UTF8.self) }
        switch parts.count {
        case 4: channel = code(parts[3])
        case 6 where isFDSN:
            let areLetters = parts[3...].allSatisfy { $0.count == 1 }
            channel = code(parts[3...].joined(separator: areLetters ? [] : [UInt8(ascii: "_")]))
        default:
            channel = code(id)
            return
        }
        (network, station, location) = (code(parts[0]), code(parts[1]), code(parts[2]))
    }
}
