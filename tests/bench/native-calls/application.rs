//! The application that is measured: natives, and beside each the same in JavaScript.

use std::error::Error;
use std::fs;
use std::path::Path;

use coddle::extension::{Buffer, Middleware, Request, Step};
use coddle::{Embedded, Extension, Host};
use http::{HeaderName, HeaderValue};
use nix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

/// The most layers of one kind that a request can pass: so many that what differs by chance between two applications is little
/// beside them.
pub(crate) const MOST_LAYERS: usize = 100;
/// How many requests are under way at once, so that no thread waits for the other one's wake-up.
const AT_ONCE: usize = 64;
const MEGABYTE: usize = 1 << 20;
/// Two texts of a thousand characters, for the computation.
pub(crate) const LENGTH: usize = 1000;

pub(crate) const EDIT_DISTANCE: &str = include_str!("edit_distance.js");

#[derive(Deserialize)]
struct Place {
    lat: f64,
    lon: f64,
}

#[derive(Serialize)]
struct Sum {
    lat: f64,
    lon: f64,
}

struct SetHeader(HeaderName, HeaderValue);

impl Middleware for SetHeader {
    fn before(&self, request: &Request) -> Result<Step, coddle::extension::Error> {
        request.set_header(self.0.clone(), self.1.clone());
        Ok(Step::Next)
    }
}

/// What edit_distance.js does.
fn edit_distance(a: String, b: String) -> u32 {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<u32> = (0..=b.len() as u32).collect();
    for (i, one) in (1..).zip(a.chars()) {
        let mut diagonal = std::mem::replace(&mut row[0], i);
        for (j, other) in b.iter().enumerate() {
            let changed = diagonal + u32::from(one != *other);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// Nanoseconds that this thread, which is a worker's, has worked.
fn worked() -> Result<f64, coddle::extension::Error> {
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID)?;
    Ok(time.tv_sec() as f64 * 1e9 + time.tv_nsec() as f64)
}

fn extension() -> Extension {
    let calls = Extension::new("calls")
        .module("worker", |module| module.function("worked", worked))
        .service("native", |service| {
            service
                .function("empty", || ())
                .function("add", |place: Place| Sum {
                    lat: place.lat + 1.0,
                    lon: place.lon + 1.0,
                })
                .function("megabyte", || Buffer::from(vec![b'x'; MEGABYTE]))
                .function("editDistance", edit_distance)
        });
    (0..MOST_LAYERS).fold(calls, |extension, at| {
        extension.middleware(&format!("native{at}"), |_: serde_json::Value| {
            SetHeader(
                HeaderName::from_static("x-layer"),
                HeaderValue::from_static("1"),
            )
        })
    })
}

const ROUTER: &str = "
'use strict';
const { worked } = require('worker');
module.exports = app => {
  const work = {
    empty: service => service.empty(),
    add: (service, n) => service.add({ lat: n, lon: 1.5 }),
    editDistance: (service, n, texts) => service.editDistance(...texts),
  };
  app.router.get('/calls/:service/:what/:times', async ctx => {
    const service = ctx.service[ctx.params.service];
    const call = work[ctx.params.what];
    const { texts, times } = { texts: JSON.parse(ctx.query.texts ?? '[]'), times: Number(ctx.params.times) };
    const began = worked();
    for (let n = 0; n < times; n++) call(service, n, texts);
    ctx.body = String((worked() - began) / times);
  });
  app.router.get('/worked', async ctx => { ctx.body = String(worked()); });
  app.router.get('/text', async ctx => { ctx.body = 'x'; });
  const kept = Buffer.alloc(1 << 20, 'x');
  app.router.get('/megabyte/js', async ctx => { ctx.body = kept; });
  app.router.get('/megabyte/native', async ctx => { ctx.body = ctx.service.native.megabyte(); });
};
";

const SERVICE: &str = "
'use strict';
const editDistance = require('../../lib/edit_distance');
module.exports = class JsService extends require('egg').Service {
  empty() {}
  add({ lat, lon }) { return { lat: lat + 1, lon: lon + 1 }; }
  editDistance(a, b) { return editDistance(a, b); }
};
";

/// Writes an application whose middleware are the named ones.
fn write(folder: &Path, middleware: &[String]) -> std::io::Result<()> {
    // What it logs is no part of the work.
    let config = format!(
        "exports.keys = 'k'; exports.middleware = {middleware:?};
         exports.logger = {{ level: 'NONE', consoleLevel: 'NONE', coreLogger: {{ consoleLevel: 'NONE' }} }};"
    );
    let mut files = vec![
        (
            "package.json".to_owned(),
            r#"{ "name": "natives" }"#.to_owned(),
        ),
        ("app/router.js".to_owned(), ROUTER.to_owned()),
        ("app/service/js.js".to_owned(), SERVICE.to_owned()),
        ("lib/edit_distance.js".to_owned(), EDIT_DISTANCE.to_owned()),
        ("config/config.default.js".to_owned(), config),
    ];
    for at in 0..MOST_LAYERS {
        files.push((
            format!("app/middleware/js{at}.js"),
            "module.exports = () => function layer(ctx, next) { ctx.set('x-layer', '1'); return next(); };".to_owned(),
        ));
    }
    for (path, text) in files {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, text)?;
    }
    Ok(())
}

/// A running application.
pub(crate) struct Application(Embedded);

impl Application {
    /// One whose requests pass so many layers of a kind: `native` or `js`.
    pub(crate) async fn start(
        folder: &Path,
        kind: &str,
        layers: usize,
    ) -> Result<Application, Box<dyn Error>> {
        let names: Vec<String> = (0..layers).map(|at| format!("{kind}{at}")).collect();
        write(folder, &names)?;
        let host = Host::builder().app(folder).env("prod");
        Ok(Application(host.extension(extension()).embed().await?))
    }

    /// Nanoseconds that a call of a service takes inside the application.
    pub(crate) async fn call(
        &self,
        service: &str,
        what: &str,
        times: u32,
        query: &str,
    ) -> Result<f64, Box<dyn Error>> {
        let path = format!("/calls/{service}/{what}/{times}{query}");
        self.number(&path).await
    }

    /// Nanoseconds that the worker works for a request. What its client does is not in it.
    pub(crate) async fn request(&self, path: &str, times: usize) -> Result<f64, Box<dyn Error>> {
        let before = self.number("/worked").await?;
        let mut left = times;
        while left > 0 {
            let mut asking = JoinSet::new();
            for _ in 0..left.min(AT_ONCE) {
                asking.spawn(self.0.request("GET", path).into_future());
            }
            left -= asking.len();
            for answer in asking.join_all().await {
                let answer = answer?;
                if answer.status() != 200 {
                    return Err(format!("{path}: {} {}", answer.status(), answer.text()).into());
                }
            }
        }
        Ok((self.number("/worked").await? - before) / times as f64)
    }

    async fn number(&self, path: &str) -> Result<f64, Box<dyn Error>> {
        let text = self.0.request("GET", path).await?.text();
        Ok(text.parse().map_err(|_| format!("{path}: {text}"))?)
    }

    pub(crate) async fn close(self) -> Result<(), Box<dyn Error>> {
        Ok(self.0.close().await?)
    }
}
