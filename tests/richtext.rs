//! What is shown of the HTML of articles: without a browser, by html5ever's tree and yew's strings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use support::html::{body, richtext};

/// The markup that a text becomes, unfolded.
fn shown(html: &str) -> String {
    body(richtext(html, "https://courier.example/news/1"), true)
}

#[track_caller]
fn all(cases: &[(&str, &str)]) {
    for (html, expected) in cases {
        assert_eq!(shown(html), *expected, "{html}");
    }
}

#[test]
fn paragraphs_and_what_stands_in_lines_are_kept() {
    all(&[
        (
            "<p>One <b>two</b> <i>three</i>.</p><p>Four</p>",
            "<p>One <b>two</b> <i>three</i>.</p><p>Four</p>",
        ),
        ("a &lt;b&gt; &amp; c", "<p>a &lt;b&gt; &amp; c</p>"),
        (
            "<strike>a</strike> <tt>b</tt> <font color=red>c</font> <x-y>d</x-y>",
            "<p><s>a</s> <code>b</code> c d</p>",
        ),
        ("H<sub>2</sub>O<br>x<sup>2</sup>", "<p>H<sub>2</sub>O<br>x<sup>2</sup></p>"),
        ("<abbr title='Bakı'>B</abbr>", r#"<p><abbr title="Bakı">B</abbr></p>"#),
        ("<pre>  a\n\n  b</pre>", "<pre>  a\n\n  b</pre>"),
    ]);
}

#[test]
fn boxes_and_doubled_line_breaks_are_paragraphs() {
    all(&[
        ("<div>One</div><div>Two</div>", "<p>One</p><p>Two</p>"),
        (
            "<div><div><section>One<p>Two</p>Three</section></div></div>",
            "<p>One</p><p>Two</p><p>Three</p>",
        ),
        ("One<br><br>Two<br/>\n<br/><br/> Three<br>", "<p>One</p><p>Two</p><p> Three</p>"),
        ("<p>One<br><br>Two</p>", "<p>One</p><p>Two</p>"),
        ("<p>&nbsp;</p><p> <b> </b></p><div></div>One", "<p>One</p>"),
        ("a<b> </b>b", "<p>a b</p>"),
    ]);
}

#[test]
fn lists_hold_items_and_nothing_else() {
    all(&[
        (
            "<ul> <li>One</li>\n<li>Two<ul><li>Three</ul></ul>",
            "<ul><li>One</li><li><p>Two</p><ul><li>Three</li></ul></li></ul>",
        ),
        ("<ol start=3><li>One</ol>", r#"<ol start="3"><li>One</li></ol>"#),
        (
            "<ul><li>One</li><ul><li>Two</li></ul></ul>",
            "<ul><li>One<ul><li>Two</li></ul></li></ul>",
        ),
        ("<ul>loose<li>One</ul>", "<ul><li>loose</li><li>One</li></ul>"),
        ("<li>One<li>Two<p>Three", "<ul><li>One</li><li><p>Two</p><p>Three</p></li></ul>"),
        ("<dl><dt>a<dd>b</dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
    ]);
}

#[test]
fn tables_keep_their_cells_and_can_be_scrolled() {
    let table = r#"<div class="wide" role="region" tabindex="0" aria-label="Table">"#;
    all(&[(
        "<table border=1 width=900><caption>Rates</caption><tr><th>USD<td colspan=2 rowspan=0 style='x' bgcolor=red>1.7<tr><td></table>",
        &format!(
            r#"{table}<table><caption>Rates</caption><tbody><tr><th>USD</th><td colspan="2">1.7</td></tr><tr><td></td></tr></tbody></table></div>"#
        ),
    )]);
}

#[test]
fn links_lead_to_pages_and_mail_and_say_where_to() {
    let link = |href: &str, host: &str, words: &str| {
        format!(
            r#"<p><a href="{href}" target="_blank" rel="noopener noreferrer nofollow" title="{host}" data-block="headline">{words}</a></p>"#
        )
    };
    all(&[
        (
            "<a href=/x id=a name=b class=c style=d onclick=e target=f rel=g>x</a>",
            &link("https://courier.example/x", "courier.example", "x"),
        ),
        (
            "<a href='#note'>1</a>",
            &link("https://courier.example/news/1#note", "courier.example", "1"),
        ),
        (
            "<a href=//bank.example@evil.example/>bank.example</a>",
            &link("https://bank.example@evil.example/", "evil.example", "bank.example"),
        ),
        ("<a href='mailto:a@b.example'>x</a>", r#"<p><a href="mailto:a@b.example">x</a></p>"#),
        ("<a href=javascript:alert(1)>x</a>", "<p>x</p>"),
        ("<a href=' &#1; java&#9;script:alert(1)'>x</a>", "<p>x</p>"),
        (
            "<a href='data:text/html,x'>x</a><a href=vbscript:x>y</a><a href=tel:1>z</a><a>w</a>",
            "<p>xyzw</p>",
        ),
        ("<a href=/x></a>y", "<p>y</p>"),
    ]);
    assert_eq!(
        shown("<a href=/x><table><tr><td><a href=/y>z</a></table></a>").matches("<a ").count(),
        1,
        "links hold no links"
    );
}

#[test]
fn pictures_are_asked_for_late_by_https_and_without_a_word_of_the_page() {
    let picture = |src: &str, rest: &str| {
        format!(
            r#"<img loading="lazy" decoding="async" referrerpolicy="no-referrer" src="{src}"{rest}>"#
        )
    };
    let plain = picture("https://courier.example/a.png", r#" alt="""#);
    all(&[
        ("<img src=/a.png srcset=x onerror=y>", &format!("<p>{plain}</p>")),
        (
            "<img src=http://a.example/b width=600 height=400 alt='A  b'>",
            &format!(
                "<p>{}</p>",
                picture("https://a.example/b", r#" alt="A b" width="600" height="400""#)
            ),
        ),
        ("<img src='data:image/gif;base64,x' data-src=/a.png>", &format!("<p>{plain}</p>")),
        ("<img src='data:image/gif;base64,x'><img src=javascript:x><img>", ""),
        ("<img src=/a.png width=1 height=1>", ""),
        ("<img class=wp-smiley src=/a.png alt='🙂'>", "<p>🙂</p>"),
        (
            "<figure><picture><source srcset=/c><img src=/a.png></picture><figcaption>Port</figcaption></figure>",
            &format!("<figure><p>{plain}</p><figcaption>Port</figcaption></figure>"),
        ),
        (
            "<p>a <img src=/a.png width=20 height=20> b</p>",
            &format!(
                "<p>a {} b</p>",
                picture(
                    "https://courier.example/a.png",
                    r#" alt="" class="small" width="20" height="20""#
                )
            ),
        ),
    ]);
}

#[test]
fn what_would_load_a_strangers_page_is_a_link_that_says_what_and_whose() {
    let embed = |href: &str, host: &str, path: &str, label: &str| {
        let size = if path.starts_with("M4") { 16 } else { 12 };
        format!(
            r#"<p><a href="{href}" target="_blank" rel="noopener noreferrer nofollow" title="{host}" data-block="headline" class="embed"><svg class="icon" viewBox="0 0 {size} {size}" aria-hidden="true"><path d="{path}"></path></svg><span>{label}</span><span class="host">{host}</span></a></p>"#
        )
    };
    let play = "M4 2.5 13.5 8 4 13.5z";
    let out = "M3.5 2H10v6.5H8.5V4.6L3 10.1 1.9 9 7.4 3.5H3.5z";
    let youtube =
        embed("https://www.youtube.com/watch?v=a_B-1", "www.youtube.com", play, "The ferry");
    let film = embed("https://courier.example/film.mp4", "courier.example", play, "Video");
    let post = embed("https://t.me/durov/68", "t.me", out, "External content");
    all(&[
        (
            "<iframe src='//www.youtube-nocookie.com/embed/a_B-1?autoplay=1' title=' The  ferry ' onload=x>Your browser is old</iframe>",
            &youtube,
        ),
        (
            "<object width=425><param name=movie value=x><embed src=https://www.youtube.com/embed/a_B-1 title='The ferry'></object>",
            &youtube,
        ),
        (
            "<iframe src=https://evil.example/www.youtube.com/embed/x></iframe>",
            &embed(
                "https://evil.example/www.youtube.com/embed/x",
                "evil.example",
                out,
                "External content",
            ),
        ),
        (
            "<iframe data-src=https://player.vimeo.com/video/7 src=about:blank></iframe>",
            &embed("https://vimeo.com/7", "vimeo.com", play, "Video"),
        ),
        (
            "<p>a<video poster=/p.jpg><source src=/film.mp4>Old browser</video>b</p>",
            &format!("<p>a</p>{film}<p>b</p>"),
        ),
        (
            "<audio src=/a.mp3></audio>",
            &embed("https://courier.example/a.mp3", "courier.example", play, "Audio"),
        ),
        (
            "<div class=fb-post data-href=https://www.facebook.com/a/posts/1></div>",
            &embed(
                "https://www.facebook.com/a/posts/1",
                "www.facebook.com",
                out,
                "External content",
            ),
        ),
        (
            "<p>a</p><script async src='https://telegram.org/js/telegram-widget.js?22' data-telegram-post='durov/68' data-width='100%'></script><p>b</p>",
            &format!("<p>a</p>{post}<p>b</p>"),
        ),
        (
            "<iframe src=//counter.example width=0 height=0></iframe><iframe src=javascript:x></iframe><iframe></iframe><embed>",
            "",
        ),
    ]);
    // The words of a post that its script would only have dressed up.
    assert_eq!(
        shown(
            "<blockquote class=twitter-tweet><p>Salam</p>&mdash; A (@a) <a href=https://twitter.com/a/status/1>May 1</a></blockquote><script async src=https://platform.twitter.com/widgets.js></script>"
        ),
        r#"<blockquote><p>Salam</p><p>— A (@a) <a href="https://twitter.com/a/status/1" target="_blank" rel="noopener noreferrer nofollow" title="twitter.com" data-block="headline">May 1</a></p></blockquote>"#
    );
}

#[test]
fn headings_stand_below_the_widgets_own_whatever_their_numbers() {
    all(&[
        ("<h1>a</h1><h3>b</h3><h6>c</h6><h3>d</h3>", "<h3>a</h3><h4>b</h4><h5>c</h5><h4>d</h4>"),
        ("<h4>a</h4>", "<h3>a</h3>"),
        (
            "<h1> </h1><h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5>",
            "<h3>a</h3><h4>b</h4><h5>c</h5><h6>d</h6><h6>e</h6>",
        ),
    ]);
}

#[test]
fn language_and_direction_are_kept_and_nothing_else_is_said_of_an_element() {
    all(&[
        ("<p lang=ar dir=RTL id=x>a</p>", r#"<div lang="ar" dir="rtl"><p>a</p></div>"#),
        ("<ul dir=auto class=x><li lang=az>a", r#"<ul dir="auto"><li lang="az">a</li></ul>"#),
        (
            "<font lang=tr>a</font><span dir='x\" onclick='>b</span>",
            r#"<p><span lang="tr">a</span>b</p>"#,
        ),
        ("<p lang='a\" b'>a</p><p lang=''>b</p>", "<p>a</p><p>b</p>"),
    ]);
}

#[test]
fn what_is_hidden_stays_hidden_and_what_is_no_text_goes() {
    all(&[
        (
            "<p hidden>a</p><p style='color:red;DISPLAY : none'>b</p><p style='display:block'>c</p>",
            "<p>c</p>",
        ),
        (
            "<script>a</script><style>b</style><textarea>c</textarea><select><option>d</select><button>e</button><svg><text>f</text></svg><math><mi>g</mi></math><!--h-->i",
            "<p>i</p>",
        ),
        ("<form><label>a <input value=b></label></form>", "<p>a </p>"),
        (
            "<title>a</title><noscript>b</noscript><template>c</template><iframe>d</iframe>e",
            "<p>e</p>",
        ),
    ]);
}

#[test]
fn what_is_too_much_or_too_deep_is_left_out_and_told() {
    let read = |html: &str| richtext(html, "https://courier.example/");
    let many = read(&"<p>a</p>".repeat(2_500));
    assert!(!many.cut && many.blocks.len() == 2_500);
    let more = read(&"<p>a</p>".repeat(2_501));
    assert!(more.cut && more.blocks.len() == 2_500);
    let deep = |levels: usize| {
        format!("{}a{}b", "<blockquote>".repeat(levels), "</blockquote>".repeat(levels))
    };
    assert!(!read(&deep(64)).cut);
    let deeper = read(&deep(65));
    let words: String = deeper.blocks.iter().map(news_widget::richtext::Node::text).collect();
    assert!(deeper.cut && words == "b", "dropped, not flattened: {words}");
    let deepest = read(&deep(2_000));
    assert!(deepest.cut);
}

#[test]
fn xhtml_that_ends_its_elements_by_a_slash_loses_no_text() {
    use news_widget::richtext::from_xhtml;
    for (xhtml, html) in [
        ("<p>a<br/>b<a name=\"x\"/>c</p>", "<p>a<br/>b<a name=\"x\"></a>c</p>"),
        ("<iframe src='x' />a<script/>b", "<iframe src='x' ></iframe>a<script></script>b"),
        ("/> a </>", "/> a </>"),
        ("<x:y/>", "<x:y></x:y>"),
    ] {
        assert_eq!(from_xhtml(xhtml), html);
    }
}
