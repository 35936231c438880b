import CurlClient
import Forwarding
public import Lookups
public import PluginAPI

extension CurlOptions {
    /// Requests for what references stand for: records of some kilobytes.
    static func forLookups(userAgent: String) -> CurlOptions {
        var options = CurlOptions(timeout: 20, userAgent: userAgent)
        options.body = .whole(limit: 1 << 20)
        options.redirects = 5
        return options
    }
}

extension LookupSource {
    /// What became of a request: what it says of the interface, and of the reference (nil: there is no answer to read).
    func judgement(
        of result: CurlResult, for reference: Reference
    ) -> (signal: EndpointCircuit.Signal, verdict: LookupVerdict?) {
        if let failure = result.failure, failure.sent { return (.failing(reason: failure.description), nil) }
        switch Answer(result, success: [200]) {
        case .unreachable(let reason): return (.unreachable(reason: reason), nil)
        case .slowDown(let reason, let wait): return (.slowDown(reason: reason, after: wait), nil)
        case .tryAgain(let reason, _): return (.failing(reason: reason), nil)
        case .accepted, .refused:
            let verdict = read(status: result.status, body: result.body, for: reference)
            switch verdict {
            case .failed(let reason): return (.failing(reason: reason), verdict)
            case .unknown(let reason):
                // The identifier is quoted, so that `queues failed` makes one group of them.
                let asked = "\(Self.name) of \(reference.kind.rawValue) \"\(reference.id)\""
                return (.alive, .unknown("\(asked): \(reason)"))
            case .found, .ask: return (.alive, verdict)
            }
        }
    }
}

/// Asks one question at a time and waits for the answer: for people who try a configuration.
public struct DirectLookup {
    private let curl: CurlMulti

    /// - Throws: `CurlError` when libcurl cannot be used.
    public init(userAgent: String) throws {
        curl = try CurlMulti(.forLookups(userAgent: userAgent))
    }

    /// Asks an interface.
    /// - Returns: What it said; `failed` also when it did not answer.
    /// - Throws: `CurlError` when libcurl cannot go on.
    public func ask(_ source: any LookupSource, _ reference: Reference) throws -> LookupVerdict {
        var address = source.address(for: reference)
        for _ in 0..<4 {
            guard let next = address else { return .failed("\(reference) cannot be asked there") }
            try curl.submit(url: Array(next.utf8) + [0], tag: 0)
            var finished: [CurlMulti.Finished] = []
            while finished.isEmpty { finished = try curl.perform(waitUpTo: .seconds(1)) }
            let (signal, verdict) = source.judgement(of: finished[0].result, for: reference)
            switch (verdict, signal) {
            case (.ask(let further), _): address = further
            case (let verdict?, _): return verdict
            case (nil, .failing(let reason)), (nil, .unreachable(let reason)), (nil, .slowDown(let reason, _)):
                return .failed("\(type(of: source).name): \(reason)")
            case (nil, .alive): return .failed("\(type(of: source).name): no answer")
            }
        }
        return .failed("\(type(of: source).name): too many steps")
    }
}
