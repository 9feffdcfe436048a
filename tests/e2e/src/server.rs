//! A static server on a free port of this machine that remembers who asked for what, and answers
//! what a test tells it to, when it tells it to.

use std::collections::HashMap;
use std::convert::Infallible;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, Response, header};
use futures_core::Stream;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

/// What a path answers.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// 200 with a body of the given type.
    pub fn new(kind: &str, body: impl Into<Vec<u8>>) -> Answer {
        let headers = vec![("content-type", kind.to_owned())];
        Answer { status: 200, headers, body: body.into() }
    }

    /// JSON, well formed or not.
    pub fn json(body: impl ToString) -> Answer {
        Answer::new("application/json", body.to_string())
    }

    /// A page.
    pub fn html(body: &str) -> Answer {
        Answer::new("text/html; charset=utf-8", body)
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Answer {
        self.headers.push((name, value.into()));
        self
    }

    /// A status, with a short page as most servers send.
    pub fn status(status: u16) -> Answer {
        let page = format!("<!doctype html><title>{status}</title><h1>{status}</h1>");
        Answer { status, ..Answer::html(&page) }
    }

    /// Elsewhere; to a port where nobody listens it makes a request fail as a broken network does.
    pub fn elsewhere(url: &str) -> Answer {
        let mut answer = Answer::status(302);
        answer.headers.push(("location", url.to_owned()));
        answer
    }
}

/// One request that came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Without the query.
    pub path: String,
    /// What stood in the headers; `None` for absent ones.
    pub referer: Option<String>,
    /// Cookies.
    pub cookie: Option<String>,
    /// The asking page's origin.
    pub origin: Option<String>,
    /// The method.
    pub method: String,
}

/// Requests wait here until it is opened or dropped.
#[derive(Debug)]
#[must_use = "a gate opens when it is dropped"]
pub struct Gate(watch::Sender<bool>);

impl Gate {
    /// Lets everybody through, from now on.
    pub fn open(self) {
        self.0.send_replace(true);
    }
}

#[derive(Debug, Default)]
struct Book {
    folders: Vec<(String, PathBuf)>,
    answers: HashMap<String, Answer>,
    gates: HashMap<String, watch::Receiver<bool>>,
    streams: HashMap<String, Listeners>,
    seen: Vec<Seen>,
}

/// Who listens to a stream.
type Listeners = Vec<mpsc::UnboundedSender<String>>;

/// What one of them hears, until the other end of it is gone.
struct Messages(mpsc::UnboundedReceiver<String>);

impl Stream for Messages {
    type Item = Result<String, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|message| message.map(Ok))
    }
}

type Shared = Arc<Mutex<Book>>;

fn open(book: &Shared) -> MutexGuard<'_, Book> {
    book.lock().expect("no holder of the book panics")
}

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    /// `http://127.0.0.1:40000`
    pub origin: String,
    book: Shared,
    task: JoinHandle<()>,
}

impl Server {
    /// On a free port, knowing no path yet.
    pub async fn start() -> Server {
        Server::start_on(0).await
    }

    /// On the given port.
    ///
    /// # Panics
    /// When it is taken.
    pub async fn start_on(port: u16) -> Server {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let listener = TcpListener::bind(address).await.expect("a port to listen on");
        let address = listener.local_addr().expect("its number");
        let book = Shared::default();
        let router = Router::new().fallback(answer).with_state(book.clone());
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the server on {address} ended: {error}");
            }
        });
        Server { origin: format!("http://{address}"), book, task }
    }

    /// Serves the files of `folder` below `path`, which ends in a slash.
    pub fn mount(&self, path: &str, folder: &Path) {
        open(&self.book).folders.push((path.to_owned(), folder.to_owned()));
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// From now on `path` answers this, whatever the folders hold.
    pub fn answer(&self, path: &str, answer: Answer) {
        open(&self.book).answers.insert(path.to_owned(), answer);
    }

    /// Requests for `path` get no answer until the gate is opened.
    pub fn hold(&self, path: &str) -> Gate {
        let (gate, waits) = watch::channel(false);
        open(&self.book).gates.insert(path.to_owned(), waits);
        Gate(gate)
    }

    /// From now on `path` answers with Server-Sent Events and keeps the connection; a browser that loses it comes
    /// again in a moment.
    pub fn stream(&self, path: &str) {
        open(&self.book).streams.entry(path.to_owned()).or_default();
    }

    /// Says this to all who listen to `path`, in one go.
    pub fn send(&self, path: &str, messages: &[&str]) {
        let event = |message: &&str| {
            let lines: String = message.lines().map(|line| format!("data: {line}\n")).collect();
            format!("{lines}\n")
        };
        let events: String = messages.iter().map(event).collect();
        for listener in open(&self.book).streams.get(path).into_iter().flatten() {
            // Who has gone hears nothing.
            let _ = listener.send(events.clone());
        }
    }

    /// How many listen to `path`.
    pub fn listeners(&self, path: &str) -> usize {
        let book = open(&self.book);
        let listeners = book.streams.get(path).into_iter().flatten();
        listeners.filter(|listener| !listener.is_closed()).count()
    }

    /// Waits until so many listen to `path`.
    ///
    /// # Panics
    /// When they do not.
    pub async fn wait_for_listeners(&self, path: &str, number: usize) {
        let start = Instant::now();
        while self.listeners(path) != number {
            let found = self.listeners(path);
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "expected {number} to listen to {path}, but found {found}"
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Breaks off what all of `path` hear; they may come again.
    pub fn cut(&self, path: &str) {
        if let Some(listeners) = open(&self.book).streams.get_mut(path) {
            listeners.clear();
        }
    }

    /// The same, and `path` is no stream any more.
    pub fn end_stream(&self, path: &str) {
        open(&self.book).streams.remove(path);
    }

    /// The requests so far, in their order.
    pub fn seen(&self) -> Vec<Seen> {
        open(&self.book).seen.clone()
    }

    /// How many of them were for `path`.
    pub fn count(&self, path: &str) -> usize {
        open(&self.book).seen.iter().filter(|seen| seen.path == path).count()
    }

    /// Waits until `path` was asked for `times` times.
    ///
    /// # Panics
    /// When it is not.
    pub async fn wait_for(&self, path: &str, times: usize) {
        let start = Instant::now();
        while self.count(path) < times {
            let seen: Vec<_> = self.seen().into_iter().map(|seen| seen.path).collect();
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "expected {times} requests for {path}, but found: {seen:?}"
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The address of a port of this machine where nobody listens.
///
/// # Panics
/// When the machine has no free port.
pub fn nobody() -> (String, u16) {
    let free =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = free.expect("a free port").port();
    (format!("http://127.0.0.1:{port}"), port)
}

async fn answer(State(book): State<Shared>, request: Request<Body>) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let gate = {
        let mut book = open(&book);
        book.seen.push(seen(&path, request.method().as_str(), request.headers()));
        book.gates.get(&path).cloned()
    };
    if let Some(mut gate) = gate {
        // A gate that was dropped is open.
        let _ = gate.wait_for(|open| *open).await;
    }
    if let Some(listeners) = open(&book).streams.get_mut(&path) {
        let (listener, messages) = mpsc::unbounded_channel();
        // So that it comes again soon; and with the first bytes the headers go out.
        let _ = listener.send("retry: 50\n\n".to_owned());
        listeners.push(listener);
        return Response::builder()
            .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .header(header::CACHE_CONTROL, "no-store")
            .header(header::CONTENT_TYPE, "text/event-stream")
            .body(Body::from_stream(Messages(messages)))
            .expect("a well-formed answer");
    }
    let answer = {
        let book = open(&book);
        let scripted = book.answers.get(&path).cloned();
        scripted.or_else(|| book.folders.iter().find_map(|(at, folder)| file(at, folder, &path)))
    };
    let answer = answer.unwrap_or_else(|| Answer::status(404));
    let mut response = Response::builder()
        .status(answer.status)
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .header(header::CACHE_CONTROL, "no-store");
    for (name, value) in &answer.headers {
        response = response.header(*name, value);
    }
    response.body(answer.body.into()).expect("a well-formed answer")
}

fn seen(path: &str, method: &str, headers: &HeaderMap) -> Seen {
    let text = |name| {
        let value = headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Seen {
        path: path.to_owned(),
        referer: text(header::REFERER),
        cookie: text(header::COOKIE),
        origin: text(header::ORIGIN),
        method: method.to_owned(),
    }
}

fn file(at: &str, folder: &Path, path: &str) -> Option<Answer> {
    let file = path.strip_prefix(at)?;
    if file.split('/').any(|part| part == "..") {
        return None;
    }
    let body = fs::read(folder.join(file)).ok()?;
    let kind = match file.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    Some(Answer::new(kind, body))
}
