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
            r#"<img src="{src}" {rest}loading="lazy" decoding="async" referrerpolicy="no-referrer">"#
        )
    };
    let plain = picture("https://courier.example/a.png", r#"alt="" "#);
    all(&[
        ("<img src=/a.png srcset=x onerror=y>", &format!("<p>{plain}</p>")),
        (
            "<img src=http://a.example/b width=600 height=400 alt='A  b'>",
            &format!(
                "<p>{}</p>",
                picture("https://a.example/b", r#"alt="A b" width="600" height="400" "#)
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
                    r#"alt="" class="small" width="20" height="20" "#
                )
            ),
        ),
    ]);
}
