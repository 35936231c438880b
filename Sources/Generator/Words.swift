/// What the gaps of lines are filled with, as the bytes that a log has.
enum Words {
    /// File names as URLs have them; some with escapes.
    static let files = bytes([
        "thesis.pdf", "thesis%20final.pdf", "article.pdf", "Accepted_manuscript.pdf", "AAM-2023.pdf", "paper_v2.pdf",
        "caf%C3%A9-study.pdf", "supplement+1.zip", "data.csv", "figures.pdf", "1-s2.0-S0140673620301835-main.pdf",
        "poster%20%28A0%29.pdf", "README.txt", "chapter-3.pdf", "slides.pptx", "report%202019%E2%80%932020.pdf",
    ])

    static let searches = bytes([
        "climate", "machine+learning", "thesis", "%22open+access%22", "malaria", "m%C3%BCller", "housing",
        "quantum+dots",
    ])

    /// Where people come from, in front of an item's page or file.
    static let referers = bytes([
        "https://www.google.com/", "https://www.google.com/", "https://scholar.google.com/",
        "https://scholar.google.com/scholar?q=open+access&hl=en", "https://www.bing.com/", "https://duckduckgo.com/",
        "https://www.semanticscholar.org/", "https://core.ac.uk/", "https://en.wikipedia.org/", "https://t.co/x1Y2z3",
        "android-app://com.google.android.gm/",
    ])

    /// Referers with the escapes that Apache and nginx write.
    static let oddReferers = bytes([
        "https://www.example.net/caf\\xc3\\xa9", "https://www.example.net/\\\"x\\\"",
        "https://www.example.net/\\x22x\\x22",
    ])

    static let people = bytes([
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
        "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
    ])

    /// Agents of people with escapes.
    static let oddPeople = bytes([
        "Mozilla/5.0 (Windows NT 10.0; \\\"Reader\\\" caf\\xc3\\xa9) Gecko/20100101 Firefox/115.0",
        "Mozilla/5.0 (X11; Linux x86_64; \\x22Reader\\x22 \\xC3\\xA9) Gecko/20100101 Firefox/115.0",
    ])

    /// Every one of them is in the COUNTER list of robots; `-` is a request without the header.
    static let robots = bytes([
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.0; +https://openai.com/gptbot)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
        "Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)",
        "Mozilla/5.0 (compatible; DotBot/1.2; +https://opensiteexplorer.org/dotbot; help@moz.com)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
        "Mozilla/5.0 (Linux; Android 7.0;) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "curl/8.4.0", "python-requests/2.31.0", "Wget/1.21.3", "Java/17.0.10", "Go-http-client/1.1", "-",
    ])

    private static func bytes(_ texts: [String]) -> [[UInt8]] {
        texts.map { Array($0.utf8) }
    }
}
