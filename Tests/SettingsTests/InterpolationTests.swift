import Testing

@testable import Settings

struct InterpolationTests {
    private let keys = ["name": "x", "percent": "50%%", "loop": "%(loop)s", "secret": "%(name)s${PW}"]
    private let environment = ["PW": "a%(name)s${PW}", "EMPTY": ""]

    private func expand(_ text: String) throws -> String {
        try Interpolation(value: { keys[$0] }, environment: environment).expand(text)
    }

    @Test(arguments: [
        ("plain", "plain"), ("%(name)s-%(NAME)s", "x-x"), ("%(percent)s %%", "50% %"), ("%%(name)s", "%(name)s"),
        // A per cent sign that says nothing stands for itself, also at the end.
        ("%h %l %>s \"%r\" 100%", "%h %l %>s \"%r\" 100%"), ("(/|%2F|%3A)", "(/|%2F|%3A)"), ("%(a|b)", "%(a|b)"),
        ("%(x", "%(x"),
        // supervisord's names are for later.
        ("%(program_name)s_%(process_num)02d %(here)s", "%(program_name)s_%(process_num)02d %(here)s"),
        // The environment is put in once, and last.
        ("${PW}", "a%(name)s${PW}"), ("%(secret)s|${EMPTY}|", "xa%(name)s${PW}||"),
        ("$PW $1 ^a$ ${1} ${a-b} ${ ${", "$PW $1 ^a$ ${1} ${a-b} ${ ${"), ("$${EMPTY}", "$"),
    ])
    func expands(text: String, expected: String) throws {
        #expect(try expand(text) == expected)
    }

    @Test(arguments: [
        ("%(nosuch)s", "%(nosuch)s: no such key here or in [DEFAULT]; write %% for a per cent sign"),
        ("%(loop)s", "refers to itself, or goes too deep"), ("a ${NOSUCH}", "the environment has no variable NOSUCH"),
    ])
    func refuses(text: String, reason: String) {
        #expect { try expand(text) } throws: { "\($0)" == reason }
    }

    @Test(arguments: [
        ("%(program_name)s_%(process_num)02d", "x_07"), ("%(process_num)d/%(numprocs)d", "7/9"),
        ("%(process_num)3d|%(process_num)s", "  7|7"), ("%(here)s/a", "/site/a"), ("%(PROGRAM_NAME)s", "x"),
        ("%(other)s %(process_num)x %( %h 100%", "%(other)s %(process_num)x %( %h 100%"),
    ])
    func putsInWhatDiffersByProcess(text: String, expected: String) {
        var process = ProcessSettings()
        process.numprocs = 9
        let worker = WorkerSettings(
            section: "worker_x", name: "x", job: .program(command: ""), process: process,
            origin: Origin(file: "x", line: 1))
        #expect(worker.expanded(text, instance: 7, directory: "/site") == expected)
    }
}
