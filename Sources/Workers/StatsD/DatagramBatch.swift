import CLinux
import Glibc

/// Places for datagrams that are taken with one system call.
final class DatagramBatch {
    /// As many as are taken at once.
    static let count = 64

    /// No datagram is longer; memory that none has needed costs nothing.
    private static let length = 1 << 16

    private let bytes: UnsafeMutableRawPointer
    private let parts: UnsafeMutablePointer<iovec>
    private let datagrams: UnsafeMutablePointer<clinux_datagram>

    init() {
        let count = Self.count
        bytes = .allocate(byteCount: count * Self.length, alignment: 4096)
        parts = .allocate(capacity: count)
        datagrams = .allocate(capacity: count)
        for number in 0..<count {
            let part = parts + number
            part.initialize(to: iovec(iov_base: bytes + number * Self.length, iov_len: Self.length))
            (datagrams + number).initialize(to: clinux_datagram())
            datagrams[number].header.msg_iov = part
            datagrams[number].header.msg_iovlen = 1
        }
    }

    deinit {
        bytes.deallocate()
        parts.deallocate()
        datagrams.deallocate()
    }

    /// Takes what is there.
    /// - Returns: How many; 0: there are none, or the system call failed, as it does for a moment when memory is short.
    func receive(from descriptor: Int32) -> Int {
        max(0, Int(clinux_receive_datagrams(descriptor, datagrams, UInt32(Self.count))))
    }

    /// A datagram, until the next are taken.
    subscript(number: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes + number * Self.length, count: Int(datagrams[number].length))
    }
}
