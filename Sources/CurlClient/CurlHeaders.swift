import CCurl

/// A list of header lines as libcurl takes it, which must live as long as a handle has it.
final class CurlHeaders {
    /// libcurl's list.
    private(set) var list: UnsafeMutablePointer<curl_slist>?

    deinit { curl_slist_free_all(list) }

    /// Adds a line.
    /// - Throws: ``CurlError`` when there is no memory.
    func add(_ line: String) throws(CurlError) {
        guard let longer = curl_slist_append(list, line) else {
            throw CurlError(what: "a header", reason: "out of memory")
        }
        list = longer
    }
}
