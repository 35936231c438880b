import CLinux
import Glibc
import Settings
import SupervisorClient

extension Supervisor {
    /// Lets something happen to a process, and does what follows from it.
    func send(_ event: ProcessLifecycle.Event, to process: ManagedProcess) {
        for action in process.lifecycle.handle(event, at: .now) {
            switch action {
            case .entered(let state): tell(state, of: process)
            case .spawn: spawn(process)
            case .signal:
                signal(process, SignalName.number(process.spec.settings.stopsignal), group: false)
            case .killGroup:
                signal(process, SIGKILL, group: true)
            }
        }
    }

    private func spawn(_ process: ManagedProcess) {
        do {
            process.spawned(try launcher.launch(process.spec))
            send(.spawned, to: process)
        } catch {
            process.spawnFailed(error)
            send(.spawnFailed, to: process)
        }
    }

    private func signal(_ process: ManagedProcess, _ signal: Int32, group: Bool) {
        guard let pid = process.child?.pid else { return }
        guard kill(group ? -pid : pid, signal) != 0 else { return }
        process.cannotBeSignalled(errorText(errno))
        send(.signalFailed, to: process)
    }

    /// Takes note of every child that has ended.
    func reapChildren() {
        while case let pid = clinux_next_ended_child(), pid > 0 {
            let process = processes.first { $0.child?.pid == pid }
            // While the process is not waited for, its number and its group's belong to nobody else:
            // now is the time to end what it left behind there.
            if process != nil { kill(-pid, SIGKILL) }
            var status: Int32 = 0
            waitpid(pid, &status, 0)
            guard let process else { continue }
            note(process.drainAndClose(buffer: pipeBuffer), of: process)
            let signal = clinux_ending_signal(status)
            let ending: Ending = signal == 0 ? .exited(clinux_exit_code(status)) : .killed(signal)
            process.ended(ending)
            send(.ended(ending), to: process)
        }
    }

    /// Ends a process that goes out of the table, should it still run.
    func retire(_ process: ManagedProcess) {
        send(.kill, to: process)
        note(process.drainAndClose(buffer: pipeBuffer), of: process)
    }

    private func tell(_ state: ProcessState, of process: ManagedProcess) {
        let name = process.spec.name
        hasChanged = true
        switch state {
        case .starting:
            break
        case .running:
            tell("\(name): RUNNING (pid \(process.child?.pid ?? 0))")
        case .stopped, .stopping:
            tell("\(name): \(state.name)")
        case .backoff:
            let wait = process.lifecycle.deadline.map { Int((($0 - .now) / .seconds(1)).rounded(.up)) } ?? 0
            tell("\(name): BACKOFF (\(process.reason); next try in \(wait) s)")
        case .exited, .fatal, .unknown:
            tell("\(name): \(state.name) (\(process.reason))")
        }
    }
}
