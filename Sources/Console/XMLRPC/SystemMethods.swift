/// What XML-RPC servers say of their methods, and several calls in one.
enum SystemMethods {
    static let all: [RPCMethod] = [
        RPCMethod("system.listMethods", returns: "array", "Lists the methods.") { _, _ in
            .array(RPCMethods.byName.keys.sorted().map { .string($0) })
        },
        RPCMethod("system.methodHelp", [.string("name")], returns: "string", "Says what a method does.") {
            arguments, _ in
            .string(try method(arguments.string(0)).longHelp)
        },
        RPCMethod(
            "system.methodSignature", [.string("name")], returns: "array",
            "Says what types a method returns and takes."
        ) { arguments, _ in
            let method = try method(arguments.string(0))
            return .array(([method.result] + method.parameters.map(\.type)).map { .string($0) })
        },
        RPCMethod(
            "system.multicall", [RPCMethod.Parameter(type: "array", name: "calls", isOptional: false)],
            returns: "array",
            "Calls several methods, one after the other."
        ) { arguments, session in
            var results: [XMLRPCValue] = []
            for call in arguments.array(0) {
                do {
                    results.append(try await one(call, session))
                } catch let fault as XMLRPCFault {
                    results.append(fault.value)
                }
            }
            return .array(results)
        },
    ]

    private static func one(_ call: XMLRPCValue, _ session: RPCSession) async throws -> XMLRPCValue {
        guard case .structure(let members) = call, case .string(let name)? = members["methodName"] else {
            throw XMLRPCFault(.incorrectParameters, "No methodName")
        }
        guard name != "system.multicall" else {
            throw XMLRPCFault(.incorrectParameters, "Recursive system.multicall forbidden")
        }
        var parameters: [XMLRPCValue] = []
        if case .array(let values)? = members["params"] { parameters = values }
        return try await RPCMethods.call(name, parameters, session)
    }

    private static func method(_ name: String) throws(XMLRPCFault) -> RPCMethod {
        guard let method = RPCMethods.byName[name] else { throw XMLRPCFault(.signatureUnsupported) }
        return method
    }
}

extension RPCMethod {
    /// What it does, takes and returns, in supervisord's form.
    var longHelp: String {
        ([help, ""] + parameters.map { "@param \($0.type) \($0.name)" } + ["@return \(result) result"])
            .joined(separator: "\n")
    }
}
