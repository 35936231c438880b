import Decompression
import Glibc
import PluginAPI
import Queues
public import Settings
import Tailing
import Workers

/// Finds the line that somebody speaks of, and the service it belongs to.
public struct LineFinder {
    let configuration: Configuration
    let service: String?
    let places: MessagePlaces

    /// A finder.
    /// - Parameter service: The service that the user names; nil: none, and the line must belong to one for sure.
    public init(_ configuration: Configuration, service: String?, _ places: MessagePlaces) {
        self.configuration = configuration
        self.service = service
        self.places = places
    }

    /// A line given as text.
    /// - Throws: ``LineNotFound`` when its service is not clear.
    public func line(_ bytes: [UInt8]) throws -> SubjectLine {
        let service = try service ?? onlyService()
        return SubjectLine(message: LogMessage(service: service, line: bytes))
    }

    /// The message of an id: in a queue, or else in the file it was read from.
    /// - Throws: ``LineNotFound``, `RedisError`.
    public func message(id: String) throws -> SubjectLine {
        if let outage = places.outage { throw LineNotFound("where \(id) is cannot be told: \(outage)") }
        if let found = try places.find({ $0.message.id == id }).first {
            return SubjectLine(message: found.envelope.message)
        }
        let parts = id.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let offset = UInt64(parts[1]) else {
            throw LineNotFound("no queue holds a message with the id \(id)")
        }
        if let (path, service) = try places.importedFile(of: parts[0]) {
            return try importedMessage(id, path: path, service: service, offset: offset)
        }
        guard let (path, _) = try places.checkpoints().first(where: { $0.checkpoint.generation == parts[0] }) else {
            throw LineNotFound(
                "no queue holds a message with the id \(id), and the file it was read from is followed no more")
        }
        guard let file = LogFile(path), let line = file.line(at: offset) else {
            throw LineNotFound("no queue holds a message with the id \(id), and \(path) has no line at byte \(offset)")
        }
        let service = try service ?? self.service(of: path)
        return SubjectLine(
            message: LogMessage(
                service: service, line: try record(line, at: offset, of: path, service: service), id: id),
            position: "\(path), byte \(offset)")
    }

    /// A line of a file that was imported, which may be compressed.
    private func importedMessage(_ id: String, path: String, service: String, offset: UInt64) throws -> SubjectLine {
        do {
            guard let line = try ImportedLine.line(at: offset, of: path, configuration.framing(of: service)) else {
                throw LineNotFound(
                    "no queue holds a message with the id \(id), and \(path) has no line at byte \(offset)")
            }
            return SubjectLine(
                message: LogMessage(service: service, line: line, id: id), position: "\(path), byte \(offset)")
        } catch let problem as InputFile.Problem {
            throw LineNotFound("no queue holds a message with the id \(id), which was imported from \(problem)")
        }
    }

    /// A line of a file.
    /// - Throws: ``LineNotFound``, `RedisError`.
    public func line(in place: FileLine) throws -> SubjectLine {
        let path = absolute(place.path)
        guard let file = LogFile(path) else {
            throw LineNotFound("\(path): \(String(cString: strerror(errno)))")
        }
        guard let (line, offset) = file.line(number: place.number) else {
            throw LineNotFound("\(path): has no line \(place.number)")
        }
        let service = try service ?? self.service(of: path)
        let record = try record(line, at: offset, of: path, service: service)
        var subject = SubjectLine(
            message: LogMessage(service: service, line: record), position: "\(path):\(place.number)")
        guard let status = file.identity,
            let (_, checkpoint) = try places.checkpoints().first(where: {
                $0.checkpoint.device == status.device && $0.checkpoint.inode == status.inode
            })
        else { return subject }
        subject = SubjectLine(
            message: LogMessage(service: service, line: record, id: "\(checkpoint.generation):\(offset)"),
            position: subject.position)
        if offset >= checkpoint.offset {
            subject.notRead = "the tail has read the file up to byte \(checkpoint.offset)"
        }
        return subject
    }

    /// The record of a service that begins with a line.
    /// - Throws: ``LineNotFound`` when the line is within one.
    private func record(_ line: [UInt8], at offset: UInt64, of path: String, service: String) throws -> [UInt8] {
        let framing = try configuration.framing(of: service)
        guard framing != .lines else { return line }
        guard let record = try ImportedLine.line(at: offset, of: path, framing) else {
            throw LineNotFound("\(path), byte \(offset): the line is within a record; give the one that it begins with")
        }
        return record
    }

    /// A path as the command line means it: relative to the site, as in `loglines.cfg`, or to where the user is.
    private func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        let ofSite = "\(configuration.directory)/\(path)"
        return access(ofSite, F_OK) == 0 ? ofSite : path
    }

    /// The service whose tail follows a file.
    private func service(of path: String) throws -> String {
        let services = configuration.workers.compactMap { worker -> String? in
            guard case .tail(let tail) = worker.job, tail.logfile.contains(where: { fnmatch($0, path, 0) == 0 }) else {
                return nil
            }
            return tail.servicename
        }
        if Set(services).count == 1, let service = services.first { return service }
        return try onlyService()
    }

    private func onlyService() throws -> String {
        let names = configuration.services.keys.sorted()
        guard names.count == 1, let name = names.first else {
            throw LineNotFound(
                "which service is it of? There are \(names.isEmpty ? "none" : names.joined(separator: ", "))")
        }
        return name
    }
}
