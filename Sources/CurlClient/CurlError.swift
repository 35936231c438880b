/// libcurl did not take an option or a request: out of memory, a CA file or proxy it cannot use, or our mistake.
public struct CurlError: Error, Equatable, CustomStringConvertible {
    /// What was asked of libcurl.
    public let what: String

    /// libcurl's words.
    public let reason: String

    /// `libcurl refuses the option CURLOPT_PROXY: …`.
    public var description: String { "libcurl refuses \(what): \(reason)" }
}
