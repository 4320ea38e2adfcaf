//! The commands that look at an application, or write one.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use coddle_tests::process::{self, Printed};
use serde_json::{Value, json};
use tempfile::TempDir;

fn blog() -> Result<Application, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/blog");
    Ok(Application::copy_of(&folder)?)
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> Result<(TempDir, PathBuf), Failure> {
    let root = tempfile::Builder::new().prefix("coddle-test-").tempdir()?;
    let real = root.path().canonicalize()?;
    for (path, text) in files {
        let path = real.join(path);
        fs::create_dir_all(path.parent().ok_or("a file has a folder")?)?;
        fs::write(path, text)?;
    }
    Ok((root, real))
}

fn run(command: &str, dir: &Path, more: &[&str]) -> Result<Printed, Failure> {
    let dir = dir.to_str().ok_or("the folder is not UTF-8")?;
    let args: Vec<&str> = [command, dir].iter().chain(more).copied().collect();
    process::run(&args, &[("HOME", dir)])
}

fn run_json(command: &str, dir: &Path, more: &[&str]) -> Result<Value, Failure> {
    let more: Vec<&str> = more.iter().chain(&["--json"]).copied().collect();
    let printed = run(command, dir, &more)?;
    Ok(serde_json::from_str(&printed.stdout)
        .map_err(|error| format!("{error}\n{}\n{}", printed.stdout, printed.stderr))?)
}

#[test]
fn routes_lists_every_route_with_its_middleware_and_controller() -> Result<(), Failure> {
    let app = blog()?;
    let table = run_json("routes", &app.base_dir, &[])?;
    let routes = table["routes"].as_array().ok_or("no routes")?;
    assert_eq!(routes.len(), 12);
    assert_eq!(
        routes[1],
        json!({
            "methods": ["HEAD", "GET"],
            "path": "/posts/:id",
            "name": "post",
            "middleware": ["post"],
            "controller": "app/controller/pages.js#PagesController.post()",
        })
    );
    let middleware = table["middleware"].as_array().ok_or("no middleware")?;
    assert_eq!(middleware.first(), Some(&json!("meta")));
    assert_eq!(middleware.last(), Some(&json!("apiKey")));

    let text = run("routes", &app.base_dir, &[])?.stdout;
    assert!(text.starts_with("METHOD     PATH "), "{text}");
    assert!(text.contains("\nall        /blog "), "{text}");
    assert!(
        text.contains("\nGET        /posts/:id "),
        "HEAD goes without saying: {text}"
    );
    Ok(())
}

#[test]
fn looking_at_an_application_runs_none_of_its_start_up_tasks_and_writes_nothing_to_run()
-> Result<(), Failure> {
    let (_root, dir) = folder(&[
        ("package.json", r#"{ "name": "quiet" }"#),
        ("config/config.default.js", "exports.keys = 'k';"),
        (
            "app.js",
            "console.log('loaded');
             module.exports = app => app.beforeStart(() => { console.log('started'); });",
        ),
    ])?;
    let printed = run("routes", &dir, &["--json"])?;
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    assert!(serde_json::from_str::<Value>(&printed.stdout).is_ok());
    assert!(printed.stderr.contains("loaded") && !printed.stderr.contains("started"));
    assert!(!dir.join("run").exists());
    Ok(())
}

#[test]
fn config_shows_each_value_with_the_file_that_won() -> Result<(), Failure> {
    let app = blog()?;
    let merged = run_json("config", &app.base_dir, &["--env", "prod"])?;
    assert_eq!(merged["env"], "prod");
    assert_eq!(merged["config"]["bodyParser"]["jsonLimit"], "1mb");
    assert_eq!(
        merged["sources"]["bodyParser"]["jsonLimit"],
        "egg/config/config.default.js"
    );
    let part = run("config", &app.base_dir, &["--key", "session.maxAge"])?.stdout;
    assert_eq!(
        part,
        "KEY             VALUE     FROM\nsession.maxAge  86400000  egg-session/config/config.default.js\n"
    );
    let unknown = run("config", &app.base_dir, &["--key", "session.nothing"])?;
    assert_eq!(unknown.code, 1);
    assert!(unknown.stderr.contains("session.nothing"));
    Ok(())
}

#[test]
fn config_masks_secrets_unless_asked_not_to() -> Result<(), Failure> {
    let (_root, dir) = folder(&[
        ("package.json", r#"{ "name": "secretive" }"#),
        (
            "config/config.default.js",
            "exports.keys = 'hidden-1';
             exports.clients = [ { host: 'db', password: 'hidden-2' } ];
             exports.store = { url: 'redis://user:hidden-3@cache:6379/0', mySecretThing: 'hidden-4' };",
        ),
    ])?;
    let masked = run("config", &dir, &["--json"])?.stdout;
    assert!(!masked.contains("hidden"), "{masked}");
    let merged: Value = serde_json::from_str(&masked)?;
    assert_eq!(merged["config"]["keys"], "<String len: 8>");
    assert_eq!(
        merged["config"]["clients"],
        json!([{ "host": "db", "password": "<String len: 8>" }])
    );
    assert_eq!(
        merged["config"]["store"]["url"],
        "redis://user:***@cache:6379/0"
    );

    let shown = run_json("config", &dir, &["--show-secrets"])?;
    assert_eq!(shown["config"]["keys"], "hidden-1");
    assert_eq!(shown["config"]["clients"][0]["password"], "hidden-2");
    assert_eq!(
        shown["config"]["store"]["url"],
        "redis://user:hidden-3@cache:6379/0"
    );
    Ok(())
}

#[test]
fn doctor_finds_an_application_of_built_in_parts_healthy() -> Result<(), Failure> {
    let app = blog()?;
    let report = run_json("doctor", &app.base_dir, &["--strict"])?;
    assert_eq!(report["application"]["error"], Value::Null);
    assert_eq!(report["missing"], json!([]));
    assert_eq!(report["packages"][0]["state"], "builtIn");
    let stats = json!({ "name": "stats", "enabled": true, "path": "lib/plugin/stats", "version": "1.0.0", "builtIn": false });
    assert!(
        report["plugins"]
            .as_array()
            .is_some_and(|all| all.contains(&stats)),
        "{report}"
    );
    Ok(())
}

#[test]
fn doctor_tells_which_packages_do_not_load_and_where() -> Result<(), Failure> {
    let (_root, dir) = folder(&[
        (
            "package.json",
            r#"{ "name": "ill", "dependencies": { "good": "1", "bad": "1", "absent": "1", "types": "1", "egg-scripts": "2" } }"#,
        ),
        ("config/config.default.js", "exports.keys = 'k';"),
        (
            "node_modules/good/package.json",
            r#"{ "version": "1.2.3" }"#,
        ),
        ("node_modules/good/index.js", "module.exports = 1;"),
        (
            "node_modules/bad/index.js",
            "\n\nthrow new RangeError('too old');",
        ),
        ("node_modules/types/index.d.ts", "export {};"),
    ])?;
    let printed = run("doctor", &dir, &["--json"])?;
    assert_eq!(printed.code, 1, "{}", printed.stderr);
    let report: Value = serde_json::from_str(&printed.stdout)?;
    let states: Vec<_> = report["packages"]
        .as_array()
        .ok_or("no packages")?
        .iter()
        .map(|package| (package["name"].as_str(), package["state"].as_str()))
        .collect();
    assert_eq!(
        states,
        [
            (Some("good"), Some("loads")),
            (Some("bad"), Some("fails")),
            (Some("absent"), Some("missing")),
            (Some("types"), Some("passive")),
            (Some("egg-scripts"), Some("replaced")),
        ]
    );
    let error = &report["packages"][1]["error"];
    assert_eq!(error["message"], "RangeError: too old");
    let place = error["place"].as_str().ok_or("no place")?;
    assert!(place.ends_with("node_modules/bad/index.js:3"), "{place}");
    Ok(())
}

#[test]
fn doctor_names_what_of_node_is_missing_by_file_and_line() -> Result<(), Failure> {
    let (_root, dir) = folder(&[
        ("package.json", r#"{ "name": "asking" }"#),
        ("config/config.default.js", "exports.keys = 'k';"),
        // Not even loaded: nothing requires it.
        (
            "lib/rooms.js",
            "const http2 = require('node:http2');\n\nexports.open = () => http2.createServer();\n",
        ),
        (
            "lib/fine.js",
            "exports.size = require('fs').statSync('/').size;",
        ),
    ])?;
    let report = run_json("doctor", &dir, &[])?;
    assert_eq!(
        report["missing"],
        json!([{ "file": "lib/rooms.js", "line": 3, "module": "http2", "member": "createServer", "refuses": true }])
    );
    assert_eq!(run("doctor", &dir, &[])?.code, 0, "it may never be called");
    assert_eq!(run("doctor", &dir, &["--strict"])?.code, 1);
    Ok(())
}

#[test]
fn doctor_reports_an_application_that_does_not_load_with_what_is_known_of_it() -> Result<(), Failure>
{
    let (_root, dir) = folder(&[
        ("package.json", r#"{ "name": "broken" }"#),
        ("config/config.default.js", "exports.keys = 'k';"),
        ("app/router.js", "\nthrow new Error('no routes today');"),
    ])?;
    let printed = run("doctor", &dir, &[])?;
    assert_eq!(printed.code, 1);
    assert!(
        printed.stdout.contains("does not load: Error: ")
            && printed.stdout.contains("no routes today"),
        "{}",
        printed.stdout
    );
    assert!(
        printed.stdout.contains("app/router.js:2"),
        "{}",
        printed.stdout
    );
    assert!(printed.stdout.contains("\nsession "), "{}", printed.stdout);
    Ok(())
}

#[test]
fn what_init_writes_starts_and_answers() -> Result<(), Failure> {
    let (_root, dir) = folder(&[])?;
    let app = dir.join("My App");
    let printed = run("init", &app, &[])?;
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    let package: Value = serde_json::from_slice(&fs::read(app.join("package.json"))?)?;
    assert_eq!(package["name"], "my-app");

    let again = run("init", &app, &[])?;
    assert_eq!(again.code, 1);
    assert!(
        again.stderr.contains("package.json is there already"),
        "{}",
        again.stderr
    );
    assert_eq!(run("doctor", &app, &["--strict"])?.code, 0);

    let application = Application::copy_of(&app)?;
    let mut running = process::start(&application, None, &BTreeMap::new())?;
    let mut connection = Connection::open(running.listening()?)?;
    for (path, body) in [
        ("/", "It works."),
        ("/greet/Ada", r#"{"greeting":"Hello, Ada!"}"#),
    ] {
        connection.send(format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes())?;
        let answer = connection
            .read(false, Duration::from_secs(15))?
            .map_err(|why| format!("no answer: {why:?}"))?;
        assert_eq!((answer.status, answer.text().as_str()), (200, body));
    }
    Ok(())
}

#[test]
fn two_applications_of_init_have_different_keys() -> Result<(), Failure> {
    let (_root, dir) = folder(&[])?;
    for name in ["one", "two"] {
        assert_eq!(run("init", &dir.join(name), &[])?.code, 0);
    }
    let keys = |name| fs::read_to_string(dir.join(name).join("config/config.default.js"));
    assert_ne!(keys("one")?, keys("two")?);
    Ok(())
}

#[test]
fn colours_go_to_terminals_alone() -> Result<(), Failure> {
    let app = blog()?;
    let dir = app.base_dir.to_str().ok_or("not UTF-8")?;
    let piped = process::run(&["routes", dir], &[])?;
    assert!(!piped.stdout.contains('\x1b'));
    let forced = process::run(&["routes", dir], &[("CLICOLOR_FORCE", "1")])?;
    assert!(forced.stdout.contains("\x1b[1mMETHOD"), "{}", forced.stdout);
    Ok(())
}

#[test]
fn completions_know_the_commands() -> Result<(), Failure> {
    for shell in ["bash", "zsh", "fish"] {
        let script = process::run(&["completions", shell], &[])?.stdout;
        for command in [
            "routes",
            "doctor",
            "show-secrets",
            "ignore-stderr",
            "tscompiler",
        ] {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
    Ok(())
}
