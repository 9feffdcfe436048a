//! The browsers, and a running one.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
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
    /// Whether it draws on a screen only: it gets one that nobody sees.
    screen: bool,
    /// What the session asks for, by the folder of an empty profile.
    capabilities: fn(&Path) -> Value,
}

/// All browsers that the tests know, as far as this system has them.
pub static BROWSERS: &[Browser] = &[
    Browser {
        name: "chromium",
        driver: ("CHROMEDRIVER", "chromedriver"),
        arguments: |port| vec![format!("--port={port}")],
        environment: &[],
        screen: false,
        capabilities: |profile| {
            let profile = format!("--user-data-dir={}", profile.display());
            json!({"goog:chromeOptions": {"args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--hide-scrollbars", "--js-flags=--expose-gc", profile,
            ]}})
        },
    },
    Browser {
        name: "firefox",
        driver: ("GECKODRIVER", "geckodriver"),
        arguments: |port| vec![format!("--port={port}")],
        environment: &[],
        screen: false,
        capabilities: |profile| {
            json!({"moz:firefoxOptions": {
                "args": ["-headless", "-profile", profile],
                "prefs": {
                    "browser.chrome.site_icons": false,
                    "ui.useOverlayScrollbars": 1,
                    // To all but this machine the way is a proxy that is not there, so that
                    // nothing of the browser's own goes out.
                    "network.proxy.type": 1,
                    "network.proxy.socks": "127.0.0.1",
                    "network.proxy.socks_port": 9,
                    "network.proxy.socks_remote_dns": true,
                    "network.proxy.allow_bypass": false,
                    "network.proxy.failover_direct": false,
                },
            }})
        },
    },
    // The driver knows which MiniBrowser is its own, and gives it an empty profile.
    #[cfg(target_os = "linux")]
    Browser {
        name: "webkitgtk",
        driver: ("WEBKITWEBDRIVER", "WebKitWebDriver"),
        arguments: |port| vec![format!("--port={port}")],
        environment: &[
            ("GDK_BACKEND", "x11"),
            // The settings and services of a desktop stay out.
            ("DBUS_SESSION_BUS_ADDRESS", "disabled:"),
            ("GSETTINGS_BACKEND", "memory"),
            // It needs rights that root in a container lacks, and all pages are the tests' own.
            ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1"),
        ],
        screen: true,
        capabilities: |_| json!({}),
    },
];

/// The browsers to run: those of `NEWS_WIDGET_BROWSERS`, or else `default`.
///
/// # Panics
/// When a name is none of the table's.
pub fn chosen(default: &'static [Browser]) -> Vec<&'static Browser> {
    let names = env::var("NEWS_WIDGET_BROWSERS").unwrap_or_default();
    if names.trim().is_empty() {
        return default.iter().collect();
    }
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
        client.set_window_rect(0, 0, 1500, 1000).await.expect("a window of one size in all");
        Session { client, driver }
    }

    /// Ends browser and driver in good order.
    pub async fn end(self) {
        // A browser that is gone already is as good as ended.
        let _ = tokio::time::timeout(PATIENCE, self.client.close()).await;
        drop(self.driver);
    }
}

#[derive(Debug)]
struct Driver {
    program: Program,
    // After the program, which draws on it.
    _screen: Option<Program>,
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
                if driver.program.has_ended() {
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
        let mut command = Command::new(named.unwrap_or_else(|| usual.into()));
        command
            .args((browser.arguments)(port))
            .envs(browser.environment.iter().copied())
            .stdout(log.try_clone().expect("the same file"))
            .stderr(log);
        let screen = browser.screen.then(|| {
            let (screen, display) = screen(browser);
            command.env("DISPLAY", display);
            screen
        });
        let program = Program::start(&mut command, &format!("the driver of {}", browser.name));
        Driver { program, _screen: screen, port, folder }
    }

    /// Whether it answers that it is ready.
    async fn is_up(&self) -> bool {
        let ask = async {
            let host = format!("127.0.0.1:{}", self.port);
            let mut stream = TcpStream::connect(&host).await?;
            let request =
                format!("GET /status HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await?;
            let mut answer = vec![0; 4096];
            let length = stream.read(&mut answer).await?;
            io::Result::Ok(String::from_utf8_lossy(&answer[..length]).contains(" 200 "))
        };
        ask.await.unwrap_or(false)
    }

    fn said(&self) -> String {
        fs::read_to_string(self.folder.path().join("driver.log")).unwrap_or_default()
    }
}

/// A screen that nobody sees, and its name.
fn screen(browser: &'static Browser) -> (Program, String) {
    let mut command = Command::new("Xvfb");
    command
        .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1600x1200x24"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut screen = Program::start(&mut command, &format!("the screen of {}", browser.name));
    let mut number = String::new();
    // Its number comes when it is ready, or nothing when it ends before.
    let told = screen.child.stdout.as_mut().map(|out| BufReader::new(out).read_line(&mut number));
    assert!(!number.is_empty(), "the screen of {} did not start: {told:?}", browser.name);
    let display = format!(":{}", number.trim());
    (screen, display)
}

/// A running program. It ends when this is dropped, with all that it has started; and also when
/// the tests are killed, or interrupted.
#[derive(Debug)]
pub struct Program {
    child: Child,
    /// A shell that kills all of them, itself too, at the end of its input.
    watch: Child,
}

impl Program {
    /// Starts it, in a group of its own.
    ///
    /// # Panics
    /// When it is not there.
    pub fn start(command: &mut Command, what: &str) -> Program {
        let child = command.stdin(Stdio::null()).process_group(0).spawn().unwrap_or_else(|error| {
            let program = command.get_program().display();
            panic!("expected {what} as {program}: {error}; run `make test-tools`")
        });
        let watch = Command::new("sh")
            .args(["-c", "read -r _; kill -KILL 0"])
            .stdin(Stdio::piped())
            .process_group(child.id().cast_signed())
            .spawn()
            .expect("a shell");
        Program { child, watch }
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|ended| ended.is_some())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.watch.stdin.take());
        // Either fails only when it was waited for already.
        let _ = self.watch.wait();
        let _ = self.child.wait();
    }
}
