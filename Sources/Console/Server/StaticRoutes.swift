import Hummingbird

/// `/static/…`: the style sheet, the script and the icon, which are part of the program.
struct StaticRoutes: ConsoleRoutes {
    private static let files: [(name: String, type: String, bytes: [UInt8])] = [
        ("console.css", "text/css; charset=utf-8", PackageResources.console_css),
        ("console.js", "text/javascript; charset=utf-8", PackageResources.console_js),
        ("icon.svg", "image/svg+xml", PackageResources.icon_svg),
    ]

    func add(to router: Router<ConsoleContext>) {
        for file in Self.files {
            let buffer = ByteBuffer(bytes: file.bytes)
            router.get(RouterPath("/static/\(file.name)")) { _, _ in
                Response(
                    status: .ok, headers: [.contentType: file.type, .cacheControl: "public, max-age=300"],
                    body: ResponseBody(byteBuffer: buffer))
            }
        }
    }
}
