import Hummingbird
import SupervisorClient

/// All methods of the XML-RPC interface.
enum RPCMethods {
    static let byName = Dictionary(
        uniqueKeysWithValues: (DaemonMethods.all + ProcessMethods.all + LogMethods.all + SystemMethods.all)
            .map { ($0.name, $0) })

    /// Calls a method.
    /// - Throws: ``XMLRPCFault``; 403 to who may not.
    static func call(_ name: String, _ values: [XMLRPCValue], _ session: RPCSession) async throws -> XMLRPCValue {
        guard let method = byName[name] else { throw XMLRPCFault(.unknownMethod) }
        do {
            return try await method.call(values, session)
        } catch let refusal as ControlRefusal {
            throw refusal.fault
        } catch let error as SupervisorError {
            throw XMLRPCFault(.failed, error.description)
        }
    }
}

/// `/RPC2`: XML-RPC as supervisord speaks it, for supervisorctl and those who script it.
struct RPCRoutes: ConsoleRoutes {
    private let services: ConsoleServices

    init(_ services: ConsoleServices) { self.services = services }

    func add(to router: Router<ConsoleContext>) {
        router.post("/RPC2") { request, context in
            let session = RPCSession(
                services: services, identity: try context.requireIdentity(), address: context.address)
            let body = try await request.body.collect(upTo: context.maxUploadSize)
            let call: XMLRPCReader.Call
            do {
                call = try XMLRPCReader.call(Array(buffer: body))
            } catch {
                throw HTTPError(.badRequest, message: "\(error)")
            }
            let text: String
            do {
                text = XMLRPCWriter.answer(try await RPCMethods.call(call.method, call.parameters, session))
            } catch let fault as XMLRPCFault {
                text = XMLRPCWriter.answer(fault)
            }
            return Response(
                status: .ok, headers: [.contentType: "text/xml"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
    }
}
