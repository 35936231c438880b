import CLinux
import Glibc

/// Waits until a followed file or its directory changes, with inotify.
///
/// It waits for a second at most, so that files are followed as well where no notice comes: on network file systems, in directories
/// that did not exist, when the user's inotify watches are used up.
public final class Watcher {
    /// Why a wait ended.
    public enum Wake: Sendable {
        /// Something is to be looked at.
        case changed
        /// The time is over.
        case elapsed
        /// The stop descriptor is readable.
        case stopped
    }

    private let inotify: Int32
    private let stop: Int32
    private var watches: Set<Int32> = []

    private static let fileChanges = UInt32(IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)
    private static let directoryChanges = UInt32(
        IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)

    /// Makes a watcher.
    /// - Parameter stop: A descriptor that becomes readable when the wait is to end for good, such as a signalfd; it is not read.
    public init(stop: Int32? = nil) {
        // Without inotify (the user has too many instances) -1, which poll(2) passes over.
        inotify = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        self.stop = stop ?? -1
    }

    deinit {
        if inotify >= 0 { close(inotify) }
    }

    /// Waits for a change after a ``FollowerSet/step(_:)`` that moved nothing.
    /// - Parameter seconds: The longest wait; a second if it is longer.
    @discardableResult
    public func wait(for set: FollowerSet, atMost seconds: Double = 1) -> Wake {
        // A file that is watched only from now on may have changed before.
        let isNew = watch(set)
        var descriptors = [
            pollfd(fd: inotify, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
        ]
        // A signal ends the wait early, which does no harm.
        let count = poll(&descriptors, 2, isNew ? 0 : Int32(min(max(seconds, 0), 1) * 1000))
        if count > 0 && descriptors[1].revents != 0 { return .stopped }
        if count > 0 { drain(for: set) }
        return isNew || count > 0 ? .changed : .elapsed
    }

    /// Watches what the set has open now, and nothing else.
    /// - Returns: Whether anything is watched that was not before.
    private func watch(_ set: FollowerSet) -> Bool {
        guard inotify >= 0 else { return false }
        let wanted = set.watched
        var now: Set<Int32> = []
        for descriptor in wanted.descriptors {
            // The file behind the descriptor, whatever its name is by now.
            now.insert(inotify_add_watch(inotify, "/proc/self/fd/\(descriptor)", Self.fileChanges))
        }
        for directory in wanted.directories {
            now.insert(inotify_add_watch(inotify, directory, Self.directoryChanges | UInt32(IN_ONLYDIR)))
        }
        now.remove(-1)
        for watch in watches.subtracting(now) { inotify_rm_watch(inotify, watch) }
        defer { watches = now }
        return !now.isSubset(of: watches)
    }

    /// Empties the queue of notices. What they say does not matter, since every file is looked at after each of them (so that an
    /// overflow loses nothing); but the names in the directories may be others now.
    private func drain(for set: FollowerSet) {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(inotify, &buffer, buffer.count)
            if count <= 0 { return }
            if mentionsNames(buffer[..<count]) { set.rescan() }
        }
    }

    private func mentionsNames(_ notices: ArraySlice<UInt8>) -> Bool {
        notices.withUnsafeBytes { bytes in
            var offset = 0
            while offset + MemoryLayout<inotify_event>.size <= bytes.count {
                let notice = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                if notice.mask & UInt32(IN_MODIFY) == 0 { return true }
                offset += MemoryLayout<inotify_event>.size + Int(notice.len)
            }
            return false
        }
    }
}
