import Glibc

/// Lets one process at a time make or change a store's tables: SQLite's own locks end amid that with "database is locked", and a
/// step that two begin is an error for one. It is taken on the folder, since whoever opens and closes the file itself loses
/// SQLite's locks on it.
enum FolderLock {
    /// Does something while nobody else who takes the lock does.
    /// - Throws: What the closure throws, and `StoreError` when the folder cannot be locked.
    static func holding<Result>(_ folder: String, for store: String, _ body: () throws -> Result) throws -> Result {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // The lock goes with the descriptor.
        defer { if descriptor >= 0 { close(descriptor) } }
        while descriptor < 0 || flock(descriptor, LOCK_EX) != 0 {
            guard descriptor >= 0, errno == EINTR else {
                throw StoreError.unavailable("\(store): cannot lock \(folder): \(String(cString: strerror(errno)))")
            }
        }
        return try body()
    }
}
