//! An nginx of this machine that serves a built folder as the `nginx.conf` in it says.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request};
use e2e::browser::Program;
use e2e::dist::Dist;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tempfile::TempDir;
use tokio::net::TcpStream;

const PATIENCE: Duration = Duration::from_secs(20);

/// A running nginx; it ends when this is dropped.
#[derive(Debug)]
pub struct Nginx {
    /// `http://127.0.0.1:40000`
    pub origin: String,
    program: Program,
    folder: TempDir,
}

/// What it answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Reply {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a header of plain letters"))
    }
}

impl Nginx {
    /// Starts it.
    ///
    /// # Panics
    /// When it is not installed, or does not start.
    pub async fn serve(dist: &Dist) -> Nginx {
        assert!(
            dist.folder.join("nginx.conf").is_file(),
            "expected nginx.conf in {}; run `make dist`",
            dist.folder.display()
        );
        // Between finding a free port and its use another program may take it: then once more.
        for _ in 0..3 {
            let (mut nginx, port) = Nginx::start(&dist.folder);
            let start = Instant::now();
            while start.elapsed() < PATIENCE && !nginx.program.has_ended() {
                if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                    return nginx;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            eprintln!("nginx did not start:\n{}", nginx.said());
        }
        panic!("nginx did not start");
    }

    fn start(dist: &Path) -> (Nginx, u16) {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let own = folder.path();
        fs::write(own.join("nginx.conf"), config(own, dist, port)).expect("its configuration");
        let log = File::create(own.join("log")).expect("a file for its words");
        let mut command = Command::new(program());
        command.arg("-p").arg(own).arg("-c").arg(own.join("nginx.conf")).args(["-e", "stderr"]);
        command.stdout(log.try_clone().expect("the same file")).stderr(log);
        let program = Program::start(&mut command, "nginx");
        (Nginx { origin: format!("http://127.0.0.1:{port}"), program, folder }, port)
    }

    /// Asks for a path, with this `Accept-Encoding`.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn get(&self, path: &str, encoding: &str) -> Reply {
        let client = Client::builder(TokioExecutor::new()).build_http::<Body>();
        let request = Request::get(format!("{}{path}", self.origin))
            .header("accept-encoding", encoding)
            .header("origin", "https://page.example")
            .body(Body::empty());
        let answer = client.request(request.expect("a request")).await;
        let answer = answer.unwrap_or_else(|error| panic!("{path}: {error}\n{}", self.said()));
        let (parts, body) = answer.into_parts();
        let body = to_bytes(Body::new(body), usize::MAX).await.expect("a whole body");
        Reply { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    fn said(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

/// Debian keeps it where only root looks for programs.
fn program() -> &'static str {
    let of_root = "/usr/sbin/nginx";
    if Path::new(of_root).is_file() { of_root } else { "nginx" }
}

fn config(own: &Path, dist: &Path, port: u16) -> String {
    let options = Command::new(program()).arg("-V").output();
    let options = options.expect("expected nginx; run `make test-tools`").stderr;
    let options = String::from_utf8_lossy(&options);
    let module = brotli(&options).map(|file| format!("load_module \"{}\";", file.display()));
    let (own, dist) = (own.display(), dist.display());
    // The folders that are built into it may be another user's.
    let folders: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .into_iter()
        .filter(|name| !options.contains(&format!("--without-http_{name}_module")))
        .map(|name| format!("{name}_temp_path \"{own}/{name}\";\n"))
        .collect();
    format!(
        r#"{}
daemon off;
master_process off;
error_log stderr;
pid "{own}/pid";
events {{}}
http {{
    access_log off;
    {folders}
    server {{
        listen 127.0.0.1:{port};
        root "{dist}";
        include "{dist}/nginx.conf";
    }}
}}
"#,
        module.unwrap_or_default()
    )
}

/// The module for brotli, unless it is built in.
fn brotli(options: &str) -> Option<PathBuf> {
    if options.contains("brotli") {
        return None;
    }
    let folder = options.split_whitespace().find_map(|word| word.strip_prefix("--modules-path="));
    let file = Path::new(folder.unwrap_or_default()).join("ngx_http_brotli_static_module.so");
    assert!(
        file.is_file(),
        "expected nginx's module for brotli at {}; run `make test-tools`",
        file.display()
    );
    Some(file)
}
