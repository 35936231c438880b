import CZstd

/// Zstandard: any number of frames one after the other.
final class ZstdDecoder: Decoder {
    private let stream: OpaquePointer

    private(set) var mayEnd = true

    init() throws(DamagedInput) {
        guard let stream = ZSTD_createDStream() else { throw DamagedInput(reason: "libzstd has no memory") }
        self.stream = stream
        // What `zstd --long=31` makes as well.
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 31)
    }

    deinit { ZSTD_freeDStream(stream) }

    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DamagedInput) -> (taken: Int, made: Int) {
        // Asked for more behind a frame, it would wait for the next one.
        if input.isEmpty && mayEnd { return (0, 0) }
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let answer = ZSTD_decompressStream(stream, &target, &source)
        guard ZSTD_isError(answer) == 0 else {
            throw DamagedInput(reason: "is damaged: \(String(cString: ZSTD_getErrorName(answer)))")
        }
        mayEnd = answer == 0
        return (source.pos, target.pos)
    }
}
