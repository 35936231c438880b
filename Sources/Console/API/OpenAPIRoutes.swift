import Hummingbird

/// `/api/v1/openapi.json`: what the JSON API is, for programs that read OpenAPI 3.1.
struct OpenAPIRoutes: ConsoleRoutes {
    private let version: String

    init(_ services: ConsoleServices) { version = services.version }

    func add(to router: Router<ConsoleContext>) {
        let text = String(decoding: PackageResources.openapi_json, as: UTF8.self)
            .replacing("@VERSION@", with: version)
        let buffer = ByteBuffer(string: text)
        router.get("/api/v1/openapi.json") { _, _ in
            Response(status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: buffer))
        }
    }
}
