//! Applications made for a test, and the shortest way to run one.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use coddle::{Embedded, Extension, Host, HostBuilder};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) type Outcome = Result<(), Box<dyn std::error::Error>>;

/// An application's folder, deleted with this value.
pub(crate) struct Application(TempDir);

impl Application {
    /// Files by path, beside a package.json and a configuration.
    pub(crate) fn new(files: &[(&str, &str)]) -> Application {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let application = Application(folder);
        application.write("package.json", r#"{ "name": "extended" }"#);
        application.write(
            "config/config.default.js",
            "exports.keys = 'k'; exports.security = { csrf: { enable: false } };",
        );
        for (path, text) in files {
            application.write(path, text);
        }
        application
    }

    /// An application with one route, whose handler is `async ctx => { <body> }`.
    pub(crate) fn answering(body: &str) -> Application {
        let router = format!(
            "module.exports = app => {{ app.router.all('/', async ctx => {{ {body} }}); }};"
        );
        Application::new(&[("app/router.js", &router)])
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.path().join(path);
        fs::create_dir_all(file.parent().expect("a file in a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }

    pub(crate) async fn embed(
        &self,
        extensions: impl IntoIterator<Item = Extension>,
    ) -> Result<Embedded, coddle::Error> {
        let host = Host::builder().app(self.path()).env("unittest");
        extensions
            .into_iter()
            .fold(host, |host, extension| host.extension(extension))
            .embed()
            .await
    }
}

/// What `GET /` answers, as JSON, when its handler sets `ctx.body` to what `body` gives.
pub(crate) async fn body_of(
    extension: Extension,
    body: &str,
) -> Result<Value, Box<dyn std::error::Error>> {
    let application = Application::answering(&format!(
        "ctx.body = {{ it: await (async () => {{ {body} }})() }};"
    ));
    let host = application.embed([extension]).await?;
    let answer = host.request("GET", "/").await?;
    let value: Value = answer
        .json()
        .map_err(|_| format!("{}: {}", answer.status(), answer.text()))?;
    host.close().await?;
    Ok(value["it"].clone())
}

/// Counts the values of one kind that are alive.
#[derive(Clone)]
pub(crate) struct Live(Arc<AtomicU32>);

impl Live {
    pub(crate) fn new(count: &Arc<AtomicU32>) -> Live {
        count.fetch_add(1, Ordering::Relaxed);
        Live(Arc::clone(count))
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What a logger got, as `host|app`, `out|err`, text.
#[derive(Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    pub(crate) fn listen_to(&self, host: HostBuilder) -> HostBuilder {
        let heard = Arc::clone(&self.0);
        host.logger(move |entry| {
            let who = match entry.is_from_application() {
                true => "app",
                false => "host",
            };
            let kind = if entry.is_error() { "err" } else { "out" };
            let line = format!("{who} {kind} {}", entry.text());
            heard.lock().expect("nobody panicked").push(line);
        })
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().expect("nobody panicked").clone()
    }

    pub(crate) fn has(&self, wanted: &str) -> bool {
        self.lines().iter().any(|line| line.contains(wanted))
    }
}
