//! Natives that hold up the loop.

use std::process::Command;
use std::time::Duration;

use coddle::Extension;

use crate::application::{Application, Outcome};

/// Set in the process that the test below starts: what it prints is what is tested.
const INSIDE: &str = "CODDLE_TEST_BLOCKING";

#[tokio::test(flavor = "current_thread")]
async fn one_that_blocks_is_reported_by_name() -> Outcome {
    if std::env::var_os(INSIDE).is_some() {
        let extension = Extension::new("slow").module("slow", |module| {
            module.function("think", || std::thread::sleep(Duration::from_millis(600)))
        });
        let application = Application::answering("require('slow').think(); ctx.body = 'thought';");
        let host = application.embed([extension]).await?;
        assert_eq!(host.request("GET", "/").await?.text(), "thought");
        return Ok(());
    }
    let output = Command::new(std::env::current_exe()?)
        .args([
            "--exact",
            "blocking::one_that_blocks_is_reported_by_name",
            "--nocapture",
        ])
        .env(INSIDE, "1")
        .output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    let expected =
        "coddle: extension \"slow\": module slow.think has blocked the loop of a worker for";
    assert_eq!(text.matches(expected).count(), 1, "{text}");
    Ok(())
}
