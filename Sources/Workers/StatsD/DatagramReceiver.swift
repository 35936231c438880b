import Glibc

/// Takes datagrams from a socket into a box, on the thread that calls it.
struct DatagramReceiver {
    private let socket: DatagramSocket
    private let box: ShardBox
    private let stop: StopSignal

    init(_ socket: DatagramSocket, _ box: ShardBox, _ stop: StopSignal) {
        (self.socket, self.box, self.stop) = (socket, box, stop)
    }

    /// Takes until the stop is requested, and then what is there already.
    func run() {
        let batch = DatagramBatch()
        while !stop.isRequested {
            var waiting = [
                pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&waiting, 2, 1_000)
            drain(batch, batches: .max)
        }
        // What came before the stop; but not for as long as others go on sending.
        drain(batch, batches: 1_000)
    }

    private func drain(_ batch: DatagramBatch, batches: Int) {
        let wasRunning = !stop.isRequested
        for _ in 0..<batches {
            let count = batch.receive(from: socket.descriptor)
            if count > 0 { box.take(batch, count: count) }
            // A full batch may have left some behind.
            if count < DatagramBatch.count || wasRunning && stop.isRequested { return }
        }
    }
}
