//! `coddle dev`: what happens to requests while an application is loaded anew. Every request that is sent is counted.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use coddle_tests::cluster::members_of;
use coddle_tests::fixture::Failure;
use coddle_tests::http::{Connection, Response};
use coddle_tests::load::{Load, Plan};
use coddle_tests::process::Running;
use tempfile::TempDir;

/// How long a reload may take in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

const ROUTER: &str = "
module.exports = app => {
  const { router } = app;
  router.get('/version', ctx => { ctx.body = String(app.config.version); });
  router.get('/page', ctx => { ctx.type = 'html'; ctx.body = '<!DOCTYPE html><p>version ' + app.config.version; });
  router.get('/exit', () => { setImmediate(() => process.exit(3)); });
  // waits for a file, which other versions can see too
  router.get('/wait', async ctx => {
    const fs = require('fs');
    fs.writeFileSync(app.baseDir + '/begun', '');
    while (!fs.existsSync(app.baseDir + '/go')) await new Promise(resolve => setTimeout(resolve, 5));
    ctx.body = String(app.config.version);
  });
};
";

const BOOT: &str = "
const fs = require('fs');
module.exports = class Boot {
  constructor(app) { this.app = app; }
  async beforeClose() { fs.writeFileSync(this.app.baseDir + '/closed-' + this.app.config.version, ''); }
};
";

/// An application under `coddle dev`.
struct Dev {
    port: u16,
    dir: PathBuf,
    running: Running,
    _root: TempDir,
}

impl Dev {
    fn start() -> Result<Dev, Failure> {
        Dev::start_with(&[])
    }

    fn start_with(args: &[&str]) -> Result<Dev, Failure> {
        let root = tempfile::Builder::new().prefix("coddle-test-").tempdir()?;
        let dir = root.path().canonicalize()?;
        for (path, text) in [
            ("package.json", r#"{ "name": "changing" }"#),
            ("app/router.js", ROUTER),
            ("app/public/style.css", "a {}"),
            ("app.js", BOOT),
            ("config/config.default.js", &config(0, "")),
        ] {
            write(&dir.join(path), text)?;
        }
        let home = dir.to_str().ok_or("not UTF-8")?.to_owned();
        // Control sockets go to TMPDIR.
        let vars = ["HOME", "TMPDIR"].map(|name| (name.to_owned(), home.clone()));
        let vars = BTreeMap::from(vars);
        let all = [&["dev", &home, "--port", "0"], args].concat();
        let mut running = Running::spawn(&all, &dir, &vars)?;
        Ok(Dev {
            port: running.listening()?,
            dir,
            running,
            _root: root,
        })
    }

    /// Writes the configuration of a version, with another line.
    fn set_version(&self, version: usize, more: &str) -> Result<(), Failure> {
        write(
            &self.dir.join("config/config.default.js"),
            &config(version, more),
        )
    }

    fn get(&self, path: &str) -> Result<Response, Failure> {
        get(&mut Connection::open(self.port)?, path, "")
    }

    /// Asks on one connection until the answer is of this version.
    fn await_version(&self, version: usize) -> Result<(), Failure> {
        let mut connection = Connection::open(self.port)?;
        self.until(|| Ok(version_at(&mut connection)? == version))
    }

    /// Waits until the terminal shows this.
    fn told(&self, text: &str) -> Result<(), Failure> {
        self.until(|| Ok(self.running.stderr().contains(text)))
    }

    /// Waits until the terminal shows this so often.
    fn told_times(&self, text: &str, times: usize) -> Result<(), Failure> {
        self.until(|| Ok(self.running.stderr().matches(text).count() >= times))
    }

    fn until(&self, mut done: impl FnMut() -> Result<bool, Failure>) -> Result<(), Failure> {
        let deadline = Instant::now() + PATIENCE;
        while !done()? {
            if Instant::now() > deadline {
                return Err(format!("it does not come\n{}", self.running.printed()).into());
            }
        }
        Ok(())
    }
}

fn config(version: usize, more: &str) -> String {
    format!("exports.keys = 'k'; exports.version = {version}; {more}\n")
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::create_dir_all(path.parent().ok_or("a file has a folder")?)?;
    Ok(fs::write(path, text)?)
}

fn get(connection: &mut Connection, path: &str, headers: &str) -> Result<Response, Failure> {
    connection.send(format!("GET {path} HTTP/1.1\r\nHost: a\r\n{headers}\r\n").as_bytes())?;
    let answer = connection.read(false, PATIENCE)?;
    Ok(answer.map_err(|why| format!("no answer to {path}: {why:?}"))?)
}

fn version_at(connection: &mut Connection) -> Result<usize, Failure> {
    let answer = get(connection, "/version", "")?;
    if answer.status != 200 {
        return Err(format!("{}: {}", answer.status, answer.text()).into());
    }
    Ok(answer.text().parse()?)
}

#[test]
fn no_request_is_lost_and_none_sees_an_older_version_after_a_newer_one() -> Result<(), Failure> {
    const VERSIONS: usize = 4;
    let dev = Dev::start()?;
    let done = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = [true, true, false]
        .into_iter()
        .map(|keeps| {
            let (port, done) = (dev.port, Arc::clone(&done));
            thread::spawn(move || -> Result<(usize, usize), Failure> {
                let mut connection = Connection::open(port)?;
                let (mut answers, mut last) = (0, 0);
                while !done.load(Ordering::Relaxed) {
                    if !keeps {
                        connection = Connection::open(port)?;
                    }
                    let version = version_at(&mut connection)?;
                    if version < last {
                        return Err(format!("version {version} after {last}").into());
                    }
                    last = version;
                    answers += 1;
                }
                Ok((answers, last))
            })
        })
        .collect();
    for version in 1..=VERSIONS {
        dev.set_version(version, "")?;
        dev.await_version(version)?;
    }
    done.store(true, Ordering::Relaxed);
    for client in clients {
        // An answer that did not come, or was no 200, is an error.
        let (answers, _) = client.join().map_err(|_| "a client panicked")??;
        assert!(answers > VERSIONS, "{answers}");
    }
    Ok(())
}

#[test]
fn a_request_in_hand_is_finished_by_the_version_that_began_it_which_is_closed_then()
-> Result<(), Failure> {
    let dev = Dev::start()?;
    let mut slow = Connection::open(dev.port)?;
    slow.send(b"GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")?;
    dev.until(|| Ok(dev.dir.join("begun").exists()))?;

    dev.set_version(1, "")?;
    dev.await_version(1)?;
    assert!(!dev.dir.join("closed-0").exists(), "it is not done yet");
    fs::write(dev.dir.join("go"), "")?;
    let answer = slow
        .read(false, PATIENCE)?
        .map_err(|why| format!("no answer: {why:?}"))?;
    assert_eq!((answer.status, answer.text().as_str()), (200, "0"));
    dev.until(|| Ok(dev.dir.join("closed-0").exists()))?;
    // The connection outlives the version that it began with.
    assert_eq!(version_at(&mut slow)?, 1);
    Ok(())
}

#[test]
fn an_edit_that_does_not_load_leaves_the_version_before_answering_and_is_told()
-> Result<(), Failure> {
    let dev = Dev::start()?;
    let router = dev.dir.join("app/router.js");
    write(
        &router,
        "module.exports = app => { throw new Error('no <routes>'); };",
    )?;
    let mut connection = Connection::open(dev.port)?;
    dev.until(|| {
        let answer = get(&mut connection, "/version", "")?;
        Ok(answer.header("x-coddle-reload-error").is_some())
    })?;

    let data = get(&mut connection, "/version", "Accept: text/html\r\n")?;
    assert_eq!((data.status, data.text().as_str()), (200, "0"));
    let told = data.header("x-coddle-reload-error").unwrap_or_default();
    assert!(told.contains("no <routes>"), "{told}");
    let page = get(&mut connection, "/page", "Accept: text/html\r\n")?;
    assert!(
        page.text().starts_with("<!DOCTYPE html><p>version 0"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("no &lt;routes>"), "{}", page.text());
    let part = get(
        &mut connection,
        "/page",
        "Accept: text/html\r\nSec-Fetch-Dest: empty\r\n",
    )?;
    assert_eq!(
        part.text(),
        "<!DOCTYPE html><p>version 0",
        "a script asked for it"
    );
    dev.told("app/router.js changed, but the application does not load")?;

    write(&router, ROUTER)?;
    dev.until(|| {
        let answer = get(&mut connection, "/page", "Accept: text/html\r\n")?;
        Ok(answer.header("x-coddle-reload-error").is_none() && !answer.text().contains("routes"))
    })
}

// MW-171
#[test]
fn files_that_are_read_when_they_are_asked_for_reload_nothing() -> Result<(), Failure> {
    let dev = Dev::start()?;
    write(&dev.dir.join("app/public/style.css"), "b {}")?;
    write(&dev.dir.join("app/view/new.html"), "<p>")?;
    write(&dev.dir.join("readme.md"), "")?;
    dev.set_version(1, "")?;
    dev.await_version(1)?;
    dev.told("config/config.default.js changed")?;
    let told = dev.running.stderr();
    assert_eq!(told.matches("coddle: reloaded").count(), 1, "{told}");
    Ok(())
}

#[test]
fn what_the_configuration_says_of_watching_is_followed_after_a_reload() -> Result<(), Failure> {
    let dev = Dev::start()?;
    write(&dev.dir.join("lib/a.js"), "")?;
    dev.set_version(1, "exports.development = { watchDirs: [ 'lib' ] };")?;
    dev.await_version(1)?;
    dev.until(|| {
        write(&dev.dir.join("lib/a.js"), "exports.b = 1;")?;
        Ok(dev.running.stderr().contains("lib/a.js changed"))
    })
}

// CLU-027
#[test]
fn an_application_that_ends_is_started_again_by_a_change() -> Result<(), Failure> {
    let dev = Dev::start()?;
    let mut connection = Connection::open(dev.port)?;
    connection.send(b"GET /exit HTTP/1.1\r\nHost: a\r\n\r\n")?;
    dev.until(|| Ok(dev.get("/version")?.status == 503))?;
    dev.told("the application ended with code 3")?;
    dev.set_version(1, "")?;
    dev.until(|| Ok(dev.get("/version")?.text() == "1"))
}

#[test]
fn a_change_of_the_listener_asks_for_a_restart() -> Result<(), Failure> {
    let dev = Dev::start()?;
    dev.set_version(1, "exports.cluster = { listen: { port: 7999 } };")?;
    dev.await_version(1)?;
    dev.told("config.cluster has changed, and the listener is open already: this takes a restart")
}

/// The versions that so many connections, one after the other, are answered by.
fn versions_at(dev: &Dev, connections: usize) -> Result<Vec<usize>, Failure> {
    (0..connections)
        .map(|_| version_at(&mut Connection::open(dev.port)?))
        .collect()
}

// CLU-034
#[test]
fn several_workers_are_replaced_one_by_one_and_no_request_is_lost() -> Result<(), Failure> {
    let dev = Dev::start_with(&["--workers", "2"])?;
    let load = Load::start(&Plan {
        port: dev.port,
        path: "/version".to_owned(),
        kept: 2,
        fresh: 2,
        pause: Duration::from_millis(1),
    });
    for version in 1..=2 {
        dev.set_version(version, "")?;
        dev.told_times("coddle: reloaded in", version)?;
        dev.until(|| {
            let all = versions_at(&dev, 20)?;
            Ok(all.iter().all(|answered| *answered == version))
        })?;
    }
    let count = load.stop();
    assert!(count.answered > 0);
    assert_eq!(count.lost, []);
    Ok(())
}

#[test]
fn an_edit_that_no_worker_loads_leaves_all_of_them_answering() -> Result<(), Failure> {
    let dev = Dev::start_with(&["--workers", "2"])?;
    let router = dev.dir.join("app/router.js");
    write(
        &router,
        "module.exports = app => { throw new Error('no routes'); };",
    )?;
    dev.told("app/router.js changed, but the application does not load; the version before goes on answering")?;
    dev.told("no routes")?;
    assert_eq!(versions_at(&dev, 8)?, [0; 8]);

    write(&router, ROUTER)?;
    dev.set_version(1, "")?;
    dev.until(|| Ok(versions_at(&dev, 8)? == [1; 8]))
}

// CLU-027
#[test]
fn workers_that_have_ended_come_back_with_a_change() -> Result<(), Failure> {
    let dev = Dev::start_with(&["--workers", "2"])?;
    for ended in 1..=2 {
        let mut connection = Connection::open(dev.port)?;
        connection.send(b"GET /exit HTTP/1.1\r\nHost: a\r\n\r\n")?;
        dev.told_times("nodejs.AppWorkerDiedError: ", ended)?;
    }
    dev.set_version(1, "")?;
    dev.told("coddle: reloaded in")?;
    assert_eq!(versions_at(&dev, 8)?, [1; 8]);
    assert_eq!(
        members_of(dev.running.id())?
            .iter()
            .filter(|member| member.name.starts_with("app_worker#"))
            .count(),
        2
    );
    Ok(())
}

#[test]
fn the_admin_listener_counts_anew_with_a_change() -> Result<(), Failure> {
    let dev = Dev::start_with(&["--admin", "0"])?;
    let mut admin = None;
    dev.until(|| {
        let out = dev.running.stdout();
        let mut lines = out.lines();
        let told =
            lines.find_map(|line| line.strip_prefix("coddle admin listening on http://127.0.0.1:"));
        admin = told.map(str::parse::<u16>).transpose()?;
        Ok(admin.is_some())
    })?;
    let admin = admin.ok_or("a port")?;
    let ask = |path: &str| Connection::open(admin)?.get(path, PATIENCE);
    let counted = |route: &str, times: usize| {
        let line = format!(
            "coddle_requests_total{{worker=\"single\",route=\"{route}\",status=\"2xx\"}} {times}\n"
        );
        dev.until(|| Ok(ask("/metrics")?.text().contains(&line)))
    };
    for _ in 0..2 {
        assert_eq!(dev.get("/version")?.status, 200);
    }
    counted("/version", 2)?;

    dev.set_version(1, "")?;
    dev.told("coddle: reloaded in")?;
    assert_eq!(ask("/readyz")?.status, 200);
    assert_eq!(dev.get("/page")?.status, 200);
    counted("/page", 1)?;
    assert!(!ask("/metrics")?.text().contains("route=\"/version\""));
    Ok(())
}
