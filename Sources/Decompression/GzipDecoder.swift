import CZlib

/// gzip: any number of members one after the other, as `cat a.gz b.gz` and bgzip make them.
final class GzipDecoder: Decoder {
    private var stream: UnsafeMutablePointer<z_stream>
    private var isBetweenMembers = false
    /// Zeros behind the last member, as tapes are filled up with.
    private var isOver = false

    var mayEnd: Bool { isBetweenMembers || isOver }

    init() throws(DamagedInput) {
        // zlib compares the address with the one that it was given first: it must not move.
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard czlib_begin_gzip(stream) == Z_OK else { throw DamagedInput(reason: "zlib has no memory") }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DamagedInput) -> (taken: Int, made: Int) {
        guard let first = input.first else { return (0, 0) }
        if isOver { return (try zeros(input), 0) }
        if isBetweenMembers {
            guard first == 0x1f else {
                isOver = true
                return (try zeros(input), 0)
            }
            inflateReset(stream)
            isBetweenMembers = false
        }
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = uInt(input.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = uInt(output.count)
        let answer = inflate(stream, Z_NO_FLUSH)
        switch answer {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: isBetweenMembers = true
        default:
            let message = stream.pointee.msg.map { String(cString: $0) }
            throw DamagedInput(reason: "is damaged: \(message ?? "zlib's error \(answer)")")
        }
        return (input.count - Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out))
    }

    /// What is not compressed behind what is might be lines, too: they must not go without a word.
    private func zeros(_ input: UnsafeRawBufferPointer) throws(DamagedInput) -> Int {
        guard input.allSatisfy({ $0 == 0 }) else {
            throw DamagedInput(reason: "goes on behind its end, not compressed")
        }
        return input.count
    }
}
