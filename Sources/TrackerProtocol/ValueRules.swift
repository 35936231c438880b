/// What a key's value should have been; nil when it is right.
/// - Parameters:
///   - key: One of the version's keys.
///   - value: The decoded value.
/// - Returns: A noun phrase for "… is not NOUN".
func expectation(of key: OpenURLKey, in version: ProtocolVersion, missedBy value: ArraySlice<UInt8>) -> String? {
    switch key {
    case .urlVer:
        value.elementsEqual("Z39.88-2004".utf8) ? nil : "Z39.88-2004"
    case .urlTim:
        missedTime(value, in: version)
    case .rftDat:
        value.elementsEqual("Request".utf8) || value.elementsEqual("Investigation".utf8)
            ? nil : "Request or Investigation"
    case .reqID:
        missedRequester(value, in: version)
    case .rftArtnum:
        missedItem(value, in: version)
    case .svcDat where version == .pirus2:
        // The article's version in 2010, the file's address later on.
        value.isEmpty ? "the article's version, such as Accepted version" : nil
    case .svcDat:
        isWebAddress(value) ? nil : "an absolute http or https URL"
    case .rfrID where version == .pirus2:
        value.isEmpty ? "a service's name" : nil
    case .rfrID:
        isHostName(value) ? nil : "a host name"
    case .svcFormat:
        value.isEmpty || isMediaType(value) ? nil : "a MIME type"
    case .rftID:
        value.after("info:doi:")?.isEmpty == false ? nil : "info:doi: with a DOI after it"
    case .reqDat, .rfrDat, .rftJtitle, .rftAtitle, .rftAulast, .rftIssn, .rftEissn, .svcSession:
        // What the client or the catalogue says; empty when it says nothing.
        nil
    }
}

private func missedTime(_ value: ArraySlice<UInt8>, in version: ProtocolVersion) -> String? {
    if version == .pirus2 {
        return isTime(value, isEnd: isLoggerTimeEnd) ? nil : "a time like 2009-04-01T01:14:28,301,301"
    }
    return isTime(value) { $0.elementsEqual("Z".utf8) } ? nil : "a time in UTC like 2024-06-15T12:35:07Z"
}

private func missedRequester(_ value: ArraySlice<UInt8>, in version: ProtocolVersion) -> String? {
    let isPrefixed = value.after("urn:ip:").map(isAddress) ?? false
    return switch version {
    case .pirus2:
        isPrefixed || isMD5(value) || isAddress(value)
            ? nil : "an IP address, bare or after urn:ip:, or the MD5 of one"
    case .irusR4:
        isPrefixed ? nil : "urn:ip: with an IP address after it"
    case .irusR5:
        // EPrints and the mlibrary gem still send the prefix of release 4 to the same endpoint.
        isPrefixed || isAddress(value) ? nil : "an IP address, bare or after urn:ip:"
    }
}

private func missedItem(_ value: ArraySlice<UInt8>, in version: ProtocolVersion) -> String? {
    if version == .pirus2 {
        // The item's page in 2010; EPrints' plugin of 2012 sent the OAI identifier.
        return isWebAddress(value) || isOAIIdentifier(value) ? nil : "the item's URL"
    }
    return isOAIIdentifier(value) ? nil : "an OAI identifier like oai:eprints.example.ac.uk:123"
}

/// A key or value for a message: at most 80 characters, control characters and bytes that are not UTF-8 replaced.
func shown(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes.prefix(400), as: UTF8.self)
    let clean = text.unicodeScalars.prefix(80).map { isHidden($0) ? "\u{fffd}" : $0 }
    var shown = String(String.UnicodeScalarView(clean))
    if text.unicodeScalars.count > 80 || bytes.count > 400 { shown += "…" }
    return shown
}

/// Whether a character would do something to a terminal or a line instead of being shown.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
}
