//! Where the built files are.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The workspace's own folder.
pub fn workspace() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    folder.canonicalize().expect("the workspace is still there")
}

/// One built folder.
#[derive(Debug, Clone)]
pub struct Dist {
    /// `dist/`, `dist-test/` or `dist-crash/`.
    pub folder: PathBuf,
    /// The path of the widget's files in it: `/news-widget/0.1.0/`.
    pub widget: String,
}

impl Dist {
    /// As delivered: closed shadow roots.
    ///
    /// # Panics
    /// When it was not built.
    pub fn delivered() -> Dist {
        Dist::find("NEWS_WIDGET_DIST", "dist")
    }

    /// The same with open shadow roots.
    ///
    /// # Panics
    /// When it was not built.
    pub fn open() -> Dist {
        Dist::find("NEWS_WIDGET_DIST_TEST", "dist-test")
    }

    /// Open, and with the switch that makes it crash.
    ///
    /// # Panics
    /// When it was not built.
    pub fn crash() -> Dist {
        Dist::find("NEWS_WIDGET_DIST_CRASH", "dist-crash")
    }

    fn find(variable: &str, default: &str) -> Dist {
        let named = env::var_os(variable).filter(|value| !value.is_empty());
        let folder = workspace().join(named.map_or_else(|| PathBuf::from(default), PathBuf::from));
        let versions = fs::read_dir(folder.join("news-widget")).into_iter().flatten();
        let built =
            versions.flatten().find(|entry| entry.path().join("news-widget.wasm").is_file());
        let Some(version) = built else {
            panic!(
                "expected the built widget at {}; run `make dist dist-test dist-crash` (or name the folder in {variable})",
                folder.display()
            );
        };
        let widget = format!("/news-widget/{}/", version.file_name().to_string_lossy());
        Dist { folder, widget }
    }

    /// The text of one file.
    ///
    /// # Panics
    /// When it is not there.
    pub fn read(&self, path: &str) -> String {
        let file = self.folder.join(path);
        fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("expected a text at {}: {error}", file.display()))
    }
}
