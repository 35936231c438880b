/// Vector T1 of usage-protocols.md, section 1.7: release 5.
let t1 = """
    url_ver=Z39.88-2004&url_tim=2024-06-15T12%3A35%3A07Z&req_id=192.0.2.44\
    &req_dat=Mozilla%2F5.0+%28X11%3B+Linux+x86_64%3B+rv%3A126.0%29+Gecko%2F20100101+Firefox%2F126.0\
    &rft.artnum=oai%3Aeprints.example.ac.uk%3A123\
    &svc_dat=https%3A%2F%2Feprints.example.ac.uk%2F123%2F1%2Fthesis%2520final.pdf\
    &rfr_dat=https%3A%2F%2Fscholar.google.com%2Fscholar%3Fq%3Da%26b%3Dc&rfr_id=eprints.example.ac.uk&rft_dat=Request
    """

/// Vector T2: the same hit in release 4.
let t2 = t1.setting("rft_dat", nil).setting("req_id", "urn%3Aip%3A192.0.2.44")

/// Vector T3: the PIRUS2 daemon's, with the keys of section 1.2.
let t3 = """
    url_ver=Z39.88-2004&url_tim=2009-04-01T01%3A14%3A28%2C301%2C301&req_id=d958821cb3f918fda2d574f8c38d4c1d\
    &req_dat=%22Mozilla%2F4.0%22&rft_id=info%3Adoi%3Ahttp%3A%2F%2Fdx.doi.org%2F10.1000%2F1\
    &rft.artnum=http%3A%2F%2Fora.ouls.ox.ac.uk%2Fobjects%2Fuuid%3Ac2c638d3&svc_format=application%2Fpdf\
    &svc_dat=Accepted+version&rfr_id=ora_pirus
    """

extension String {
    /// The query with another encoded value for a key, or without it.
    func setting(_ key: String, _ value: String?) -> String {
        var pairs = split(separator: "&").map(String.init).filter { !$0.hasPrefix("\(key)=") }
        if let value { pairs.append("\(key)=\(value)") }
        return pairs.joined(separator: "&")
    }
}
