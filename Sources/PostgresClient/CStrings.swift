import Glibc

/// Lists of C strings for libpq.
enum CStrings {
    /// Calls a closure with the texts as C strings, with a null pointer for nil and after the last.
    static func with<Result>(
        _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { $0.flatMap { strdup($0) } }
        defer { for copy in copies { free(copy) } }
        return (copies.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { buffer in
            guard let first = buffer.baseAddress else { preconditionFailure("a list with an end is not empty") }
            return body(first)
        }
    }
}
