//! A turn that takes too long, in an embedded application. Not among the tests of extensions, since those run under valgrind too,
//! where every turn takes long.
#![forbid(unsafe_code)]

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coddle::Host;

#[tokio::test(flavor = "current_thread")]
async fn a_turn_that_takes_too_long_is_one_failed_request_and_the_logger_is_told()
-> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    fs::create_dir_all(folder.path().join("app"))?;
    fs::create_dir_all(folder.path().join("config"))?;
    fs::write(folder.path().join("package.json"), r#"{ "name": "turns" }"#)?;
    fs::write(
        folder.path().join("config/config.default.js"),
        "exports.keys = 'k';",
    )?;
    fs::write(
        folder.path().join("app/router.js"),
        "module.exports = app => {
           app.router.get('/', async ctx => { if (ctx.query.spin) for (;;); ctx.body = 'well'; });
         };",
    )?;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heard);
    let host = Host::builder()
        .app(folder.path())
        .env("unittest")
        .turn_limit(Duration::from_secs(3))
        .logger(move |entry| {
            let mut heard = kept.lock().expect("nobody panicked");
            heard.push((entry.is_from_application(), entry.text().to_owned()));
        })
        .embed()
        .await?;
    assert_eq!(host.request("GET", "/?spin=1").await?.status(), 503);
    assert_eq!(host.request("GET", "/").await?.text(), "well");
    host.close().await?;
    let heard = heard.lock().expect("nobody panicked");
    let told = heard.iter().any(|(is_from_application, text)| {
        !is_from_application && text.starts_with("coddle: code ran longer than")
    });
    assert!(told, "{heard:?}");
    Ok(())
}
