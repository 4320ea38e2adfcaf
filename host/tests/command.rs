//! The binary itself. (An integration test of this package also makes `cargo test --workspace` build the binary, which the tests
//! of coddle-tests start.)
#![forbid(unsafe_code)]

use std::io;
use std::process::{Command, Output};

fn coddle(args: &[&str]) -> io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_coddle"))
        .args(args)
        .output()
}

#[test]
fn tells_its_version() -> io::Result<()> {
    let output = coddle(&["--version"])?;
    assert!(output.status.success());
    let expected = format!("coddle {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    Ok(())
}

#[test]
fn an_unknown_command_is_an_error_of_use() -> io::Result<()> {
    let output = coddle(&["boil"])?;
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("boil"));
    Ok(())
}
