import PluginAPI

/// What was read of one line: filled field by field, in the order of the format, then made a ``ParsedLine``. Of two
/// fields that mean the same the first that has something counts.
struct LineFields {
    /// The zone of times that have none.
    let zone: LogZone

    private var address = FieldText.none
    private var peer = FieldText.none
    private var forwardedFor = FieldText.none
    private var host = FieldText.none
    private var method = FieldText.none
    private var request = FieldText.none
    private var target = FieldText.none
    private var path = FieldText.none
    private var query = FieldText.none
    private var httpProtocol = FieldText.none
    private var referer = FieldText.none
    private var userAgent = FieldText.none
    private var status = 0
    private var bytes: Int?
    private var bytesIn = 0
    private var bytesOut = 0
    private var duration: Double?
    private var time = TimeParts()
    private var hasTarget = false
    private var hasMethod = false

    init(zone: LogZone) { self.zone = zone }

    /// Reads a value.
    /// - Parameter name: What the format calls the field, for errors.
    /// - Throws: ``PluginError`` when it cannot be what it should.
    mutating func take(_ text: FieldText, as field: Field, _ name: String, _ scanner: LineScanner) throws {
        let range = text.range
        switch field {
        case .ignored, .operation: break
        case .status: status = try scanner.number(name, in: range)
        case .bytes: bytes = try bytes ?? scanner.number(name, in: range)
        case .bytesIn: bytesIn = try scanner.number(name, in: range)
        case .bytesOut: bytesOut = try scanner.number(name, in: range)
        case .duration(let perSecond): duration = duration ?? scanner.duration(in: range, perSecond: perSecond)
        case .method:
            Self.keep(text, &method, scanner)
            hasMethod = true
        case .request, .target, .path:
            if field == .request {
                Self.keep(text, &request, scanner)
                hasMethod = true
            } else if field == .target {
                Self.keep(text, &target, scanner)
            } else {
                Self.keep(text, &path, scanner)
            }
            hasTarget = true
        case .query: Self.keep(text, &query, scanner)
        case .address, .peer:
            try scanner.requireAddress(name, in: range)
            if field == .address { Self.keep(text, &self.address, scanner) } else { Self.keep(text, &peer, scanner) }
        case .addressAndPort:
            let address = scanner.withoutPort(range)
            try scanner.requireAddress(name, in: address)
            Self.keep(FieldText(range: address, coding: .plain), &self.address, scanner)
        case .forwardedFor: Self.keep(text, &forwardedFor, scanner)
        case .host: Self.keep(text, &host, scanner)
        case .httpProtocol: Self.keep(text, &httpProtocol, scanner)
        case .referer: Self.keep(text, &referer, scanner)
        case .userAgent: Self.keep(text, &userAgent, scanner)
        default: try time.take(range, as: field, name, zone: zone, scanner)
        }
    }

    private static func keep(_ text: FieldText, _ field: inout FieldText, _ scanner: LineScanner) {
        if field.isEmpty, !scanner.isNone(text.range) { field = text }
    }

    /// The line.
    /// - Throws: ``PluginError`` when time, address or target are missing.
    func line(of message: LogMessage, _ scanner: LineScanner) throws -> ParsedLine {
        var line = ParsedLine(service: message.service, storage: message.line, time: try time.time(in: zone, scanner))
        guard hasTarget else { throw scanner.malformed("target", at: scanner.end, "missing") }
        line.forwardedFor = forwardedFor.decoded(in: &line.storage)
        line.ip = address.isEmpty ? peer.range : address.range
        if line.ip.isEmpty { line.ip = line.forwardedFor }
        line.host = host.decoded(in: &line.storage)
        line.status = status
        line.bytes = bytes ?? 0
        line.bytesIn = bytesIn
        line.bytesOut = bytesOut
        line.duration = duration
        setTarget(of: &line)
        line.referer = referer.decoded(in: &line.storage)
        line.userAgent = userAgent.decoded(in: &line.storage)
        line.dropDashes()
        return line
    }

    private func setTarget(of line: inout ParsedLine) {
        if !request.isEmpty {
            line.setRequest(request.decoded(in: &line.storage))
        } else {
            line.httpProtocol = httpProtocol.decoded(in: &line.storage)
            line.url = target.isEmpty ? joinedTarget(in: &line.storage) : target.decoded(in: &line.storage)
            // A log without methods is read as one of GETs: nothing of it would count otherwise.
            if hasMethod {
                line.method = method.decoded(in: &line.storage)
            } else if !line.url.isEmpty {
                line.method = line.storage.appending("GET")
            }
        }
        line.splitAbsoluteURL()
        // A load balancer writes `- http://host:80- ` for what was no request.
        if line.method.isEmpty || line.isDash(line.method) {
            (line.method, line.url, line.httpProtocol) = (0..<0, 0..<0, 0..<0)
        }
    }

    private func joinedTarget(in storage: inout [UInt8]) -> Range<Int> {
        let path = path.decoded(in: &storage)
        var query = query.decoded(in: &storage)
        if storage[query].first == UInt8(ascii: "?") { query = query.lowerBound + 1..<query.upperBound }
        guard !query.isEmpty, !path.isEmpty else { return path }
        let start = storage.count
        storage.reserveCapacity(start + path.count + 1 + query.count)
        for index in path { storage.append(storage[index]) }
        storage.append(UInt8(ascii: "?"))
        for index in query { storage.append(storage[index]) }
        return start..<storage.count
    }
}
