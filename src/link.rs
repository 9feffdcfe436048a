//! `SafeLink`: an absolute http(s) address, the only thing a view may put into `href` or `src`.
//!
//! yew writes `href="javascript:…"` as readily as any other; so views never get a string.
//! Resolving (base addresses, `..`, punycode) is the browser's `URL`, handed in as a function:
//! a second implementation could disagree with the one that follows the link.

use std::fmt;
use std::rc::Rc;

/// Resolves an address as written into an absolute one; `None` when it is no address.
pub type Resolve<'a> = &'a dyn Fn(&str) -> Option<String>;

/// An absolute `http:` or `https:` address, resolved and serialised by the URL standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeLink(Rc<str>);

impl SafeLink {
    /// Checks an address; `None` when it does not resolve or has another scheme.
    ///
    /// ```
    /// use news_widget::link::SafeLink;
    /// let as_is = |text: &str| Some(text.to_owned());
    /// assert!(SafeLink::new("https://courier.example/a", &as_is).is_some());
    /// assert!(SafeLink::new("javascript:alert(1)", &as_is).is_none());
    /// ```
    pub fn new(text: &str, resolve: Resolve<'_>) -> Option<SafeLink> {
        // An empty address resolves to the page or feed itself: never what was meant.
        let text = text.trim();
        let absolute = if text.is_empty() { None } else { resolve(text) }?;
        let is_web = absolute.starts_with("https://") || absolute.starts_with("http://");
        is_web.then(|| SafeLink(absolute.into()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whom it leads to: the host, with the port where it is not the usual one.
    pub fn host(&self) -> &str {
        let mut parts = self.0.split(['/', '?', '#']).skip(2);
        let authority = parts.next().unwrap_or_default();
        // What stands before an `@` is a name for the host to know somebody by, and looks like another host.
        authority.rsplit('@').next().unwrap_or_default()
    }

    /// The address for something that a page loads by itself: what a page of `https:` loads by `http:` is
    /// mixed content.
    pub fn loaded_by(&self, secure: bool) -> Rc<str> {
        match self.0.strip_prefix("http:") {
            Some(rest) if secure => ["https:", rest].concat().into(),
            _ => self.0.clone(),
        }
    }

    /// The address with `params` (`utm_source=widget&utm_medium=embed`) added to its query.
    pub fn with_params(&self, params: &str) -> SafeLink {
        if params.is_empty() {
            return self.clone();
        }
        let (address, fragment) = match self.0.split_once('#') {
            Some((address, fragment)) => (address, Some(fragment)),
            None => (&*self.0, None),
        };
        let mark = match address.split_once('?') {
            None => "?",
            Some((_, "")) => "",
            Some((_, query)) if query.ends_with('&') => "",
            Some(_) => "&",
        };
        let mut joined = [address, mark, params].concat();
        if let Some(fragment) = fragment {
            joined.push('#');
            joined.push_str(fragment);
        }
        SafeLink(joined.into())
    }
}

impl fmt::Display for SafeLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_feed(text: &str) -> Option<String> {
        let base = url::Url::parse("https://news.example/az/feed.json").unwrap();
        base.join(text).ok().map(Into::into)
    }

    #[test]
    fn relative_addresses_are_resolved_and_only_http_passes() {
        let link = |text| SafeLink::new(text, &from_feed).map(|link| link.to_string());
        assert_eq!(
            link("../pictures/port.svg").as_deref(),
            Some("https://news.example/pictures/port.svg")
        );
        assert_eq!(link("//cdn.example/a").as_deref(), Some("https://cdn.example/a"));
        assert_eq!(link(" http://a.example ").as_deref(), Some("http://a.example/"));
        for hostile in [
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            " javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,<script>1</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://a/b",
            "mailto:a@b.example",
            "",
            "  ",
            "https://",
            "http://[",
        ] {
            assert_eq!(link(hostile), None, "{hostile}");
        }
    }

    #[test]
    fn the_host_is_whom_the_link_leads_to_and_nothing_that_looks_like_it() {
        for (text, host) in [
            ("https://a.example", "a.example"),
            ("HTTPS://A.Example:443/x", "a.example"),
            ("http://a.example:8080?b.example/", "a.example:8080"),
            ("https://bank.example@evil.example/@good.example", "evil.example"),
            ("https://evil.example\\@good.example", "evil.example"),
            ("https://b\u{fc}cher.example/#@x", "xn--bcher-kva.example"),
            ("//x.example/https://y.example", "x.example"),
            ("x", "news.example"),
        ] {
            assert_eq!(SafeLink::new(text, &from_feed).unwrap().host(), host, "{text}");
        }
    }

    #[test]
    fn a_page_of_https_loads_nothing_by_http() {
        let link = SafeLink::new("http://a.example/http:x", &from_feed).unwrap();
        assert_eq!(&*link.loaded_by(true), "https://a.example/http:x");
        assert_eq!(&*link.loaded_by(false), "http://a.example/http:x");
        let link = SafeLink::new("https://a.example/", &from_feed).unwrap();
        assert_eq!(&*link.loaded_by(true), "https://a.example/");
    }

    #[test]
    fn params_go_into_the_query_before_the_fragment() {
        let with = |text: &str| {
            SafeLink::new(text, &from_feed).unwrap().with_params("utm_source=w").to_string()
        };
        assert_eq!(with("https://a.example/x"), "https://a.example/x?utm_source=w");
        assert_eq!(with("https://a.example/x?y=1#top"), "https://a.example/x?y=1&utm_source=w#top");
        assert_eq!(with("https://a.example/x?"), "https://a.example/x?utm_source=w");
        assert_eq!(with("https://a.example/x?y=1&"), "https://a.example/x?y=1&utm_source=w");
    }
}
