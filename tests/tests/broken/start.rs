//! An application that cannot start ends `coddle start` with a status other than zero, and says which file, which line, why.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::Failure;
use coddle_tests::process::{self, Running};

use crate::application;

const END: Duration = Duration::from_secs(60);

/// Starts the application, waits for its end, and returns what it said on stderr.
fn complaint(application: &Application) -> Result<String, Failure> {
    ended_badly(process::start(application, Some("prod"), &BTreeMap::new())?)
}

fn ended_badly(mut running: Running) -> Result<String, Failure> {
    let status = running.ended(END)?;
    if status.success() {
        return Err(format!("coddle ended with success\n{}", running.printed()).into());
    }
    Ok(running.stderr())
}

/// Runs `coddle` with these arguments in a folder, with an empty home.
fn coddle(args: &[&str], cwd: &Path) -> Result<String, Failure> {
    let home = cwd.to_str().ok_or("the folder is not UTF-8")?;
    let vars = [("HOME", home), ("EGG_HOME", home)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    ended_badly(Running::spawn(args, cwd, &vars)?)
}

#[track_caller]
fn names(said: &str, all: &[&str]) {
    for part in all {
        assert!(
            said.contains(part),
            "stderr does not name {part:?}:\n{said}"
        );
    }
}

#[test]
fn a_syntax_error_is_told_with_its_file_and_line() -> Result<(), Failure> {
    let application = application(&[(
        "app/controller/home.js",
        "'use strict';\n\nmodule.exports = { index( { } };\n",
    )])?;
    names(
        &complaint(&application)?,
        &["SyntaxError", "app/controller/home.js:3"],
    );
    Ok(())
}

#[test]
fn a_syntax_error_in_json_is_told_with_its_file() -> Result<(), Failure> {
    let application = application(&[
        ("app/data.json", "{ \"a\": }"),
        (
            "app/router.js",
            "require('./data.json');\nmodule.exports = () => {};",
        ),
    ])?;
    names(&complaint(&application)?, &["SyntaxError", "app/data.json"]);
    Ok(())
}

#[test]
fn a_missing_module_is_told_with_the_file_that_requires_it() -> Result<(), Failure> {
    let application = application(&[(
        "app/service/user.js",
        "'use strict';\nconst gone = require('not-installed');\nmodule.exports = gone;\n",
    )])?;
    names(
        &complaint(&application)?,
        &["Cannot find module 'not-installed'", "app/service/user.js"],
    );
    Ok(())
}

#[test]
fn plugins_that_need_each_other_are_told_by_name() -> Result<(), Failure> {
    let application = application(&[
        (
            "config/plugin.js",
            "const path = require('path');\n\
             for (const name of [ 'yolk', 'white' ]) exports[name] = { enable: true, path: path.join(__dirname, '../lib', name) };",
        ),
        (
            "lib/yolk/package.json",
            r#"{ "name": "yolk", "eggPlugin": { "name": "yolk", "dependencies": ["white"] } }"#,
        ),
        (
            "lib/white/package.json",
            r#"{ "name": "white", "eggPlugin": { "name": "white", "dependencies": ["yolk"] } }"#,
        ),
    ])?;
    names(&complaint(&application)?, &["recursive", "yolk", "white"]);
    Ok(())
}

#[test]
fn a_plugin_without_its_dependency_is_told_with_the_name_of_both() -> Result<(), Failure> {
    let application = application(&[
        (
            "config/plugin.js",
            "exports.yolk = { enable: true, path: require('path').join(__dirname, '../lib/yolk') };",
        ),
        (
            "lib/yolk/package.json",
            r#"{ "name": "yolk", "eggPlugin": { "name": "yolk", "dependencies": ["hen"] } }"#,
        ),
    ])?;
    names(&complaint(&application)?, &["missing", "hen", "yolk"]);
    Ok(())
}

#[test]
fn a_config_that_throws_is_told_with_its_file_and_line() -> Result<(), Failure> {
    let application = application(&[(
        "config/config.default.js",
        "'use strict';\nmodule.exports = () => {\n  throw new Error('no password given');\n};\n",
    )])?;
    names(
        &complaint(&application)?,
        &["no password given", "config/config.default.js:3"],
    );
    Ok(())
}

#[test]
fn a_controller_that_does_not_exist_is_told_with_the_line_of_the_router() -> Result<(), Failure> {
    let application = application(&[(
        "app/router.js",
        "'use strict';\nmodule.exports = app => {\n  app.router.get('/', 'home.nothing');\n};\n",
    )])?;
    names(
        &complaint(&application)?,
        &["home.nothing", "app/router.js:3"],
    );
    Ok(())
}

#[test]
fn a_failing_life_cycle_hook_is_told_with_its_file_and_line() -> Result<(), Failure> {
    let application = application(&[(
        "app.js",
        "module.exports = class {\n  async didLoad() {\n    throw new Error('the database is away');\n  }\n};\n",
    )])?;
    names(
        &complaint(&application)?,
        &["the database is away", "app.js:3"],
    );
    Ok(())
}

#[test]
fn a_port_that_is_taken_is_told() -> Result<(), Failure> {
    let taken = TcpListener::bind(("127.0.0.1", 0))?;
    let port = taken.local_addr()?.port().to_string();
    let application = application(&[])?;
    let folder = application.base_dir.to_str().ok_or("not UTF-8")?;
    let args = ["start", folder, "--port", &port, "--workers", "1"];
    names(&coddle(&args, &application.home)?, &["EADDRINUSE", &port]);
    Ok(())
}

#[test]
fn a_folder_that_does_not_exist_is_told() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let said = coddle(&["start", "nowhere", "--port", "0"], folder.path())?;
    names(&said, &["nowhere"]);
    Ok(())
}

#[test]
fn a_folder_without_package_json_is_told_not_to_be_an_application() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("notes.txt"), "nothing to run")?;
    let said = coddle(&["start", ".", "--port", "0"], folder.path())?;
    names(&said, &["package.json"]);
    Ok(())
}

#[test]
fn a_package_json_that_is_no_json_is_told() -> Result<(), Failure> {
    let application = application(&[("package.json", "{ name: broken }")])?;
    names(&complaint(&application)?, &["package.json"]);
    Ok(())
}
