//! Compiles the engine's own scripts to bytecode: every world runs them before anything else.

use std::path::PathBuf;
use std::{env, fs};

#[path = "src/bytecode/compile.rs"]
mod compile;

/// Each with what stacks call it.
const SCRIPTS: [(&str, &str); 3] = [
    ("src/cjs/cjs.js", "internal/cjs"),
    ("src/esm/esm.js", "internal/esm"),
    ("src/js/errors.js", "internal/v8_errors"),
];

fn main() {
    let out = PathBuf::from(env::var("OUT_DIR").expect("run by cargo"));
    println!("cargo:rerun-if-changed=src/bytecode/compile.rs");
    for (file, name) in SCRIPTS {
        println!("cargo:rerun-if-changed={file}");
        let source =
            fs::read_to_string(file).unwrap_or_else(|error| panic!("cannot read {file}: {error}"));
        let bytecode = compile::script(name, &source)
            .unwrap_or_else(|error| panic!("{file} does not compile: {error}"));
        let target = out.join(
            PathBuf::from(file)
                .with_extension("qbc")
                .file_name()
                .expect("named"),
        );
        fs::write(&target, bytecode)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", target.display()));
    }
}
