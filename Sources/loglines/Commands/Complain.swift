import Glibc

/// Says on stderr, in one line, what is wrong.
func complain(_ text: String) {
    var line = "loglines: \(text)\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
