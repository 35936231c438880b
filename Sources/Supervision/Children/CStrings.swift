import Glibc

/// Hands strings to C as the NULL-terminated array that exec and its kin take.
func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    return pointers.withUnsafeMutableBufferPointer { buffer in
        // Not empty, since it holds the NULL: it has an address.
        guard let base = buffer.baseAddress else { preconditionFailure("an array without address") }
        return body(base)
    }
}
