/// Takes the compression off bytes that come in pieces.
public struct StreamDecoder {
    /// Bytes that cannot be read.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        /// What is wrong with them: `is damaged: incorrect data check`.
        public let description: String
    }

    /// How many of the first bytes tell the compression.
    public static let headLength = 8

    /// How the bytes are compressed.
    public let compression: Compression

    private let decoder: (any Decoder)?

    /// A decoder of bytes that begin so.
    /// - Parameter head: The first ``headLength`` bytes, or all.
    /// - Throws: ``Problem`` for a compression that is not read here.
    public init(head: some Collection<UInt8>) throws(Problem) {
        compression = Compression(of: head)
        do throws(DamagedInput) {
            decoder = try compression.makeDecoder()
        } catch {
            throw Problem(description: error.reason)
        }
    }

    /// Turns as much of `input` as goes into bytes of `output`.
    /// - Parameter input: What is left of it when this returns.
    /// - Returns: How many bytes were made; as many as go into `output`: there may be more without further input.
    /// - Throws: ``Problem`` for damaged bytes.
    public func decode(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(Problem) -> Int {
        guard let decoder else {
            let count = min(input.count, output.count)
            output.copyMemory(from: UnsafeRawBufferPointer(rebasing: input.prefix(count)))
            input = UnsafeRawBufferPointer(rebasing: input.dropFirst(count))
            return count
        }
        var filled = 0
        do throws(DamagedInput) {
            while filled < output.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: output[filled...])
                let (taken, made) = try decoder.decode(input, into: rest)
                input = UnsafeRawBufferPointer(rebasing: input.dropFirst(taken))
                filled += made
                if taken == 0 && made == 0 { break }
            }
        } catch {
            throw Problem(description: error.reason)
        }
        return filled
    }

    /// Says that no bytes will come any more.
    /// - Throws: ``Problem`` when some are missing.
    public func end() throws(Problem) {
        guard decoder?.mayEnd ?? true else { throw Problem(description: "ends in the middle of the compressed data") }
    }
}
