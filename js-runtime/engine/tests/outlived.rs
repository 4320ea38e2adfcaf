//! A value that outlives its world would be freed into a runtime that is no more: the process aborts before that.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Command;

use coddle_engine::rquickjs::{Object, Persistent};
use coddle_engine::{Limits, World};
use nix::libc::SIGABRT;

/// Set in the process that is to abort.
const CHILD: &str = "KEEPS_A_VALUE_TOO_LONG";

#[test]
fn a_value_that_outlives_its_world_ends_the_process() {
    if std::env::var_os(CHILD).is_some() {
        keep_too_long();
        return;
    }
    let child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "a_value_that_outlives_its_world_ends_the_process",
        ])
        .arg("--nocapture")
        .env(CHILD, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stderr);
    assert_eq!(child.status.signal(), Some(SIGABRT), "{said}");
    assert!(said.contains("outlived its world"), "{said}");
}

fn keep_too_long() {
    let world = World::new(Limits::default(), []).unwrap();
    let kept = world.enter(|ctx| Persistent::save(ctx, Object::new(ctx.clone()).unwrap()));
    drop(world);
    drop(kept);
}
