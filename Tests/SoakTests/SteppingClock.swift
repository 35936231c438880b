import FoundationEssentials
import Glibc
import PluginTestKit
import TestKit

/// A wall clock for other processes that can be set back; see Tests/Scripts/stepping_clock.c. The monotonic clock goes on, and
/// so do the times of files, which are the kernel's.
struct SteppingClock {
    /// What a process needs that is to have this clock.
    let environment: [String: String]
    private let file: String

    /// Nil where it cannot be compiled or loaded: sanitizers want to be the first to be.
    init?(_ directory: TemporaryDirectory) throws {
        file = try directory.write(String(repeating: "\0", count: 8), to: "clock")
        let library = directory.file("stepping_clock.so")
        let source = "'\(PackageRoot.path)/Tests/Scripts/stepping_clock.c'"
        let compiled = shell(
            "$(command -v clang cc | head -1) -O2 -shared -fPIC -o \(library) \(source)", in: directory)
        let variables = ProcessInfo.processInfo.environment
        guard compiled.code == 0, variables["ASAN_OPTIONS"] == nil, variables["TSAN_OPTIONS"] == nil else { return nil }
        environment = ["LD_PRELOAD": library, "STEPPING_CLOCK": file]
    }

    /// Sets the clock so many seconds before or after the right time, for all at once.
    func set(_ seconds: Int) throws {
        let descriptor = open(file, O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var nanoseconds = Int64(seconds) * 1_000_000_000
        guard pwrite(descriptor, &nanoseconds, 8, 0) == 8 else { throw SoakError("cannot set the clock") }
    }
}
