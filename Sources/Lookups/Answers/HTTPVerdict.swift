/// What every interface means by a status.
extension LookupVerdict {
    /// What a status says of what was asked, whoever answers.
    ///
    /// What is not there or not for everybody is unknown: a withdrawn item is said to need an account, or not to exist.
    /// - Returns: nil when the answer is to be read.
    static func ofStatus(_ status: Int) -> LookupVerdict? {
        switch status {
        case 200..<300: nil
        case 401, 403: .unknown("HTTP \(status): not for everybody")
        case 400, 404, 410, 422, 501: .unknown("HTTP \(status)")
        default: .failed("HTTP \(status)")
        }
    }
}
