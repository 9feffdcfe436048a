//! Where the formats of articles keep things, in the language of [`crate::path`].
//!
//! The fields: `items` the articles; `empty` what is there also when there are none; of each `id`, `url`, `title`, `summary`, `body`, `image` (all of
//! them: the best is chosen), `published`, `updated`, `category`, `tags`, `author`, `language`, `source`,
//! `urgent`, `sponsored`, `similar` (ids); of the whole document `site` (its name), `site-url`, `site-language`,
//! `site-author`.

use super::Table;

/// The names of the formats, as `format` takes them.
pub const NAMES: &str = "one of: auto, rss, atom, sitemap, jsonld, wordpress, wordpress-com, ghost, blogger, \
    jsonfeed, json, fields";

/// The names of the fields.
pub const FIELDS: &str = "one of: items, empty, id, url, title, summary, body, image, published, updated, category, tags, \
    author, language, source, urgent, sponsored, similar, site, site-url, site-language, site-author";

/// The order counts: the first whose signs are there. The broad ones stand last.
pub const TABLES: [Table; 10] = [
    // https://www.rssboard.org/rss-specification, and 0.9x, RDF, the children of Atom, DC, MediaRSS,
    // iTunes and Yandex's dialect, as they are found in it.
    Table {
        name: "rss",
        xml: true,
        signs: "any=rss|rdf:RDF|RDF|channel|item",
        fields: "items=*.channel.item|*.item|item;\
            id=guid|id|@rdf:about|link;\
            url=feedburner:origLink|link[@rel=]|@href|link[@rel=alternate].@href|link[@rel=].@href|guid[@isPermaLink!=false]:absolute|@rdf:about:absolute|id:absolute|pdalink;\
            title=title|dc:title|media:title:text;\
            summary=description|summary|dc:description|abstract|media:description|media:group.media:description|itunes:summary|itunes:subtitle;\
            body=content:encoded:html|yandex:full-text|full-text|turbo:content:html|xhtml:body|xhtml:div|body|fullitem|content|description|summary|itunes:summary;\
            image=media:content|media:group.media:content|enclosure|media:thumbnail|media:group.media:thumbnail|media:content.media:thumbnail|image.url|image|itunes:image.@href;\
            published=pubDate|published|issued|dc:date|dc:issued|dc:created|created|date;\
            updated=updated|modified|dc:modified|@lastmod;\
            tags=category|dc:subject|subject|itunes:category.@text|itunes:category.itunes:category.@text|media:category|itunes:keywords:list|keywords:list;\
            author=author.name|dc:creator|author|itunes:author|dc:author|dc:publisher;\
            language=dc:language|language|@xml:lang; source=source;\
            site=*.channel.title|*.channel.dc:title|*.title;\
            site-url=*.channel.link[@rel=]|*.channel.link[@rel=alternate].@href|*.link|*.@href;\
            site-language=*.channel.language|*.channel.dc:language|*.@xml:lang|*.language;\
            site-author=*.channel.itunes:author",
    },
    // RFC 4287, and 0.3 before it.
    Table {
        name: "atom",
        xml: true,
        signs: "any=feed|entry",
        fields: "items=feed.entry|feed.item|entry;\
            id=id|guid|link.@href;\
            url=feedburner:origLink|link[@rel=alternate][@type^=text/html].@href|link[@rel=alternate].@href|link[@rel=].@href|link[@rel=alternate]|link|id:absolute;\
            title=title:text|dc:title;\
            summary=summary|description|dc:description|media:group.media:description;\
            body=content:text|content.xhtml:div|content:encoded:html|xhtml:body|description;\
            image=media:content|media:group.media:content|media:thumbnail|media:group.media:thumbnail|link[@rel=enclosure]|image;\
            published=published|issued|pubDate|dc:date|created|updated|modified;\
            updated=updated|modified|dc:modified|dc:date;\
            tags=category|dc:subject|media:category;\
            author=author.name|author.email|dc:creator|author|source.author.name;\
            language=@xml:lang|content.@xml:lang|title.@xml:lang; source=source.title:text;\
            site=feed.title:text; site-url=feed.link[@rel=alternate].@href|feed.link[@rel=].@href;\
            site-language=feed.@xml:lang|feed.language; site-author=feed.author.name",
    },
    // https://www.google.com/schemas/sitemap-news/0.9
    Table {
        name: "sitemap",
        xml: true,
        signs: "any=urlset",
        fields: "items=urlset.url.news:news.^; id=loc; url=loc; title=news:news.news:title|image:image.image:title;\
            image=image:image.image:loc; published=news:news.news:publication_date|lastmod; updated=lastmod;\
            tags=news:news.news:keywords:list; source=news:news.news:publication.news:name;\
            language=news:news.news:publication.news:language",
    },
    // JSON-LD, from wherever `page` has gathered it.
    Table {
        name: "jsonld",
        xml: false,
        signs: "any=$articles",
        fields: "items=$articles; id=@id|url|mainEntityOfPage.@id;\
            url=url|mainEntityOfPage.@id:absolute|mainEntityOfPage.url|mainEntityOfPage:absolute|@id:absolute|item:absolute;\
            title=headline|name|alternativeHeadline; summary=description|abstract; body=articleBody|text;\
            image=image|thumbnailUrl|thumbnail; published=datePublished|dateCreated|uploadDate; updated=dateModified;\
            category=articleSection; tags=articleSection|keywords:list|about.name;\
            author=author.name|author|creator.name|creator; language=inLanguage.alternateName|inLanguage;\
            source=publisher.name|sourceOrganization.name|isPartOf.name",
    },
    // https://developer.wordpress.org/rest-api/reference/posts/, asked for with _embed for picture and section.
    Table {
        name: "wordpress",
        xml: false,
        signs: "any=title.rendered|excerpt.rendered|date_gmt",
        fields: "items=.; id=id; url=link|guid.rendered; title=title.rendered:html; summary=excerpt.rendered:html;\
            body=content.rendered:html;\
            image=_embedded.wp:featuredmedia.media_details.sizes.*|_embedded.wp:featuredmedia.source_url|jetpack_featured_media_url|featured_media_src_url|yoast_head_json.og_image;\
            published=date_gmt; updated=modified_gmt;\
            tags=_embedded.wp:term[taxonomy=category].name|_embedded.wp:term[taxonomy=post_tag].name;\
            author=_embedded.author.name|yoast_head_json.author; language=lang",
    },
    // https://developer.wordpress.com/docs/api/1.1/get/sites/%24site/posts/
    Table {
        name: "wordpress-com",
        xml: false,
        signs: "any=posts.ID|posts.URL",
        fields: "items=posts; id=ID; url=URL; title=title:html; summary=excerpt:html; body=content:html;\
            image=post_thumbnail|featured_image; published=date; updated=modified;\
            tags=categories.*.name|tags.*.name; author=author.name; language=lang",
    },
    // https://docs.ghost.org/content-api/
    Table {
        name: "ghost",
        xml: false,
        signs: "any=posts.published_at|posts.feature_image|posts.html|meta.pagination",
        fields: "items=posts; id=id; url=url|canonical_url; title=title; summary=custom_excerpt:text|excerpt:text; body=html:html|plaintext:text;\
            image=feature_image|og_image|twitter_image; published=published_at; updated=updated_at;\
            category=primary_tag[visibility!=internal].name; tags=primary_tag[visibility!=internal].name|tags[visibility!=internal].name;\
            author=authors.name|primary_author.name",
    },
    // https://developers.google.com/gdata/docs/json
    Table {
        name: "blogger",
        xml: false,
        signs: "any=feed.entry|feed.id|feed.title|entry.id",
        fields: "items=feed.entry|entry; empty=feed.id; id=id; url=link[rel=alternate].href; title=title; summary=summary; body=content;\
            image=media$thumbnail; published=published; updated=updated; tags=category.term; author=author.name;\
            site=feed.title; site-url=feed.link[rel=alternate].href",
    },
    // https://www.jsonfeed.org/version/1.1/, with our extension `_news`.
    Table {
        name: "jsonfeed",
        xml: false,
        signs: "any=items|version[.^=https://jsonfeed.org]",
        fields: "items=items; id=id; url=url|external_url|link|id:absolute; title=title:words; summary=summary:text;\
            body=content_html:html|content_text:text; image=image|banner_image|attachments[mime_type^=image].url;\
            published=date_published|pubDate; updated=date_modified; category=_news.category:words; tags=tags:words;\
            author=authors.name:words|author.name:words; language=language; urgent=_news.urgent; sponsored=_news.sponsored; similar=_news.similar:words;\
            site=title:words; site-url=home_page_url; site-language=language; site-author=authors.name|author.name",
    },
    // A bare list of articles, in whatever names come to a programmer's mind.
    Table {
        name: "json",
        xml: false,
        signs: "any=*.url|*.link",
        fields: "items=*[.=]; id=id|url|link; url=url|link|href; title=title:words|headline:words|name:words;\
            summary=summary|description|excerpt|lead; body=content|body|text;\
            image=image|picture|photo|thumbnail|urlToImage|cover;\
            published=published|publishedAt|published_at|date_published|date|created_at; updated=updated|updated_at;\
            category=category.name|category|section; tags=tags|categories; author=author.name|author; language=language|lang;\
            source=source.name",
    },
];
