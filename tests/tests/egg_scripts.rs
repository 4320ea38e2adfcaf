//! `coddle start` and `coddle stop` in place of `egg-scripts start` and `egg-scripts stop`.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::cluster::{self, members_of, wait_for};
use coddle_tests::fixture::Failure;
use coddle_tests::http::get;
use coddle_tests::process::{self, Printed, Running};
use rustix::process::Signal;
use serde_json::{Value, json};

/// How long something may take, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const PACKAGE: &str = r#"{ "name": "demo" }"#;
const CONFIG: &str = "exports.keys = 'k';";
/// Tells what the worker sees of its start.
const ROUTER: &str = "
    module.exports = app => {
      app.get('/', ctx => {
        const { NODE_ENV, PATH, NODE_CHANNEL_FD, NO_DEPRECATION } = process.env;
        const { title, workers } = app.options;
        ctx.body = { pid: process.pid, env: app.config.env, title, workers, NODE_ENV, PATH, NODE_CHANNEL_FD, NO_DEPRECATION, required: global.required };
      });
    };";

/// An application, and the daemons that were started of it: none survives the test.
struct Demo {
    application: Application,
}

impl Demo {
    fn new(package: &str, more: &[(&str, &str)]) -> Result<Demo, Failure> {
        let mut files = vec![
            ("package.json", package),
            ("config/config.default.js", CONFIG),
            ("app/router.js", ROUTER),
        ];
        files.extend(more);
        Ok(Demo {
            application: Application::of(&files)?,
        })
    }

    /// Runs a command of `coddle` on the application, to its end.
    fn run(&self, args: &[&str], vars: &[(&str, &str)]) -> Result<Printed, Failure> {
        let dir = self.dir();
        let home = self.application.home.to_string_lossy().into_owned();
        let (command, options) = args.split_first().ok_or("a command")?;
        let all: Vec<&str> = [*command, &dir]
            .into_iter()
            .chain(options.iter().copied())
            .collect();
        let mut environment = vec![
            ("HOME", home.as_str()),
            ("EGG_HOME", &home),
            ("TMPDIR", &home),
        ];
        environment.extend(vars);
        process::run(&all, &environment)
    }

    /// As [`Demo::run`], of what has to succeed.
    fn succeed(&self, args: &[&str], vars: &[(&str, &str)]) -> Result<Printed, Failure> {
        let printed = self.run(args, vars)?;
        match printed.code {
            0 => Ok(printed),
            _ => Err(format!("{args:?} failed: {printed:?}").into()),
        }
    }

    /// Starts it in the foreground.
    fn spawn(&self, args: &[&str], vars: &[(&str, &str)]) -> Result<Running, Failure> {
        let (dir, home) = (
            self.dir(),
            self.application.home.to_string_lossy().into_owned(),
        );
        let all: Vec<&str> = ["start", &dir]
            .into_iter()
            .chain(args.iter().copied())
            .collect();
        let mut environment: BTreeMap<String, String> = BTreeMap::new();
        let own = [
            ("HOME", home.as_str()),
            ("EGG_HOME", &home),
            ("TMPDIR", &home),
        ];
        for (name, value) in own.iter().chain(vars) {
            environment.insert((*name).to_owned(), (*value).to_owned());
        }
        Running::spawn(&all, &self.application.base_dir, &environment)
    }

    fn dir(&self) -> String {
        self.application.base_dir.to_string_lossy().into_owned()
    }

    fn log(&self, name: &str) -> Result<String, Failure> {
        Ok(fs::read_to_string(
            self.application.home.join("logs").join(name),
        )?)
    }

    /// Masters of this application that run: their process ids and command lines.
    fn masters(&self) -> Result<Vec<(u32, String)>, Failure> {
        let mut found = Vec::new();
        for entry in fs::read_dir("/proc")? {
            let path = entry?.path();
            // A process that has just gone has no files.
            let command = fs::read_to_string(path.join("cmdline")).unwrap_or_default();
            let pid = path
                .file_name()
                .and_then(|name| name.to_str()?.parse().ok());
            if let Some(pid) = pid
                && command.contains(&self.dir())
                && command.contains("\0--in-background\0")
            {
                found.push((pid, command.replace('\0', " ")));
            }
        }
        Ok(found)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        for (pid, _) in self.masters().unwrap_or_default() {
            let members = members_of(pid).unwrap_or_default();
            for pid in members.into_iter().map(|member| member.pid).chain([pid]) {
                // It has ended meanwhile.
                let _ = cluster::signal(pid, Signal::KILL);
            }
        }
    }
}

/// The port of the line that says where it serves.
fn port_of(printed: &str) -> Result<u16, Failure> {
    let line = printed
        .lines()
        .find_map(|line| line.split_once("egg started on http://127.0.0.1:"));
    Ok(line
        .ok_or_else(|| format!("no line tells where it serves: {printed}"))?
        .1
        .trim()
        .parse()?)
}

fn page(port: u16) -> Result<Value, Failure> {
    Ok(serde_json::from_slice(&get(port, "/", PATIENCE)?.body)?)
}

// CLU-005, CLU-083, CLU-084, CLU-085, CLU-087
#[test]
fn a_daemon_serves_when_the_command_ends() -> Result<(), Failure> {
    let demo = Demo::new(PACKAGE, &[])?;
    let printed = demo.succeed(&["start", "--daemon", "--port=0", "-c", "1"], &[])?;
    assert!(
        printed.stdout.contains("Starting egg application at "),
        "{printed:?}"
    );
    let page = page(port_of(&printed.stdout)?)?;
    assert_eq!(page["title"], "egg-server-demo");
    assert_eq!(page["workers"], 1);
    assert_eq!(page["env"], "prod");
    assert_eq!(page["NODE_ENV"], "production");
    assert_eq!(page["NO_DEPRECATION"], "*");
    assert_eq!(page["NODE_CHANNEL_FD"], Value::Null, "it is the master's");
    let own = format!("{0}/node_modules/.bin:{0}/.node/bin:", demo.dir());
    assert!(
        page["PATH"]
            .as_str()
            .is_some_and(|path| path.starts_with(&own)),
        "{page}"
    );

    let masters = demo.masters()?;
    let [(master, command)] = masters.as_slice() else {
        return Err(format!("one master, not {masters:?}").into());
    };
    assert!(command.contains("--title=egg-server-demo "), "{command}");
    let members = members_of(*master)?;
    assert_eq!(members.len(), 2, "an agent and a worker: {members:?}");
    assert!(
        demo.log("master-stdout.log")?
            .contains("[master] egg started on ")
    );
    assert_eq!(demo.log("master-stderr.log")?, "");
    Ok(())
}

// CLU-089
#[test]
fn stop_ends_a_daemon_by_its_title() -> Result<(), Failure> {
    let demo = Demo::new(PACKAGE, &[])?;
    demo.succeed(
        &[
            "start",
            "--daemon",
            "--title=one",
            "--port=0",
            "--workers=1",
        ],
        &[],
    )?;
    let masters = demo.masters()?;
    let (master, _) = masters.first().ok_or("a master")?;
    let members = members_of(*master)?;

    let other = demo.succeed(&["stop", "--title=another"], &[])?;
    assert!(
        other
            .stderr
            .contains("can't detect any running egg process"),
        "{other:?}"
    );
    assert!(cluster::exists(*master));

    let stopped = demo.succeed(&["stop", "--title=one"], &[])?;
    assert_eq!(
        stopped.stdout,
        format!(
            "stopping egg application with --title=one\ngot master pid [\"{master}\"]\nstopped\n"
        )
    );
    assert!(members.iter().all(|member| !cluster::exists(member.pid)));
    wait_for(
        || (!cluster::exists(*master)).then_some(()),
        || "the master's end".to_owned(),
    )?;
    Ok(())
}

// CLU-089
#[test]
fn stop_kills_what_does_not_end_in_time() -> Result<(), Failure> {
    let demo = Demo::new(
        PACKAGE,
        &[(
            "app.js",
            "module.exports = app => app.beforeClose(() => new Promise(() => {}));",
        )],
    )?;
    demo.succeed(&["start", "--daemon", "--port=0", "--workers=1"], &[])?;
    let masters = demo.masters()?;
    let (master, _) = masters.first().ok_or("a master")?;
    let stopped = demo.succeed(&["stop", "--timeout=100"], &[])?;
    assert!(
        stopped.stderr.contains("did not end within 100ms"),
        "{stopped:?}"
    );
    wait_for(
        || (!cluster::exists(*master)).then_some(()),
        || "the master's end".to_owned(),
    )?;
    Ok(())
}

// CLU-086
#[test]
fn a_new_daemon_keeps_the_logs_of_the_one_before() -> Result<(), Failure> {
    let demo = Demo::new(PACKAGE, &[])?;
    let logs = demo.application.home.join("mine");
    let (out, err) = (logs.join("out.log"), logs.join("err.log"));
    fs::create_dir(&logs)?;
    fs::write(&out, "before")?;
    let (stdout, stderr) = (
        format!("--stdout={}", out.display()),
        format!("--stderr={}", err.display()),
    );
    demo.succeed(
        &[
            "start",
            "--daemon",
            "--port=0",
            "--workers=1",
            &stdout,
            &stderr,
        ],
        &[],
    )?;
    let mut names = Vec::new();
    for entry in fs::read_dir(&logs)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let [err_log, out_log, kept] = names.as_slice() else {
        return Err(format!("three files, not {names:?}").into());
    };
    assert_eq!((err_log.as_str(), out_log.as_str()), ("err.log", "out.log"));
    let digits: Vec<usize> = kept.split('.').skip(2).map(str::len).collect();
    assert_eq!(digits, [8, 6], "out.log.YYYYMMDD.HHmmss, not {kept}");
    assert_eq!(fs::read_to_string(logs.join(kept))?, "before");
    assert!(fs::read_to_string(&out)?.contains("[master] egg started on "));
    Ok(())
}

// CLU-086
#[test]
fn a_start_that_fails_shows_what_the_server_said() -> Result<(), Failure> {
    let demo = Demo::new(
        PACKAGE,
        &[("app.js", "throw new Error('no application today');")],
    )?;
    let failed = demo.run(&["start", "--daemon", "--port=0", "--workers=1"], &[])?;
    assert_eq!(failed.code, 1);
    for line in [
        "Got error when startup: ",
        "no application today",
        "Start got error, see ",
        "Or use `--ignore-stderr` to ignore stderr at startup.",
    ] {
        assert!(failed.stderr.contains(line), "{line}: {failed:?}");
    }
    assert!(demo.masters()?.is_empty());

    let ended = demo.run(
        &[
            "start",
            "--daemon",
            "--port=0",
            "--workers=1",
            "--ignore-stderr",
        ],
        &[],
    )?;
    assert_eq!(ended.code, 1);
    assert!(
        ended
            .stderr
            .starts_with("Start failed, the server ended with exit status: 1"),
        "{ended:?}"
    );
    Ok(())
}

// CLU-086
#[test]
fn a_complaint_during_the_start_is_a_failure_unless_it_is_ignored() -> Result<(), Failure> {
    let demo = Demo::new(
        PACKAGE,
        &[(
            "agent.js",
            "console.error('hm'); module.exports = () => {};",
        )],
    )?;
    let args = ["start", "--daemon", "--port=0", "--workers=1"];
    let failed = demo.run(&args, &[])?;
    assert_eq!(failed.code, 1);
    assert!(
        failed.stderr.contains("Got error when startup: \nhm\n"),
        "{failed:?}"
    );
    assert!(demo.masters()?.is_empty());

    let args: Vec<&str> = args.into_iter().chain(["--ignore-stderr"]).collect();
    page(port_of(&demo.succeed(&args, &[])?.stdout)?)?;
    Ok(())
}

// CLU-086
#[test]
fn a_start_that_takes_too_long_is_given_up() -> Result<(), Failure> {
    let demo = Demo::new(
        PACKAGE,
        &[(
            "app.js",
            "module.exports = app => app.beforeStart(() => new Promise(() => {}));",
        )],
    )?;
    let failed = demo.run(
        &[
            "start",
            "--daemon",
            "--port=0",
            "--workers=1",
            "--timeout=1500",
        ],
        &[],
    )?;
    assert_eq!(failed.code, 1);
    assert!(failed.stdout.contains("Wait Start: 1..."), "{failed:?}");
    assert_eq!(failed.stderr, "Start failed, 1.5s timeout\n");
    assert!(demo.masters()?.is_empty());
    Ok(())
}

// CLU-088
#[test]
fn in_the_foreground_every_signal_ends_the_server_in_order() -> Result<(), Failure> {
    for workers in ["1", "2"] {
        for signal in [Signal::TERM, Signal::INT, Signal::QUIT] {
            let demo = Demo::new(
                PACKAGE,
                &[(
                    "app.js",
                    "module.exports = app => app.beforeClose(() => { console.log('closed in order'); });",
                )],
            )?;
            let mut running = demo.spawn(&["--port=0", "--workers", workers], &[])?;
            running.listening()?;
            running.signal(signal)?;
            let status = running.ended(PATIENCE)?;
            assert_eq!(status.code(), Some(0), "{signal:?} {}", running.printed());
            assert!(
                running.stdout().contains("closed in order"),
                "{}",
                running.printed()
            );
        }
    }
    Ok(())
}

// CLU-090
#[test]
fn package_json_supplies_options_that_are_not_typed() -> Result<(), Failure> {
    let package = json!({
        "name": "demo",
        "eggScriptsConfig": {
            "daemon": true, "port": 0, "workers": 2, "title": "of package.json", "require": [ "./early.js" ],
            "ignore-stderr": true, "node-options--max-old-space-size": 300, "node-options--expose-gc": true,
        },
    });
    let demo = Demo::new(
        &package.to_string(),
        &[
            ("early.js", "console.error('ignored'); global.required = 1;"),
            ("late.js", "global.required += 1;"),
        ],
    )?;
    let started = demo.succeed(&["start"], &[])?;
    assert!(
        started
            .stdout
            .contains("Node's option expose-gc has no effect"),
        "{started:?}"
    );
    let seen = page(port_of(&started.stdout)?)?;
    assert_eq!(
        (&seen["title"], &seen["workers"], &seen["required"]),
        (&json!("of package.json"), &json!(2), &json!(1))
    );
    demo.succeed(&["stop"], &[])?;

    let typed = ["start", "--title", "typed", "--require", "./late.js"];
    let started = demo.succeed(&typed, &[("EGG_WORKERS", "1")])?;
    let seen = page(port_of(&started.stdout)?)?;
    assert_eq!(
        (&seen["title"], &seen["workers"], &seen["required"]),
        (&json!("typed"), &json!(1), &json!(2))
    );
    demo.succeed(&["stop"], &[])?;

    let mut running = demo.spawn(&["--no-daemon", "--workers=1"], &[])?;
    assert_eq!(page(running.listening()?)?["workers"], 1);
    Ok(())
}

// CLU-083, CLU-090
#[test]
fn stacks_are_mapped_to_typescript_where_the_application_has_the_package_for_it()
-> Result<(), Failure> {
    let demo = Demo::new(
        r#"{ "name": "demo", "egg": { "typescript": true } }"#,
        &[(
            "node_modules/source-map-support/register.js",
            "global.required = 'source maps';",
        )],
    )?;
    let mut running = demo.spawn(&["--port=0", "--workers=1"], &[])?;
    assert_eq!(page(running.listening()?)?["required"], "source maps");

    let without = Demo::new(PACKAGE, &[])?;
    let mut running = without.spawn(&["--port=0", "--workers=1", "--sourcemap"], &[])?;
    running.listening()?;
    assert!(
        running.stdout().contains("no package source-map-support"),
        "{}",
        running.printed()
    );
    Ok(())
}
