/// `run/` below the configuration's directory: the control socket, and the file that one living supervisor holds locked.
package struct RunDirectory {
    /// The socket's name.
    package static let socketName = "supervisor.sock"

    /// The directory.
    package let path: String

    package init(home: String) { path = "\(home)/run" }
}
