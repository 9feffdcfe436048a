//! Servers that fail, each in its own way, after one good answer or from the first request on.
//!
//! They speak HTTP by hand over TCP: axum knows no way to break a promise. Each fault has a port of
//! its own, for a browser opens six connections per origin, and those that hang would block the rest.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use flate2::{Compress, Compression, Crc, FlushCompress};
use httpdate::fmt_http_date;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::feed;

/// One way to fail.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// What it is called: `slow-drip`. The titles of its articles end in it.
    pub name: &'static str,
    /// What its good data are.
    pub feed: Feed,
    /// What it does.
    pub act: Act,
    /// How an element ends that showed the good data before.
    pub ends: Ends,
    /// The code of the `news-widget-error` event; empty where there is none.
    pub code: &'static str,
    /// Whether it may be over in a moment, so that asking again at once makes sense.
    pub transient: bool,
}

/// Kinds of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// `Article 0 of good` and two more.
    Articles,
    /// In AZN: USD at 1.7, EUR at 1.98.
    Rates,
}

/// What an element shows in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// The last good data, and a note that they are old.
    Stale,
    /// The new data: strange as the answer is, it can be read.
    Good,
}

/// What a server does in place of answering well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Nobody listens any more.
    Refuse,
    /// The connection breaks before the first byte.
    Reset,
    /// It stays open, without a byte.
    Silence,
    /// Half the body comes, then nothing; the connection stays open.
    Half,
    /// A byte every 200 ms, of a body that never ends.
    Drip,
    /// A body that never ends, some megabytes a second.
    Endless,
    /// 100 MB of spaces, gzipped.
    Bomb,
    /// Half of what was promised, then the end of the connection.
    Truncate,
    /// Elsewhere, with this status.
    Move(u16, Goal),
    /// This status, and when to come again.
    Status(u16, Retry),
    /// This status, with a page for people that has this title.
    Page(u16, &'static str),
    /// A whole answer with status 200.
    Body(Body),
    /// Data that no page of another origin may read.
    NoCors,
}

/// Where a redirect leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// A page of the same origin.
    Login,
    /// A page of another origin, as networks with a captive portal have it.
    Portal,
    /// Where it came from.
    Itself,
}

/// The header `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// There is none.
    Unsaid,
    /// As a number of seconds.
    In(u32),
    /// As a date, so many seconds from now.
    At(u32),
}

/// What a well-framed body holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// Valid data of 9 MiB for articles, 2 MiB for rates.
    Huge,
    /// The first half of valid data.
    Cut,
    /// No byte.
    Empty,
    /// Valid data that are said to be HTML.
    Mistyped,
    /// Valid data after a byte order mark.
    Bom,
    /// RSS in Cyrillic, whose charset only its first line tells.
    Windows1251,
    /// Valid data in UTF-16.
    Utf16,
    /// This JSON.
    Json(&'static str),
    /// 100,000 open brackets.
    Deep,
    /// Valid data with keys that stand twice, the second time right.
    Twice,
    /// Rates that are all this number.
    Value(&'static str),
    /// Articles of this year.
    Year(&'static str),
}

const fn passing(name: &'static str, feed: Feed, act: Act, code: &'static str) -> Fault {
    Fault { name, feed, act, ends: Ends::Stale, code, transient: true }
}

const fn lasting(name: &'static str, feed: Feed, act: Act, code: &'static str) -> Fault {
    Fault { name, feed, act, ends: Ends::Stale, code, transient: false }
}

const fn harmless(name: &'static str, body: Body) -> Fault {
    let (feed, act) = (Feed::Articles, Act::Body(body));
    Fault { name, feed, act, ends: Ends::Good, code: "", transient: false }
}

/// All of them.
pub const FAULTS: &[Fault] = {
    use Feed::{Articles, Rates};
    use Retry::{At, In, Unsaid};
    &[
        passing("refused", Articles, Act::Refuse, "network"),
        passing("reset", Rates, Act::Reset, "network"),
        passing("stalled-before-headers", Articles, Act::Silence, "timeout"),
        passing("stalled-in-body", Rates, Act::Half, "timeout"),
        passing("slow-drip", Articles, Act::Drip, "timeout"),
        lasting("endless-body", Articles, Act::Endless, "size"),
        lasting("huge", Articles, Act::Body(Body::Huge), "size"),
        lasting("huge-rates", Rates, Act::Body(Body::Huge), "size"),
        lasting("gzip-bomb", Articles, Act::Bomb, "size"),
        passing("truncated", Articles, Act::Truncate, "network"),
        lasting("cut-json", Articles, Act::Body(Body::Cut), "not-json"),
        lasting("cut-rates", Rates, Act::Body(Body::Cut), "not-json"),
        lasting("empty", Articles, Act::Body(Body::Empty), "unknown"),
        lasting("no-content", Articles, Act::Status(204, Unsaid), "unknown"),
        lasting("moved-to-html", Articles, Act::Move(301, Goal::Login), "page"),
        lasting("moved-to-portal", Rates, Act::Move(302, Goal::Portal), "portal"),
        passing("redirect-loop", Articles, Act::Move(302, Goal::Itself), "network"),
        lasting("not-modified", Articles, Act::Status(304, Unsaid), "status"),
        lasting("status-400", Articles, Act::Status(400, Unsaid), "status"),
        lasting("status-401", Articles, Act::Status(401, Unsaid), "status"),
        lasting("status-403", Rates, Act::Status(403, Unsaid), "status"),
        lasting("status-404", Articles, Act::Page(404, "Not found"), "status"),
        passing("status-408", Articles, Act::Status(408, Unsaid), "status"),
        lasting("status-410", Articles, Act::Status(410, Unsaid), "status"),
        lasting("status-413", Articles, Act::Status(413, Unsaid), "status"),
        passing("status-425", Articles, Act::Status(425, Unsaid), "status"),
        passing("status-429-seconds", Articles, Act::Status(429, In(120)), "status"),
        passing("status-429-date", Articles, Act::Status(429, At(120)), "status"),
        passing("status-429", Rates, Act::Status(429, Unsaid), "status"),
        passing("status-500", Articles, Act::Status(500, Unsaid), "status"),
        passing("status-502", Rates, Act::Status(502, Unsaid), "status"),
        passing("status-503", Articles, Act::Status(503, In(86_400)), "status"),
        passing("status-504", Articles, Act::Status(504, Unsaid), "status"),
        passing("status-511", Articles, Act::Page(511, PORTAL), "portal"),
        lasting("html-200", Articles, Act::Page(200, "Log in"), "page"),
        harmless("wrong-type", Body::Mistyped),
        harmless("bom", Body::Bom),
        harmless("windows-1251", Body::Windows1251),
        harmless("utf-16", Body::Utf16),
        lasting("null", Articles, Act::Body(Body::Json("null")), "unknown"),
        lasting("list-of-nothing", Articles, Act::Body(Body::Json("[]")), "empty"),
        lasting("deep", Articles, Act::Body(Body::Deep), "not-json"),
        harmless("duplicate-keys", Body::Twice),
        lasting("rate-1e999", Rates, Act::Body(Body::Value("1e999")), "shape"),
        lasting("rate-minus-zero", Rates, Act::Body(Body::Value("-0")), "shape"),
        lasting("rate-zero", Rates, Act::Body(Body::Value("0")), "shape"),
        harmless("year-0", Body::Year("0000")),
        harmless("year-9999", Body::Year("9999")),
        passing("no-cors", Articles, Act::NoCors, "network"),
    ]
};

#[derive(Debug, Default)]
struct Book {
    /// Which origin was asked for which path.
    seen: Vec<(String, String)>,
    preflights: usize,
}

type Shared = Arc<Mutex<Book>>;

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no holder of it panics")
}

/// A running server for each fault; all end when this is dropped.
#[derive(Debug)]
pub struct Faults {
    origins: Vec<String>,
    /// Where nobody listens.
    nowhere: String,
    /// Ports that nobody else may listen on meanwhile.
    _kept: Vec<TcpSocket>,
    book: Shared,
    _tasks: JoinSet<()>,
}

impl Faults {
    /// On free ports.
    ///
    /// # Panics
    /// When there are too few.
    pub async fn start() -> Faults {
        let (mut kept, mut doors) = (Vec::new(), Vec::new());
        for _ in FAULTS {
            let (keeper, address) = keep();
            let listener = socket(address).listen(64).expect("a port to listen on");
            doors.push((listener, format!("http://{address}")));
            kept.push(keeper);
        }
        let (keeper, nowhere) = keep();
        kept.push(keeper);
        let origins: Vec<_> = doors.iter().map(|(_, origin)| origin.clone()).collect();
        let portal = format!("{}/portal", origins[place("html-200")]);
        let book = Shared::default();
        let mut tasks = JoinSet::new();
        for (fault, (listener, origin)) in FAULTS.iter().zip(doors) {
            let door = Mutex::new(Some(listener));
            let (book, portal) = (book.clone(), portal.clone());
            tasks.spawn(Arc::new(Origin { fault, door, origin, portal, book }).listen());
        }
        let nowhere = format!("http://{nowhere}");
        Faults { origins, nowhere, _kept: kept, book, _tasks: tasks }
    }

    /// The address of `/then`, where the first request gets the good data; of `/first`, where none does; or of
    /// `/soon`, where all but the first do, and that is asked to come again in a second.
    ///
    /// # Panics
    /// When no fault has that name.
    pub fn url(&self, name: &str, path: &str) -> String {
        let place = place(name);
        let nobody = FAULTS[place].act == Act::Refuse && path == "/first";
        format!("{}{path}", if nobody { &self.nowhere } else { &self.origins[place] })
    }

    /// How often a fault was asked for a path; preflights do not count. More than a page asks: each turn of
    /// a redirect is one, and Firefox repeats what was reset ten times.
    ///
    /// # Panics
    /// When no fault has that name.
    pub fn count(&self, name: &str, path: &str) -> usize {
        locked(&self.book).count(&self.origins[place(name)], path)
    }

    /// How many preflights came, to whichever.
    pub fn preflights(&self) -> usize {
        locked(&self.book).preflights
    }
}

impl Book {
    fn count(&self, origin: &str, path: &str) -> usize {
        self.seen.iter().filter(|(at, seen)| at == origin && seen == path).count()
    }
}

fn place(name: &str) -> usize {
    let place = FAULTS.iter().position(|fault| fault.name == name);
    place.unwrap_or_else(|| panic!("there is no fault {name:?}"))
}

/// A free port, kept without listening there. A port that is closed and not kept is the next
/// program's, and another process's test would answer.
fn keep() -> (TcpSocket, SocketAddr) {
    let keeper = socket(SocketAddr::from(([127, 0, 0, 1], 0)));
    let address = keeper.local_addr().expect("its number");
    (keeper, address)
}

fn socket(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_reuseport(true).expect("a port that two sockets may have");
    socket.bind(address).expect("a free port");
    socket
}

/// One fault at its port.
struct Origin {
    fault: &'static Fault,
    /// Closed once it is empty: to drop a listener closes its port, whoever waits for connections.
    door: Mutex<Option<TcpListener>>,
    origin: String,
    portal: String,
    book: Shared,
}

impl Origin {
    async fn listen(self: Arc<Self>) {
        let mut connections = JoinSet::new();
        loop {
            let accepted = poll_fn(|context| match &*locked(&self.door) {
                Some(listener) => listener.poll_accept(context),
                // Answers may still be on their way.
                None => Poll::Pending,
            });
            match accepted.await {
                Ok((stream, _)) => {
                    let origin = self.clone();
                    connections.spawn(async move {
                        // Whoever goes away in the middle may.
                        let _ = origin.serve(stream).await;
                    });
                }
                Err(error) => return eprintln!("the fault {} ended: {error}", self.fault.name),
            }
        }
    }

    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        let Some((method, path)) = request(&mut stream).await? else { return Ok(()) };
        if method == "OPTIONS" {
            locked(&self.book).preflights += 1;
            // Allowed, so that what it asks for is counted too.
            let head = Head::new(204)
                .with("access-control-allow-headers", "*")
                .with("access-control-allow-methods", "*");
            return finish(stream, head.bytes()).await;
        }
        let times = {
            let mut book = locked(&self.book);
            book.seen.push((self.origin.clone(), path.clone()));
            book.count(&self.origin, &path)
        };
        match path.as_str() {
            "/then" if times == 1 => {
                if self.fault.act == Act::Refuse {
                    // Before the answer: whoever has it may ask again at once.
                    locked(&self.door).take();
                }
                whole(stream, Head::new(200).json(), good(self.fault.feed).to_string()).await
            }
            "/then" | "/first" => self.fail(stream, &path).await,
            "/soon" if times == 1 => {
                whole(stream, Head::new(503).html().retry(Retry::In(1)), page("Busy")).await
            }
            "/soon" => {
                whole(stream, Head::new(200).json(), good(self.fault.feed).to_string()).await
            }
            "/login" => whole(stream, Head::new(200).html(), page("Log in")).await,
            "/portal" => whole(stream, Head::new(200).html(), page(PORTAL)).await,
            _ => whole(stream, Head::new(404).html(), page("Not found")).await,
        }
    }

    async fn fail(&self, mut stream: TcpStream, path: &str) -> io::Result<()> {
        match self.fault.act {
            // Who had connected before the port was closed cannot be refused any more.
            Act::Refuse | Act::Reset => stream.set_zero_linger(),
            Act::Silence => silence(stream).await,
            Act::Half => {
                stream.write_all(&self.half()).await?;
                silence(stream).await
            }
            Act::Truncate => finish(stream, self.half()).await,
            Act::Drip => {
                stream.write_all(&Head::new(200).json().chunked()).await?;
                loop {
                    stream.write_all(b"1\r\n \r\n").await?;
                    sleep(Duration::from_millis(200)).await;
                }
            }
            Act::Endless => {
                stream.write_all(&Head::new(200).json().chunked()).await?;
                let piece = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
                loop {
                    stream.write_all(piece.as_bytes()).await?;
                    // At once, it would keep WebKitGTK's network process busy for good: that hears no more of anything
                    // else then, not even that nobody wants this body any longer.
                    sleep(Duration::from_millis(10)).await;
                }
            }
            Act::Bomb => {
                let head = Head::new(200).json().with("content-encoding", "gzip");
                whole(stream, head, &*BOMB).await
            }
            Act::Move(status, goal) => {
                let location = match goal {
                    Goal::Login => "/login",
                    Goal::Portal => &self.portal,
                    Goal::Itself => path,
                };
                let head = Head::new(status).html().with("location", location);
                whole(stream, head, page("It is elsewhere")).await
            }
            // These have no body, and so no length.
            Act::Status(status @ (204 | 304), _) => finish(stream, Head::new(status).bytes()).await,
            Act::Status(status, retry) => {
                let head = Head::new(status).with("content-type", "text/plain").retry(retry);
                whole(stream, head, status.to_string()).await
            }
            Act::Page(status, title) => whole(stream, Head::new(status).html(), page(title)).await,
            Act::Body(body) => {
                let head = match body {
                    Body::Mistyped => Head::new(200).html(),
                    Body::Windows1251 => Head::new(200).with("content-type", "text/xml"),
                    _ => Head::new(200).json(),
                };
                whole(stream, head, body.bytes(self.fault)).await
            }
            Act::NoCors => {
                whole(stream, Head::private(200).json(), fresh(self.fault).to_string()).await
            }
        }
    }

    /// An answer that promises twice what it holds.
    fn half(&self) -> Vec<u8> {
        let body = fresh(self.fault).to_string();
        let mut bytes = Head::new(200).json().sized(body.len());
        bytes.extend(&body.as_bytes()[..body.len() / 2]);
        bytes
    }
}

impl Body {
    fn bytes(self, fault: &Fault) -> Vec<u8> {
        let mut data = fresh(fault);
        match self {
            Body::Huge => {
                let mebibytes = if fault.feed == Feed::Articles { 9 } else { 2 };
                data["_padding"] = json!("x".repeat(mebibytes << 20));
                data.to_string().into()
            }
            Body::Cut => {
                let mut text = data.to_string();
                text.truncate(text.len() / 2);
                text.into()
            }
            Body::Empty => Vec::new(),
            Body::Mistyped => data.to_string().into(),
            Body::Bom => format!("\u{feff}{data}").into(),
            Body::Windows1251 => windows_1251(&rss(fault.name)),
            Body::Utf16 => {
                format!("\u{feff}{data}").encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            Body::Json(text) => text.into(),
            Body::Deep => b"[".repeat(100_000),
            Body::Twice => data
                .to_string()
                .replace(r#""title":"#, r#""title":"The first of two","title":"#)
                .replace(r#""items":"#, r#""items":[],"items":"#)
                .into(),
            Body::Value(number) => feed::rates(&[("USD", number), ("EUR", number)])
                .to_string()
                // As a number; serde_json has none that is so large.
                .replace(&format!("\"{number}\""), number)
                .into(),
            Body::Year(year) => {
                for item in data["items"].as_array_mut().into_iter().flatten() {
                    item["date_published"] = json!(format!("{year}-06-01T10:00:00Z"));
                }
                data.to_string().into()
            }
        }
    }
}

/// What every origin answers first.
fn good(feed: Feed) -> Value {
    match feed {
        Feed::Articles => feed::plain("good", 3),
        Feed::Rates => feed::rates(&[("USD", "1.7"), ("EUR", "1.98")]),
    }
}

/// What a fault answers then, in one form or another: if it is seen, it can be told from the good data.
fn fresh(fault: &Fault) -> Value {
    match fault.feed {
        Feed::Articles => feed::plain(fault.name, 3),
        Feed::Rates => feed::rates(&[("USD", "9.71"), ("EUR", "9.98")]),
    }
}

fn rss(name: &str) -> String {
    let item = |number| {
        format!(
            "<item><title>Новость {number}: {name}</title><link>https://press.example/{name}/{number}</link>\
             <description>Одно предложение.</description></item>"
        )
    };
    format!(
        r#"<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel><title>Курьер</title>{}</channel></rss>"#,
        (0..3).map(item).collect::<String>()
    )
}

fn windows_1251(text: &str) -> Vec<u8> {
    let byte = |letter| match letter {
        'А'..='я' => u8::try_from(u32::from(letter) - u32::from('А') + 0xC0),
        _ => u8::try_from(u32::from(letter)),
    };
    text.chars().map(|letter| byte(letter).expect("a letter of ASCII or Russian")).collect()
}

const PORTAL: &str = "Sign in to the network";

fn page(title: &str) -> String {
    format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1><form method="post"><input name="name"><input type="password" name="word"><button>OK</button></form></body></html>"#
    )
}

static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    // Packed once and repeated: a debug build would need seconds for all of it, in which who waits
    // for a limit of size runs into that of time.
    let spaces = vec![b' '; 1_000_000];
    let mut piece = Vec::with_capacity(10_000);
    let mut packer = Compress::new(Compression::best(), false);
    packer.compress_vec(&spaces, &mut piece, FlushCompress::Full).expect("memory takes all");
    let (mut sum, mut all) = (Crc::new(), Crc::new());
    sum.update(&spaces);
    // RFC 1952: no name, no time, an unknown system.
    let mut bytes = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];
    for _ in 0..100 {
        bytes.extend(&piece);
        all.combine(&sum);
    }
    // The last block of all holds nothing.
    bytes.extend([3, 0]);
    bytes.extend(all.sum().to_le_bytes());
    bytes.extend(all.amount().to_le_bytes());
    bytes
});

/// The head of an answer, as far as it is written.
struct Head(String);

impl Head {
    /// One that every page may read.
    fn new(status: u16) -> Head {
        Head::private(status).with("access-control-allow-origin", "*")
    }

    /// One that pages of other origins may not read.
    fn private(status: u16) -> Head {
        // A reason after the status may be absent.
        Head(format!("HTTP/1.1 {status} \r\n"))
            .with("cache-control", "no-store")
            .with("connection", "close")
    }

    fn with(mut self, name: &str, value: &str) -> Head {
        self.0 += &format!("{name}: {value}\r\n");
        self
    }

    fn json(self) -> Head {
        self.with("content-type", "application/json")
    }

    fn html(self) -> Head {
        self.with("content-type", "text/html; charset=utf-8")
    }

    fn retry(self, retry: Retry) -> Head {
        let value = match retry {
            Retry::Unsaid => return self,
            Retry::In(seconds) => seconds.to_string(),
            Retry::At(seconds) => {
                fmt_http_date(SystemTime::now() + Duration::from_secs(seconds.into()))
            }
        };
        self.with("access-control-expose-headers", "retry-after").with("retry-after", &value)
    }

    fn sized(self, length: usize) -> Vec<u8> {
        self.with("content-length", &length.to_string()).bytes()
    }

    fn chunked(self) -> Vec<u8> {
        self.with("transfer-encoding", "chunked").bytes()
    }

    fn bytes(self) -> Vec<u8> {
        (self.0 + "\r\n").into()
    }
}

/// The method and the path of a request; `None` when the connection ends before, as browsers open some
/// that they never use.
async fn request(stream: &mut TcpStream) -> io::Result<Option<(String, String)>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(None);
        }
    }
    let head = String::from_utf8_lossy(&head);
    let mut words = head.split([' ', '?', '\r']);
    let method = words.next().unwrap_or_default().to_owned();
    Ok(words.next().map(|path| (method, path.to_owned())))
}

async fn whole(stream: TcpStream, head: Head, body: impl AsRef<[u8]>) -> io::Result<()> {
    let body = body.as_ref();
    let mut bytes = head.sized(body.len());
    bytes.extend(body);
    finish(stream, bytes).await
}

/// Sends the last bytes of a connection.
async fn finish(mut stream: TcpStream, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    stream.write_all(bytes.as_ref()).await?;
    stream.shutdown().await?;
    silence(stream).await
}

/// Says nothing until the other side goes.
async fn silence(mut stream: TcpStream) -> io::Result<()> {
    let mut rest = [0; 1024];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}
