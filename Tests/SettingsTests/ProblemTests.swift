import Testing

@testable import Settings

/// Every mistake is found, with its place, and said in one line.
struct ProblemTests {
    @Test(arguments: [
        // Unknown names.
        ("[redis]\nhots = x", "loglines.cfg:2: [redis] hots: unknown key; nearest: host"),
        ("[rediss]\nhost = x", "loglines.cfg:1: [rediss] unknown section; nearest: [redis]"),
        ("[wroker_x]\nkind = broker", "loglines.cfg:1: [wroker_x] unknown section; nearest: [worker_x]"),
        ("[service]", "loglines.cfg:1: [service] unknown section; nearest: [service_NAME]"),
        (
            "[worker_x]\nkind = pirsu2",
            "loglines.cfg:2: [worker_x] kind: 'pirsu2' is no kind of worker; nearest: pirus2"
        ),
        // Wrong types.
        ("[redis]\nport = many", "loglines.cfg:2: [redis] port: 'many' is not a whole number from 1 to 65535"),
        ("[redis]\nport = 65536", "loglines.cfg:2: [redis] port: '65536' is not a whole number from 1 to 65535"),
        ("[redis]\ntimeout = nan", "loglines.cfg:2: [redis] timeout: 'nan' is not seconds, more than 0"),
        ("[supervisor]\nport = here", "loglines.cfg:2: [supervisor] port: 'here' is not HOST:PORT"),
        (
            "[process_x]\ncommand = a\nautostart = maybe",
            "loglines.cfg:3: [process_x] autostart: 'maybe' is not yes or no"
        ),
        (
            "[process_x]\ncommand = a\nnumprocs = 0",
            "loglines.cfg:3: [process_x] numprocs: '0' is not a whole number from 1 to 1000"
        ),
        (
            "[process_x]\ncommand = a\nstopsignal = STOP",
            "loglines.cfg:3: [process_x] stopsignal: 'STOP' is not one of TERM, HUP, INT, QUIT, KILL, USR1, USR2"
        ),
        (
            "[process_x]\ncommand = a\nstdout_logfile_maxbytes = 5XB",
            "loglines.cfg:3: [process_x] stdout_logfile_maxbytes: '5XB' is not a size (50MB, 512KB, a number of bytes)"
        ),
        (
            "[worker_x]\nkind = pirus2\nlistento = a\nendpoint_url = ftp://u:pw@x/\n",
            "loglines.cfg:4: [worker_x] endpoint_url: 'ftp://u:••••@x/' is not an address that begins with http:// or https://"
        ),
        (
            "[worker_x]\nlistento = a\nendpoint_url = http://x/\nprotocol = irus",
            "loglines.cfg:4: [worker_x] protocol: 'irus' is not one of pirus2, irus-r4, irus-r5"
        ),
        (
            "[worker_x]\nlistento = a\nendpoint_url = http://x/\non_doubt = drop",
            "loglines.cfg:4: [worker_x] on_doubt: 'drop' is not one of resend, hold"
        ),
        (
            "[worker_x]\nlistento = a\nendpoint_url = http://x/\nsuccess = 200 ok",
            "loglines.cfg:4: [worker_x] success: '200 ok' is not a list of HTTP statuses (200 304)"
        ),
        (
            "[worker_x]\nkind = recorder\nlistento = a\ndatabase = mysql://u:pw@x/",
            "loglines.cfg:4: [worker_x] database: 'mysql://u:••••@x/' is not sqlite:FILE, postgresql://USER:PASSWORD@HOST/DATABASE or influxdb://USER:PASSWORD@HOST/DATABASE"
        ),
        (
            "[worker_x]\nkind = recorder\nlistento = a\nretention = 2y",
            "loglines.cfg:4: [worker_x] retention: '2y' is not days (730), days by table (events=730 points=90 hours=90) or empty"
        ),
        // Queues.
        (
            "[worker_x]\nlistento = a\nfanout = b c b",
            "loglines.cfg:3: [worker_x] fanout: names b twice"
        ),
        (
            "[worker_x]\nlistento = a\nfanout = failed:b",
            "loglines.cfg:3: [worker_x] fanout: 'failed:b' is no name for a queue: failed:… is used otherwise"
        ),
        ("[worker_x]\nlistento = a|b\nfanout = c", "loglines.cfg:2: [worker_x] listento: 'a|b' is no name for a queue"),
        (
            "[worker_x]\nlistento = a\nfanout = b\n[logger_y]\nlistento = a\nlogfile = l",
            "loglines.cfg:5: [logger_y] listento: [worker_x] (loglines.cfg:1) takes from a too and does something else with it: each would get only a part; give each a queue of its own by a broker's fanout"
        ),
        // Missing.
        ("[process_x]", "loglines.cfg:1: [process_x] command: is missing: the program with its arguments"),
        (
            "[worker_x]\nkind = publisher\nlistento = a\nchannel =",
            "loglines.cfg:4: [worker_x] channel: is empty, but must be set"
        ),
        ("[process_x]\ncommand =", "loglines.cfg:2: [process_x] command: is empty, but must be set"),
        (
            "[worker_x]\nlistento = a",
            "loglines.cfg:1: [worker_x] cannot tell its kind: neither kind = … nor fanout or endpoint_url is set"
        ),
        (
            "[service_x]",
            "loglines.cfg:1: [service_x] plugin: is missing: the name of the parser plugin (`loglines plugins` lists them)"
        ),
        ("[redis]\npassword = ${NOSUCH}", "loglines.cfg:2: [redis] password: the environment has no variable NOSUCH"),
        (
            "[service_x]\nplugin = p\ndouble_clicks = 0",
            "loglines.cfg:3: [service_x] double_clicks: '0' is not yes, no, or seconds that a line may be late, more than 0 and at most 86400"
        ),
        (
            "[DEFAULT]\ndouble_clicks = maybe\n[service_x]\nplugin = p",
            "loglines.cfg:2: [service_x] double_clicks: 'maybe' is not yes, no, or seconds that a line may be late, more than 0 and at most 86400"
        ),
        (
            "[worker_x]\nkind = statsd\ninflux = http://x",
            "loglines.cfg:3: [worker_x] influx: '••••' is not influxdb://USER:PASSWORD@HOST:8086/DATABASE, influxdb://:TOKEN@HOST:8086/BUCKET?org=ORG or empty"
        ),
        (
            "[worker_x]\nkind = graphite\nlistento = a\nprefix = a b",
            "loglines.cfg:4: [worker_x] prefix: has a blank in it"
        ),
        (
            "[worker_x]\nkind = statsd\npercentiles = 90 101",
            "loglines.cfg:3: [worker_x] percentiles: '90 101' is not a list of percentiles from -100 to 100 (90 99.9 -10)"
        ),
        (
            "[worker_x]\nkind = publisher\nlistento = a\nchannel =",
            "loglines.cfg:4: [worker_x] channel: is empty, but must be set"
        ),
        (
            "[service_s]\nplugin = p\n[worker_x]\nkind = zeromq\nservicename = s\npushto = q\nconnect = tcp://127.0.0.1:1 127.0.0.1:11987",
            "loglines.cfg:7: [worker_x] connect: 'tcp://127.0.0.1:1 127.0.0.1:11987' is not a list of tcp://HOST:PORT and ipc://PATH"
        ),
        (
            "[service_s]\nplugin = p\n[worker_x]\nkind = zeromq\nservicename = s\npushto = q\nconnect = tcp://*:70000",
            "loglines.cfg:7: [worker_x] connect: 'tcp://*:70000' is not a list of tcp://HOST:PORT and ipc://PATH"
        ),
        (
            "[service_s]\nplugin = p\n[worker_x]\nkind = zeromq\nservicename = s\npushto = q\nnumprocs = 2",
            "loglines.cfg:7: [worker_x] numprocs: each process would get every message"
        ),
        (
            "[service_x]\nplugin = p\nk_anonymity = 0",
            "loglines.cfg:3: [service_x] k_anonymity: '0' is not a whole number from 1 to 1000"
        ),
        (
            "[worker_x]\nkind = console\nmoksha_port = on",
            "loglines.cfg:3: [worker_x] moksha_port: 'on' is not off, PORT or HOST:PORT"
        ),
        (
            "[worker_x]\nkind = console\nmoksha_port = 9001",
            "loglines.cfg:3: [worker_x] moksha_port: 127.0.0.1:9001 is the console's own port"
        ),
        (
            "[worker_x]\nkind = console\nport = 0.0.0.0:9001",
            "loglines.cfg:3: [worker_x] port: 0.0.0.0:9001 can be reached from other machines: set a password in [supervisor] first"
        ),
        (
            "[supervisor]\nport = *:9001\n[worker_x]\nkind = console",
            "loglines.cfg:3: [worker_x] port: 0.0.0.0:9001 can be reached from other machines: set a password in [supervisor] first"
        ),
        (
            "[worker_x]\nkind = console\ncert = c.pem",
            "loglines.cfg:1: [worker_x] key: is missing: TLS takes both, cert and key"
        ),
        (
            "[worker_x]\nkind = console\nnumprocs = 2",
            "loglines.cfg:3: [worker_x] numprocs: only one process can listen on a port"
        ),
        (
            "[worker_x]\nkind = graphite\nlistento = a\nnumprocs = 2",
            "loglines.cfg:4: [worker_x] numprocs: only one process can count what carbon is told"
        ),
        (
            "[worker_x]\nkind = graphite\nlistento = a\ninflux = sqlite:a",
            "loglines.cfg:4: [worker_x] influx: '••••' is not influxdb://USER:PASSWORD@HOST:8086/DATABASE, influxdb://:TOKEN@HOST:8086/BUCKET?org=ORG or empty"
        ),
        (
            "[worker_x]\nlistento = a\nfanout = b\nisolate = perhaps",
            "loglines.cfg:4: [worker_x] isolate: 'perhaps' is not yes or no"
        ),
        // Between sections.
        (
            "[worker_x]\nlistento = a\nfanout = b\n[logger_x]\nlistento = b\nlogfile = c",
            "loglines.cfg:4: [logger_x] the name x is taken by [worker_x] (loglines.cfg:1)"
        ),
        (
            "[redis_main]\n[worker_x]\nlistento = a\nfanout = b\nredis = mian",
            "loglines.cfg:5: [worker_x] redis: there is no section [redis_mian]; nearest: main"
        ),
        ("[worker_x]\nlistento = a\nfanout = b a", "loglines.cfg:3: [worker_x] fanout: is the queue it listens to"),
        (
            "[process_x]\ncommand = a\nnumprocs = 2\nprocess_name = x",
            "loglines.cfg:4: [process_x] process_name: must contain %(process_num)d when there are several processes"
        ),
        (
            "[worker_a/b]\nlistento = a\nfanout = b",
            "loglines.cfg:1: [worker_a/b] '/' in the name: only letters, digits, '_', '-' and '.' can be in it"
        ),
        // Sentinels.
        (
            "[redis]\nsentinels = a:1, b",
            "loglines.cfg:2: [redis] sentinels: 'a:1, b' is not a list of HOST:PORT"
        ),
        (
            "[redis]\nsentinels = a:1, b:2",
            "loglines.cfg:2: [redis] sentinels: needs master = NAME: what the Sentinels call the server"
        ),
        (
            "[redis]\nmaster = main\nsentinels = a:1\nunixsocket = run/redis.sock",
            "loglines.cfg:4: [redis] unixsocket: is of no use with sentinels; remove this line"
        ),
        (
            "[redis_two]\nmaster = main\nsentinels = a:1\nport = 6379",
            "loglines.cfg:4: [redis_two] port: is named by the Sentinels; remove this line"
        ),
        ("[redis]\nmaster = main", "loglines.cfg:2: [redis] master: is of no use without sentinels = HOST:PORT, …"),
        (
            "[redis]\nsentinel_password = x",
            "loglines.cfg:2: [redis] sentinel_password: is of no use without sentinels = HOST:PORT, …"
        ),
        // The original's.
        (
            "[worker_x]\ncommand = ./broker.py\nlistento = a\nfanout = b",
            "loglines.cfg:2: [worker_x] command: broker.py is now built in as kind = broker; remove this line"
        ),
        (
            "[logger_x]\ncommand = python logfromqueue.py -v\nlistento = a\nlogfile = b",
            "loglines.cfg:2: [logger_x] command: logfromqueue.py is now built in as kind = file; remove this line"
        ),
        (
            "[worker_x]\ncommand = /bin/cat\nlistento = a\nfanout = b",
            "loglines.cfg:2: [worker_x] command: is not run here: an outside program stands in a section [process_NAME]; remove it"
        ),
    ])
    func error(text: String, expected: String) throws {
        let loaded = try Site(text).load()
        #expect(loaded.problems.map(\.description) == [expected])
        #expect(loaded.configuration == nil)
    }

    @Test("Tails that follow one file are found, by pattern or by name")
    func sharedFiles() throws {
        let text = """
            [service_s]
            plugin = eprints
            [logger_x]
            pushto = a
            servicename = s
            logfile = /l/*.log
            [logger_y]
            pushto = b
            servicename = s
            logfile = /l/a.log
            """
        let site = try Site(["loglines.cfg": text])
        let expected =
            "loglines.cfg:10: [logger_y] logfile: /l/a.log is followed by [logger_x] (loglines.cfg:3) too: each would get"
            + " only a part"
        #expect(site.load().problems.map(\.description).contains(expected))
    }

    @Test(arguments: [
        (
            "[service_x]\nplugin = p\nk_anonymity = 5",
            "loglines.cfg:3: warning: [service_x] k_anonymity: does nothing without geoip"
        ),
        (
            "[worker_x]\nkind = console\nmoksha_port = *:9998",
            "loglines.cfg:3: warning: [worker_x] moksha_port: 0.0.0.0:9998 can be reached from other machines without login, and tells where readers are, with the addresses that anonymise leaves"
        ),
        (
            "[worker_x]\nlistento = a\nfanout = b\nidletime = 1",
            "loglines.cfg:4: warning: [worker_x] idletime: has no effect: an empty queue is waited on; remove it"
        ),
        (
            "[queues]\nprefix = q:",
            "loglines.cfg:1: warning: [queues] has no effect: queues are called in Redis what listento, pushto and fanout say; remove it"
        ),
        (
            "[service_b.example]\nplugin = p\n[logger_x]\npushto = a\nservicename = a.example\nlogfile = /dev/null",
            "loglines.cfg:5: warning: [logger_x] servicename: there is no section [service_a.example]; nearest: b.example"
        ),
        (
            "[service_a]\nplugin = p\n[logger_x]\npushto = a\nservicename = a\nlogfile = /nosuch/*.log",
            "loglines.cfg:6: warning: [logger_x] logfile: /nosuch/*.log: no such file yet"
        ),
    ])
    func warning(text: String, expected: String) throws {
        let loaded = try Site(text).load()
        #expect(loaded.problems.map(\.description) == [expected])
        #expect(loaded.configuration != nil)
    }

    @Test("All problems of all files are found at once, in the order of their places")
    func together() throws {
        let site = try Site([
            "loglines.cfg": "[redis]\nport = x\nhots = y\nbogus\n",
            "workers_enabled/a.conf": "[worker_a]\nlistento = q\nfanotu = r\n",
            "workers_enabled/b.conf": "[logger_b]\nlistento = r\nlogfile = b.log\nnumprocs = some\nredis = two\n",
        ])
        #expect(
            site.problems() == [
                "loglines.cfg:2: [redis] port: 'x' is not a whole number from 1 to 65535",
                "loglines.cfg:3: [redis] hots: unknown key; nearest: host",
                "loglines.cfg:4: [redis] 'bogus' is neither `key = value` nor a [section]",
                "workers_enabled/a.conf:1: [worker_a] cannot tell its kind: neither kind = … nor fanout or endpoint_url is set",
                "workers_enabled/a.conf:3: [worker_a] fanotu: unknown key; nearest: fanout",
                "workers_enabled/b.conf:4: [logger_b] numprocs: 'some' is not a whole number from 1 to 1000",
                "workers_enabled/b.conf:5: [logger_b] redis: there is no section [redis_two]",
            ])
    }

    @Test("One process writes to a file")
    func writers() throws {
        let text = """
            [logger_a]
            listento = one
            logfile = out.log
            numprocs = 2
            [logger_b]
            listento = two
            logfile = out.log
            """
        #expect(
            try Site(text).problems() == [
                "loglines.cfg:4: [logger_a] numprocs: only one process can write to a file",
                "loglines.cfg:7: [logger_b] logfile: [logger_a] (loglines.cfg:1) writes to the same file",
            ])
    }

    @Test("A loop over several workers is found at each of them, but not over two servers")
    func loops() throws {
        let text = """
            [worker_a]
            listento = one
            fanout = two
            [worker_b]
            listento = two
            endpoint_url = http://x/
            other_queue = one
            """
        #expect(
            try Site(text).problems() == [
                "loglines.cfg:3: [worker_a] fanout: two leads back to one, its own queue",
                "loglines.cfg:7: [worker_b] other_queue: one leads back to two, its own queue",
            ])
        #expect(try Site(text + "\nredis = 2\n[redis_2]\n").problems().isEmpty)
    }

    @Test("A missing directory, a dangling link and a folder in place of a file are said")
    func unreadable() throws {
        let gone = ConfigurationLoader.load(directory: "/nosuch", environment: [:])
        #expect(gone.problems.map(\.description) == ["loglines.cfg: there is no such file in /nosuch"])
        let site = try Site([
            "workers_enabled/folder.conf/x": "", "workers_enabled/link.conf": "../workers_available/no.conf",
        ])
        #expect(
            site.problems() == [
                "workers_enabled/folder.conf: cannot be read: Is a directory",
                "workers_enabled/link.conf: points to ../workers_available/no.conf, which cannot be read: No such file or directory",
            ])
    }

    @Test("Plugins and their options are checked against those compiled in")
    func plugins() throws {
        let site = try Site(
            """
            [service_a]
            plugin = dspce
            [service_b]
            plugin = dspace
            base_ulr = http://x
            double_click = yes
            [worker_x]
            listento = a
            endpoint_url = http://x/
            repository_plugin = plugins.roa_utils
            """)
        #expect(
            site.problems(plugins: ["dspace": ["base_url"], "ora": []]) == [
                "loglines.cfg:2: [service_a] plugin: plugin 'dspce' is not compiled in; nearest: dspace",
                "loglines.cfg:5: [service_b] base_ulr: unknown key; nearest: base_url",
                "loglines.cfg:6: [service_b] double_click: unknown key; nearest: double_clicks",
                "loglines.cfg:10: [worker_x] repository_plugin: plugin 'roa' is not compiled in; nearest: ora",
            ])
    }
}
