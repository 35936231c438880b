import FoundationEssentials
import Glibc

/// nginx on a free port of the loopback interface, with a directory of its own; stopped with the value's last user.
///
/// It answers 200 to everything unless `locations` say otherwise, and logs each request.
public final class NginxServer: Sendable {
    /// nginx and openssl as Debian installs them.
    public static let isInstalled = access(program, X_OK) == 0 && access("/usr/bin/openssl", X_OK) == 0
    private static let program = "/usr/sbin/nginx"

    /// The port it listens on.
    public let port: Int

    /// `http://127.0.0.1:PORT`, or `https://…`.
    public let url: String

    /// With TLS: the file with the certificate that signed its own.
    public var caFile: String { directory.file("ca.pem") }

    private let directory: TemporaryDirectory
    private let process: ChildProcess

    /// Starts it and waits until it answers.
    /// - Parameters:
    ///   - port: Where it listens.
    ///   - locations: nginx directives for its server block.
    ///   - tls: Whether it speaks HTTPS and HTTP/2, with a certificate for 127.0.0.1 and localhost.
    public init(
        port: Int = freePort(), locations: String = "location / { return 200 'OK'; }", tls: Bool = false
    ) throws {
        directory = try TemporaryDirectory()
        self.port = port
        url = "\(tls ? "https" : "http")://127.0.0.1:\(port)"
        if tls { try NginxServer.makeCertificates(in: directory) }
        try directory.write(
            NginxServer.configuration(port: port, locations: locations, tls: tls, directory: directory.path),
            to: "nginx.conf")
        process = try ChildProcess(
            NginxServer.program,
            ["-p", directory.path, "-c", directory.file("nginx.conf"), "-e", directory.file("error.log")])
        try eventually("nginx listens on port \(port)") { isListening(port: port) }
    }

    /// What it logged, one request per line: connection number, protocol, method, target, User-Agent; tab separated.
    public var requests: [[String]] {
        (directory.read("access.log") ?? "").split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private static func configuration(port: Int, locations: String, tls: Bool, directory: String) -> String {
        // With TLS also on an address that the certificate does not name.
        let listen =
            tls
            ? "listen 127.0.0.1:\(port) ssl http2; listen 127.0.0.2:\(port) ssl http2;"
                + " ssl_certificate server.pem; ssl_certificate_key server.key;"
            : "listen 127.0.0.1:\(port);"
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(directory)/\($0);" }.joined(separator: " ")
        return """
            daemon off; master_process off; pid \(directory)/nginx.pid;
            events { worker_connections 512; }
            http {
                log_format tabs '$connection\t$server_protocol\t$request_method\t$request_uri\t$http_user_agent';
                access_log \(directory)/access.log tabs;
                \(temporary)
                keepalive_requests 1000000;
                server { \(listen) \(locations) }
            }
            """
    }

    private static func makeCertificates(in directory: TemporaryDirectory) throws {
        func openssl(_ arguments: String) throws {
            let words = arguments.split(separator: " ").map(String.init)
            let output = directory.file("openssl.log")
            let status = try ChildProcess("/usr/bin/openssl", words, in: directory.path, output: output).wait()
            guard status == 0 else {
                let said = directory.read("openssl.log") ?? ""
                throw ChildProcess.CannotStart(path: "openssl \(arguments)", reason: said)
            }
        }
        try directory.write("subjectAltName=IP:127.0.0.1,DNS:localhost\n", to: "san")
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        try openssl("req -x509 -batch \(key) -keyout ca.key -out ca.pem -days 2 -subj /CN=test-ca")
        try openssl("req \(key) -keyout server.key -out server.csr -subj /CN=localhost")
        try openssl(
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out server.pem")
    }
}
