/// Dataverse: `search?q=entityId:N&type=file`, `files/N?returnDatasetVersion=true`.
extension StandInRequest {
    var dataverseAnswer: StandInAnswer? {
        if path == "/api/search" { return search(self["q"] ?? "") }
        guard let number = rest(after: "/api/files/") else { return nil }
        guard [RepositoryHoldings.dataFile, RepositoryHoldings.oldDataFile].contains(number) else {
            return .json(#"{"status":"ERROR","message":"File with ID \#(number) not found."}"#, status: 404)
        }
        let version =
            self["returnDatasetVersion"] == "true"
            ? """
            ,"datasetVersion":{"id":7,"datasetId":32,"datasetPersistentId":"\(RepositoryHoldings.dataset)",\
            "versionNumber":1,"versionState":"RELEASED"}
            """ : ""
        return .json(
            """
            {"status":"OK","data":{"label":"a.tab","restricted":false,"version":1,"datasetVersionId":7,"dataFile":\
            {"id":\(number),"persistentId":"","filename":"a.tab","contentType":"text/tab-separated-values"}\(version)}}
            """)
    }

    private func search(_ query: String) -> StandInAnswer {
        let isFound = query == "entityId:\(RepositoryHoldings.dataFile)" && self["type"] == "file"
        let item = """
            {"name":"a.tab","type":"file","url":"\(url)/api/access/datafile/42","file_id":"42","description":"",\
            "published_at":"2016-05-10T12:53:39Z","file_type":"Tab-Delimited","file_persistent_id":"",\
            "dataset_name":"Dataset One","dataset_id":"32","dataset_persistent_id":"\(RepositoryHoldings.dataset)",\
            "dataset_citation":"Spruce, Sabrina, 2016, \\"Goose\\", Root Dataverse, V1"}
            """
        let count = isFound ? 1 : 0
        return .json(
            """
            {"status":"OK","data":{"q":"\(query)","total_count":\(count),"start":0,"spelling_alternatives":{},\
            "items":[\(isFound ? item : "")],"count_in_response":\(count)}}
            """)
    }
}
