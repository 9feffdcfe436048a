//! The browsers, and a running one.

use std::env;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What it takes to drive one kind of browser. Another kind is another entry in [`BROWSERS`].
#[derive(Debug)]
pub struct Browser {
    /// Its name in `NEWS_WIDGET_BROWSERS` and in failures.
    pub name: &'static str,
    /// The variable that may name the driver, and its usual name.
    driver: (&'static str, &'static str),
    /// What the driver is told, by port.
    arguments: fn(u16) -> Vec<String>,
    /// What is set in the driver's environment.
    environment: &'static [(&'static str, &'static str)],
    /// What the session asks for, by the folder of an empty profile.
    capabilities: fn(&Path) -> Value,
}

/// All browsers that the tests know.
pub static BROWSERS: &[Browser] = &[Browser {
    name: "chromium",
    driver: ("CHROMEDRIVER", "chromedriver"),
    arguments: |port| vec![format!("--port={port}")],
    environment: &[],
    capabilities: |profile| {
        let profile = format!("--user-data-dir={}", profile.display());
        json!({"goog:chromeOptions": {"args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1500,1000", profile,
        ]}})
    },
}];

/// The browsers to run, by `NEWS_WIDGET_BROWSERS`.
///
/// # Panics
/// When a name is none of the table's.
pub fn chosen() -> Vec<&'static Browser> {
    let names = env::var("NEWS_WIDGET_BROWSERS").unwrap_or_default();
    let names = if names.trim().is_empty() { "chromium" } else { &names };
    let known: Vec<_> = BROWSERS.iter().map(|browser| browser.name).collect();
    let find = |name: &str| {
        let found = BROWSERS.iter().find(|browser| browser.name == name);
        found.unwrap_or_else(|| {
            panic!("NEWS_WIDGET_BROWSERS: \"{name}\" is not one of: {}", known.join(" "))
        })
    };
    names.split(',').map(|name| find(name.trim())).collect()
}

/// How long a driver or a browser may take to start, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A driver with one browser. The driver ends when this is dropped, also by a panic.
#[derive(Debug)]
pub struct Session {
    /// Commands go here.
    pub client: Client,
    driver: Driver,
}

impl Session {
    /// Starts the driver and the browser, with an empty profile.
    ///
    /// # Panics
    /// When either does not start.
    pub async fn start(browser: &'static Browser) -> Session {
        let driver = Driver::start(browser).await;
        let profile = driver.folder.path().join("profile");
        fs::create_dir(&profile).expect("an empty profile");
        let Value::Object(mut capabilities) = (browser.capabilities)(&profile) else {
            panic!("the capabilities of {} are an object", browser.name);
        };
        // Pages hold requests back on purpose, and no test wants to wait for those.
        capabilities.insert("pageLoadStrategy".to_owned(), json!("none"));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(Capabilities::from(capabilities))
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await;
        let client = client.unwrap_or_else(|error| {
            panic!("{} did not start: {error}\n{}", browser.name, driver.said())
        });
        Session { client, driver }
    }

    /// Ends browser and driver in good order.
    pub async fn end(self) {
        // A browser that is gone already is as good as ended.
        let _ = self.client.close().await;
        drop(self.driver);
    }
}

#[derive(Debug)]
struct Driver {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Driver {
    async fn start(browser: &'static Browser) -> Driver {
        // Between finding a free port and its use another program may take it: then once more.
        for _ in 0..3 {
            let mut driver = Driver::spawn(browser);
            let start = Instant::now();
            while start.elapsed() < PATIENCE {
                if driver.is_up().await {
                    return driver;
                }
                if driver.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            eprintln!("the driver of {} did not start:\n{}", browser.name, driver.said());
        }
        panic!("the driver of {} did not start", browser.name);
    }

    fn spawn(browser: &'static Browser) -> Driver {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        let log = File::create(folder.path().join("driver.log")).expect("a file for its words");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let (variable, usual) = browser.driver;
        let named = env::var_os(variable).filter(|value| !value.is_empty());
        let program = named.unwrap_or_else(|| usual.into());
        let child = Command::new(&program)
            .args((browser.arguments)(port))
            .envs(browser.environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the same file"))
            .stderr(log)
            .spawn();
        let child = child.unwrap_or_else(|error| {
            let program = program.display();
            panic!(
                "expected the driver of {} as {program}: {error}; run `make test-tools`",
                browser.name
            )
        });
        Driver { child, port, folder }
    }

    /// Whether it answers that it is ready.
    async fn is_up(&self) -> bool {
        let ask = async {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
            let request = "GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            stream.write_all(request.as_bytes()).await?;
            let mut answer = vec![0; 4096];
            let length = stream.read(&mut answer).await?;
            std::io::Result::Ok(String::from_utf8_lossy(&answer[..length]).contains(" 200 "))
        };
        ask.await.unwrap_or(false)
    }

    fn said(&self) -> String {
        fs::read_to_string(self.folder.path().join("driver.log")).unwrap_or_default()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Both fail only when it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
