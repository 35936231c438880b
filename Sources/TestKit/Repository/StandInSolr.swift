/// Solr's select, over Hyrax' index and that of an archive of articles.
extension StandInRequest {
    var solrAnswer: StandInAnswer? {
        guard path == "/solr/hyrax/select" else { return nil }
        guard let query = self["q"] else {
            return .json(
                #"{"responseHeader":{"status":400},"error":{"msg":"missing query","code":400}}"#, status: 400)
        }
        let asksFileSet = query.contains("member_ids_ssim:") || query.contains("file_set_ids_ssim:")
        let documents: [String] =
            if asksFileSet, query.contains("\"\(RepositoryHoldings.fileSet)\"") {
                [#"{"id":"\#(RepositoryHoldings.work)","has_model_ssim":["GenericWork"]}"#]
            } else if !asksFileSet, query.contains("\"\(RepositoryHoldings.work)\"") {
                [
                    """
                    {"id":"\(RepositoryHoldings.work)","title_tesim":["An article"],"creator_tesim":["Müller, Jörg"],\
                    "doi_ssim":["\(RepositoryHoldings.doi)"]}
                    """
                ]
            } else {
                []
            }
        return .json(
            """
            {"responseHeader":{"status":0,"QTime":1,"params":{"wt":"json"}},"response":{"numFound":\(documents.count),\
            "start":0,"numFoundExact":true,"docs":[\(documents.joined(separator: ","))]}}
            """)
    }
}
