/// The MIME types of the files that repositories hold (PIRUS2's `svc_format`).
enum MIMEType {
    /// The type by the extension of a path's last part; nil when the extension is unknown or there is none.
    static func ofFile(_ target: Target) -> String? {
        let path = target.bytes[target.path]
        guard let dot = path.lastIndex(of: UInt8(ascii: ".")), !path[dot...].contains(UInt8(ascii: "/")) else {
            return nil
        }
        return packed(path[(dot + 1)...]).flatMap { byPackedExtension[$0] }
    }

    /// An extension in lower case as one number, which is looked up faster than a text; nil when it is too long for any.
    private static func packed(_ letters: some Collection<UInt8>) -> UInt64? {
        guard letters.count <= 4 else { return nil }
        return letters.reduce(1) { $0 << 8 | UInt64($1 &- UInt8(ascii: "A") < 26 ? $1 | 0x20 : $1) }
    }

    private static let byPackedExtension = Dictionary(
        byExtension.compactMap { name, type in packed(name.utf8).map { ($0, type) } },
        uniquingKeysWith: { first, _ in first })

    private static let byExtension = [
        "avi": "video/x-msvideo",
        "bib": "text/x-bibtex",
        "csv": "text/csv",
        "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "epub": "application/epub+zip",
        "gif": "image/gif",
        "gz": "application/gzip",
        "htm": "text/html",
        "html": "text/html",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "json": "application/json",
        "mov": "video/quicktime",
        "mp3": "audio/mpeg",
        "mp4": "video/mp4",
        "odp": "application/vnd.oasis.opendocument.presentation",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "odt": "application/vnd.oasis.opendocument.text",
        "pdf": "application/pdf",
        "png": "image/png",
        "ppt": "application/vnd.ms-powerpoint",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "ps": "application/postscript",
        "rtf": "application/rtf",
        "tar": "application/x-tar",
        "tex": "application/x-tex",
        "tif": "image/tiff",
        "tiff": "image/tiff",
        "txt": "text/plain",
        "wav": "audio/x-wav",
        "webm": "video/webm",
        "xls": "application/vnd.ms-excel",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xml": "application/xml",
        "zip": "application/zip",
    ]
}
