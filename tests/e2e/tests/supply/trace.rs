//! Nothing of the machine that built it is in what is delivered.

use std::env;
use std::fs;

use e2e::dist::{Dist, workspace};

use crate::FILES;

#[test]
fn no_file_names_a_folder_of_whoever_built_it() {
    let dist = Dist::delivered();
    let mut folders = vec![workspace().display().to_string(), "/registry/src/".to_owned()];
    // As root, or nobody, one has a home that is also a common word.
    folders.extend(env::var("HOME").ok().filter(|home| home.len() > 5));
    for (file, _) in FILES {
        let bytes = fs::read(dist.folder.join(format!("{}{file}", &dist.widget[1..]))).unwrap();
        for folder in &folders {
            let found = bytes.windows(folder.len()).any(|window| window == folder.as_bytes());
            assert!(!found, "{folder} is in {file}; run `make dist`, which takes it out");
        }
    }
}
