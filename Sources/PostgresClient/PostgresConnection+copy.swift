import CPostgres

/// Many rows at once.
extension PostgresConnection {
    /// Fills a table. The server works on rows while the next ones are made.
    /// - Parameters:
    ///   - statement: `COPY … FROM STDIN`.
    ///   - next: Makes some more of what it copies, see ``CopyText``; nil: that was all.
    /// - Throws: ``PostgresError``.
    public func copy(_ statement: String, _ next: () -> [UInt8]?) throws(PostgresError) {
        let begun = try checked(PQexec(handle, statement))
        guard PQresultStatus(begun.pointer) == PGRES_COPY_IN else {
            throw .answer(state: "42601", "no COPY FROM STDIN: \(statement)")
        }
        while let rows = next() {
            let isSent = rows.withUnsafeBytes { bytes in
                PQputCopyData(handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) == 1
            }
            guard isSent else { throw lost() }
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw lost() }
        try finish()
    }

    /// Runs a query and calls a closure with each row as it comes, so that no result is held as a whole.
    /// - Throws: ``PostgresError``, and what the closure throws: then the rest is not asked for.
    public func forEach(
        _ sql: String, _ parameters: [String?] = [], _ body: (borrowing PostgresRow) throws -> Void
    ) throws {
        let isSent = CStrings.with(parameters) {
            PQsendQueryParams(handle, sql, Int32(parameters.count), nil, $0, nil, nil, 0) == 1
        }
        guard isSent, PQsetSingleRowMode(handle) == 1 else { throw lost() }
        while let pointer = PQgetResult(handle) {
            let result = PostgresResult(pointer)
            do {
                if let error = result.error { throw isUsable ? error : .unavailable(error.description) }
                if PQntuples(pointer) > 0 { try body(PostgresRow(pointer, 0)) }
            } catch {
                giveUp()
                throw error
            }
        }
    }

    /// Takes what is left of an answer.
    /// - Throws: The first error in it.
    private func finish() throws(PostgresError) {
        var first: PostgresError?
        while let pointer = PQgetResult(handle) { first = first ?? PostgresResult(pointer).error }
        if let first { throw isUsable ? first : .unavailable(first.description) }
        guard isUsable else { throw lost() }
    }

    /// Asks the server to stop what it answers, and takes what it has sent.
    private func giveUp() {
        if let cancel = PQgetCancel(handle) {
            var reason = [CChar](repeating: 0, count: 256)
            // Where that fails the rest comes, and is dropped here.
            PQcancel(cancel, &reason, Int32(reason.count))
            PQfreeCancel(cancel)
        }
        while let pointer = PQgetResult(handle) { PQclear(pointer) }
    }
}
