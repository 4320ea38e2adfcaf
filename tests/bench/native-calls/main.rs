//! What natives cost: a service call, a layer of middleware, a megabyte from Rust to the answer, a computation; each beside the
//! same work in JavaScript. Run by tests/bench/natives.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use coddle::extension::{Buffer, Middleware, Request, Step};
use coddle::{Embedded, Extension, Host};
use http::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many layers a request passes in the application that measures them.
const LAYERS: usize = 50;
const MEGABYTE: usize = 1 << 20;

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

fn fib(n: u32) -> u64 {
    if n < 2 {
        n.into()
    } else {
        fib(n - 1) + fib(n - 2)
    }
}

fn extension() -> Extension {
    let calls = Extension::new("calls").service("native", |service| {
        service
            .function("empty", || ())
            .function("add", |place: Place| Sum {
                lat: place.lat + 1.0,
                lon: place.lon + 1.0,
            })
            .function("megabyte", || Buffer::from(vec![b'x'; MEGABYTE]))
            .function("fib", fib)
    });
    (0..LAYERS).fold(calls, |extension, at| {
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
module.exports = app => {
  const work = {
    jsEmpty: (js, native, n) => { for (let i = 0; i < n; i++) js.empty(); },
    jsAdd: (js, native, n) => { for (let i = 0; i < n; i++) js.add({ lat: i, lon: 1.5 }); },
    nativeEmpty: (js, native, n) => { for (let i = 0; i < n; i++) native.empty(); },
    nativeAdd: (js, native, n) => { for (let i = 0; i < n; i++) native.add({ lat: i, lon: 1.5 }); },
    jsFib: (js, native, n) => js.fib(n),
    nativeFib: (js, native, n) => native.fib(n),
  };
  app.router.get('/calls/:what/:times', async ctx => {
    const { js, native } = ctx.service;
    const began = process.hrtime.bigint();
    work[ctx.params.what](js, native, Number(ctx.params.times));
    ctx.body = String(process.hrtime.bigint() - began);
  });
  app.router.get('/text', async ctx => { ctx.body = 'x'; });
  const kept = Buffer.alloc(1 << 20, 'x');
  app.router.get('/megabyte/js', async ctx => { ctx.body = kept; });
  app.router.get('/megabyte/native', async ctx => { ctx.body = ctx.service.native.megabyte(); });
};
";

const SERVICE: &str = "
'use strict';
const fib = n => (n < 2 ? n : fib(n - 1) + fib(n - 2));
module.exports = class JsService extends require('egg').Service {
  empty() {}
  add({ lat, lon }) { return { lat: lat + 1, lon: lon + 1 }; }
  fib(n) { return fib(n); }
};
";

/// Writes an application whose middleware are the named ones.
fn write(folder: &Path, middleware: &[String]) -> std::io::Result<()> {
    let mut files = vec![
        (
            "package.json".to_owned(),
            r#"{ "name": "natives" }"#.to_owned(),
        ),
        ("app/router.js".to_owned(), ROUTER.to_owned()),
        ("app/service/js.js".to_owned(), SERVICE.to_owned()),
        (
            "config/config.default.js".to_owned(),
            format!("exports.keys = 'k'; exports.middleware = {middleware:?};"),
        ),
    ];
    for at in 0..LAYERS {
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

async fn start(folder: &Path, kind: Option<&str>) -> Result<Embedded, Box<dyn Error>> {
    let names: Vec<String> = kind
        .map(|kind| (0..LAYERS).map(|at| format!("{kind}{at}")).collect())
        .unwrap_or_default();
    write(folder, &names)?;
    Ok(Host::builder()
        .app(folder)
        .env("prod")
        .extension(extension())
        .embed()
        .await?)
}

/// Nanoseconds that one piece of work takes inside the application.
async fn inside(host: &Embedded, what: &str, times: u32) -> Result<f64, Box<dyn Error>> {
    let answer = host
        .request("GET", &format!("/calls/{what}/{times}"))
        .await?;
    Ok(answer.text().parse::<f64>()? / f64::from(times))
}

/// Nanoseconds a request, asked one after the other.
async fn asked(host: &Embedded, path: &str, times: u32) -> Result<f64, Box<dyn Error>> {
    let began = Instant::now();
    for _ in 0..times {
        let answer = host.request("GET", path).await?;
        if answer.status() != 200 {
            return Err(format!("{path}: {} {}", answer.status(), answer.text()).into());
        }
    }
    Ok(began.elapsed().as_nanos() as f64 / f64::from(times))
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// What Node's JIT needs for fib(n), or None without Node.
fn node(n: u32) -> Option<Duration> {
    let script = format!(
        "const fib = n => (n < 2 ? n : fib(n - 1) + fib(n - 2)); fib(25);
         const t = process.hrtime.bigint(); fib({n}); console.log(String(process.hrtime.bigint() - t));"
    );
    let output = std::process::Command::new("node")
        .args(["-e", &script])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.trim().parse().ok().map(Duration::from_nanos)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let is_short = std::env::args().any(|argument| argument == "--short");
    let (rounds, calls, requests, n) = match is_short {
        true => (1, 1_000, 20, 20),
        false => (9, 300_000, 2_000, 32),
    };
    let home = tempfile::tempdir()?;
    let folder = |name: &str| home.path().join(name);
    let plain = start(&folder("plain"), None).await?;
    let native = start(&folder("native"), Some("native")).await?;
    let js = start(&folder("js"), Some("js")).await?;

    let mut figures: [Vec<f64>; 11] = Default::default();
    for _ in 0..rounds {
        let round = [
            inside(&plain, "jsEmpty", calls).await?,
            inside(&plain, "jsAdd", calls).await?,
            inside(&plain, "nativeEmpty", calls).await?,
            inside(&plain, "nativeAdd", calls).await?,
            asked(&plain, "/text", requests).await?,
            asked(&native, "/text", requests).await?,
            asked(&js, "/text", requests).await?,
            asked(&plain, "/megabyte/js", requests / 10).await?,
            asked(&plain, "/megabyte/native", requests / 10).await?,
            inside(&plain, "jsFib", n).await? * f64::from(n),
            inside(&plain, "nativeFib", n).await? * f64::from(n),
        ];
        for (kept, figure) in figures.iter_mut().zip(round) {
            kept.push(figure);
        }
    }
    let [
        js_empty,
        js_add,
        native_empty,
        native_add,
        none,
        with_native,
        with_js,
        js_mb,
        native_mb,
        js_fib,
        native_fib,
    ] = figures.map(median);
    let layers = LAYERS as f64;
    println!("| work | JavaScript | native | aim |");
    println!("|---|---:|---:|---|");
    println!("| an empty service method | {js_empty:.0} ns | {native_empty:.0} ns | |");
    println!(
        "| a small object in and out | {js_add:.0} ns | {native_add:.0} ns, {:.0} ns over the empty JavaScript method | under 1,000 ns over it |",
        native_add - js_empty
    );
    println!(
        "| a middleware that sets a header, a request | {:.0} ns | {:.0} ns | under 100 ns |",
        (with_js - none) / layers,
        (with_native - none) / layers
    );
    println!(
        "| 1 MB as ctx.body, a request (JavaScript: a Buffer that it keeps) | {:.0} us | {:.0} us | no copy in JavaScript |",
        js_mb / 1e3,
        native_mb / 1e3
    );
    let node = node(n).map_or_else(
        || "no node here".to_owned(),
        |took| format!("{:.2} ms on Node", took.as_secs_f64() * 1e3),
    );
    println!(
        "| fib({n}) | {:.2} ms ({node}) | {:.2} ms | |",
        js_fib / 1e6,
        native_fib / 1e6
    );
    for host in [plain, native, js] {
        host.close().await?;
    }
    Ok(())
}
