//! The npm package: what `make package` leaves in target/package.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use e2e::dist::{Dist, workspace};
use serde_json::Value;

use crate::FILES;

const MADE: [&str; 7] = [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "custom-elements.json",
    "news-widget.d.ts",
    "package.json",
    "react.d.ts",
];

fn package() -> PathBuf {
    let folder = workspace().join("target/package");
    assert!(
        folder.join("package.json").is_file(),
        "expected the npm package at {}; run `make package`",
        folder.display()
    );
    folder
}

fn json(file: &str) -> Value {
    let file = package().join(file);
    let text = fs::read_to_string(&file);
    let text = text.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn names(of: &Value) -> BTreeSet<String> {
    let list = of.as_array().unwrap_or_else(|| panic!("expected a list, but found {of}"));
    list.iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn it_has_these_files_and_no_others() {
    // npm itself says what it would pack.
    let packed = Command::new("npm")
        .args(["pack", "--dry-run", "--json", "--ignore-scripts", "--offline"])
        .current_dir(package())
        .output()
        .expect("expected npm; run `make tools`");
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    let packed: Value = serde_json::from_slice(&packed.stdout).unwrap();
    let found = packed.pointer("/0/files").or_else(|| packed.pointer("/news-widget/files"));
    let found = found.unwrap_or_else(|| panic!("expected a list of files, but found {packed}"));
    let found: BTreeSet<_> =
        found.as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    let expected = FILES.map(|(file, _)| file).into_iter().chain(MADE).collect();
    assert_eq!(found, expected);
}

#[test]
fn its_files_are_those_that_are_delivered() {
    let dist = Dist::delivered();
    let folder = dist.folder.join(&dist.widget[1..]);
    for (file, _) in FILES {
        let (packed, built) = (fs::read(package().join(file)), fs::read(folder.join(file)));
        assert!(packed.unwrap() == built.unwrap(), "{file} is another one; run `make package`");
    }
}

#[test]
fn all_that_it_exports_is_there() {
    let described = json("package.json");
    let version = Dist::delivered().widget;
    let version = version.trim_matches('/').rsplit('/').next().unwrap();
    assert_eq!(described["version"], version);
    let mut targets = vec![&described["types"], &described["customElements"]];
    for target in described["exports"].as_object().unwrap().values() {
        match target.as_object() {
            Some(conditions) => targets.extend(conditions.values()),
            None => targets.push(target),
        }
    }
    assert_eq!(targets.len(), 9);
    for target in targets {
        let file = package().join(target.as_str().unwrap());
        assert!(file.is_file(), "{} is exported, but not there", file.display());
    }
}

#[test]
fn its_manifest_and_the_readme_name_the_same() {
    let manifest = json("custom-elements.json");
    let elements = &manifest["modules"][0]["declarations"];
    let readme = fs::read_to_string(workspace().join("README.md")).unwrap();
    let tags: Vec<_> = elements.as_array().unwrap().iter().map(|one| &one["tagName"]).collect();
    assert_eq!(tags, ["news-widget", "rate-ticker"]);
    let [widget, ticker] = [0, 1].map(|index| &elements[index]);

    for list in ["attributes", "events", "cssProperties", "cssParts"] {
        let all = names(&widget[list]);
        assert!(names(&ticker[list]).is_subset(&all), "{list} of <rate-ticker>");
        for name in all {
            let code = if list == "cssParts" { format!("::part({name})") } else { name };
            assert!(readme.contains(&format!("`{code}`")), "{code} is not in README.md");
        }
    }
    assert_eq!(names(&widget["events"]), names(&ticker["events"]));
    assert_eq!(names(&widget["attributes"]), first_column(&readme, "\n## Attributes\n"));
    assert_eq!(names(&widget["events"]), first_column(&readme, "\n## Events\n"));
    for member in ["refresh", "pause", "resume", "data"] {
        assert!(names(&ticker["members"]).contains(member), "{member}");
    }
}

/// The names in the first column of the first table behind a heading.
fn first_column(readme: &str, heading: &str) -> BTreeSet<String> {
    let (_, section) = readme.split_once(heading).unwrap_or_else(|| panic!("no {heading:?}"));
    let table = section.lines().skip_while(|line| !line.starts_with('|'));
    let rows = table.take_while(|line| line.starts_with('|')).skip(2);
    rows.flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// Runs the packing in a copy of what it reads, with one text of a file replaced.
fn pack_with(file: &str, from: &str, to: &str) -> Output {
    let top = workspace();
    let copy = tempfile::tempdir().unwrap();
    let take = |file: &Path| {
        let target = copy.path().join(file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(top.join(file), target).unwrap();
    };
    take(Path::new("Cargo.toml"));
    for entry in fs::read_dir(top.join("embed")).unwrap() {
        take(&Path::new("embed").join(entry.unwrap().file_name()));
    }
    let changed = copy.path().join(file);
    let text = fs::read_to_string(&changed).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from} in {file}");
    fs::write(&changed, text.replace(from, to)).unwrap();
    Command::new("node")
        .args(["embed/package.mjs", "dist", "out"])
        .current_dir(copy.path())
        .output()
        .expect("expected node; run `make tools`")
}

#[test]
fn an_attribute_that_only_one_side_knows_stops_the_packing() {
    for (file, from, to, message) in [
        (
            "embed/news-widget.js",
            r#""theme", "#,
            r#""theme", "mood", "#,
            "expected embed/surface.mjs to name the attributes of embed/news-widget.js, but it lacks mood",
        ),
        (
            "embed/surface.mjs",
            r#"name: "theme""#,
            r#"name: "mood""#,
            "but it lacks theme; and the loader does not know its mood",
        ),
        ("embed/news-widget.js", "const ATTRIBUTES", "let ATTRIBUTES", "but found none"),
    ] {
        let output = pack_with(file, from, to);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(message), "{from} in {file}: {said}");
        assert_eq!(said.lines().count(), 1, "one sentence: {said}");
    }
}
