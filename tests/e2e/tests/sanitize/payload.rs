//! Hostile texts of our own, and a generator of more.

/// Written by hand, each for one way that others have gone wrong.
pub fn ours() -> Vec<String> {
    let written = [
        "<p>a<script>alert(1)</script>b",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script><a xlink:href=javascript:alert(1)><text y=9>x</text></a></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<iframe src='javascript:alert(1)'></iframe><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
        "<nw-iframe src='javascript:alert(1)'>x</nw-iframe><nw-script>alert(1)</nw-script>",
        "<object data='data:text/html,<script>alert(1)</script>'><embed src=javascript:alert(1)></object>",
        "<a href='java\tscript:alert(1)'>x</a><a href='&#106;avascript:alert(1)'>y</a><a href='\u{1}javascript:alert(1)'>z</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a><a href=vbscript:alert(1)>y</a><a href=blob:x>z</a>",
        "<form name=a><input name=localName><input name=attributes><input name=firstChild><input name=nextSibling>text</form>",
        "<img name=body><img name=documentElement><a id=body name=body>x</a>",
        "<form><input name=getAttribute><input name=namespaceURI><input name=nodeType><p>in a form</p></form>",
        "<base href=https://evil.example/><a href=x>y</a>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'><link rel=stylesheet href=https://evil.example/>",
        "<style>@import 'https://evil.example/';*{display:none}</style><p style='background:url(https://evil.example/)'>x",
        "<template><img src=x onerror=alert(1)></template><template shadowrootmode=open><script>alert(1)</script></template>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<textarea></textarea><img src=x onerror=alert(1)></textarea><title></title><img src=x onerror=alert(1)></title>",
        "<xmp><img src=x onerror=alert(1)></xmp><noembed><img src=x onerror=alert(1)></noembed><plaintext><img src=x onerror=alert(1)>",
        "<select><option><style></select><img src=x onerror=alert(1)></style></select>",
        "<select><selectedcontent></selectedcontent><option selected><img src=x onerror=alert(1)></select>",
        "<details open ontoggle=alert(1)><summary>s</summary>d</details><marquee onstart=alert(1)>m</marquee>",
        "<input autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>b</button><isindex action=javascript:alert(1)>",
        "<video src=x onerror=alert(1)><source onerror=alert(1)></video><audio src=x onerror=alert(1)></audio>",
        "<video poster=javascript:alert(1)><track src=x></video><img srcset='x onerror' src=x lowsrc=javascript:alert(1)>",
        "<table background=javascript:alert(1)><td background=x onclick=alert(1)><a href=x><table><a href=y>z</a></table></a></table>",
        "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
        "<body onload=alert(1) background=x><html onclick=alert(1)>x",
        "<p is=x-y slot=z part=w contenteditable tabindex=5 accesskey=x draggable=true popover autofocus>x",
        "<a href=# onclick=alert(1) ping=https://evil.example download attributionsrc=x>x</a>",
        "<p lang='\"><img src=x onerror=alert(1)>' dir='\"onmouseover=alert(1)'>x",
        "<abbr title='\"><script>alert(1)</script>'>x</abbr><img alt='\"><script>alert(1)</script>' src=x>",
        "<td colspan=99999999 rowspan=-1>x<table><td colspan=99999999 rowspan=65535 scope='\"'>x",
        "<ol start='99999999999'><li value=x>a</ol><ol start='-7' type='\"><b>'><li>a</ol>",
        "<img width='1e9' height='\"onload=alert(1)' src=x><img width=99999 height=99999 src=x>",
        "<!--><img src=x onerror=alert(1)>--><!--!><img src=x onerror=alert(1)><![CDATA[<img src=x onerror=alert(1)>]]>",
        "<?php alert(1) ?><%= alert(1) %>{{constructor.constructor('alert(1)')()}}${alert(1)}",
        "<a href='https://good.example@evil.example/'>x</a><a href='//evil.example\\@good.example'>y</a>",
        "<img src='x` `<script>alert(1)</script>'` `><a href='x\u{2028}\u{2029}'>y</a>",
        "<bgsound src=javascript:alert(1)><layer src=x><ilayer src=x><applet code=x></applet><keygen autofocus onfocus=alert(1)>",
        "<p>\u{0}<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
        "<div><div hidden>unseen</div><div style='DISPLAY : NONE'>unseen</div>seen</div>",
        "<iframe src=https://www.youtube.com/embed/x onload=alert(1) title='\"><b>'></iframe>",
        "<dialog open><form method=dialog><button autofocus onfocus=alert(1)>x</button></form></dialog>",
        "<style></style><style><!--</style><script>alert(1)--></script>",
        "<p><a href='javascript://%0aalert(1)'>x</a><a href='javascript&colon;alert(1)'>y</a>",
        "<area href=javascript:alert(1)><map name=m><area href=x onclick=alert(1)></map><img usemap=#m src=x>",
    ];
    let mut all: Vec<String> = written.map(str::to_owned).into();
    all.push(format!("{}deep{}", "<div>".repeat(2_000), "</div>".repeat(2_000)));
    all.push(format!("{}deep", "<b><i>".repeat(2_000)));
    all.push("<p>one</p>".repeat(6_000));
    all.push(format!("<p {}>x", "onclick=alert(1) x=y ".repeat(3_000)));
    all
}

/// What generated texts are made of: pieces that parsers and sanitisers have stumbled over, and plain ones.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<i>",
    "<a href=",
    "</a>",
    "<img src=",
    "<img ",
    "<br>",
    "<ul>",
    "<li>",
    "</ul>",
    "<ol start=",
    "<table>",
    "<tr>",
    "<td>",
    "<td colspan=",
    "</table>",
    "<caption>",
    "<h1>",
    "</h1>",
    "<h4>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<figure>",
    "<figcaption>",
    "<svg>",
    "</svg>",
    "<math>",
    "</math>",
    "<mtext>",
    "<mglyph>",
    "<foreignObject>",
    "<desc>",
    "<annotation-xml encoding=text/html>",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<noscript>",
    "</noscript>",
    "<template>",
    "</template>",
    "<textarea>",
    "</textarea>",
    "<title>",
    "</title>",
    "<xmp>",
    "</xmp>",
    "<iframe src=",
    "<iframe>",
    "</iframe>",
    "<object data=",
    "</object>",
    "<embed src=",
    "<video src=",
    "</video>",
    "<select>",
    "<option>",
    "</select>",
    "<form>",
    "</form>",
    "<input name=",
    "<button>",
    "<nw-iframe src=",
    "<nw-object>",
    "<details open>",
    "<summary>",
    "<marquee>",
    "<base href=",
    "<meta http-equiv=refresh content=",
    "<link rel=stylesheet href=",
    "<body ",
    "<html ",
    "<frameset>",
    "<plaintext>",
    "<x-y>",
    "<font color=",
    "<span lang=",
    "<bdo dir=",
    "<abbr title=",
    "<!--",
    "-->",
    "--!>",
    "<![CDATA[",
    "]]>",
    "<?",
    "</",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "=",
    " ",
    "/>",
    "&lt;",
    "&gt;",
    "&quot;",
    "&#106;",
    "&#0;",
    "&colon;",
    "&Tab;",
    "\u{0}",
    "\n",
    "onerror=alert(1) ",
    "onload='alert(1)' ",
    "onstart=alert(1) ",
    "onclick=\"alert(1)\" ",
    "autofocus onfocus=alert(1) ",
    "style=\"background:url(javascript:alert(1))\" ",
    "style=display:none ",
    "hidden ",
    "id=body name=body ",
    "class=x ",
    "srcset=x ",
    "width=1 ",
    "height=600 ",
    "xmlns=http://www.w3.org/2000/svg ",
    "xlink:href=javascript:alert(1) ",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://a.example/b ",
    "//c.example/d ",
    "mailto:e@f.example ",
    "x ",
    "/y ",
    "alert(1)",
    "one ",
    "iki ",
    "üç ",
    "четыре ",
    "خمسة ",
    "🙂",
];

/// Texts made of pieces; the same seed makes the same texts.
#[derive(Debug)]
pub struct Generator(u64);

impl Generator {
    /// Any seed but 0.
    pub fn new(seed: u64) -> Generator {
        Generator(seed)
    }

    /// The next text: a word, and up to forty pieces.
    pub fn text(&mut self) -> String {
        let count = 1 + self.below(40);
        let mut text = "word ".to_owned();
        for _ in 0..count {
            text.push_str(PIECES[self.below(PIECES.len())]);
        }
        text
    }

    /// xorshift64*
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap_or(0) % limit
    }
}
