//! `coddle dev` and its fellows in place of egg-bin's commands.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::cluster::wait_for;
use coddle_tests::fixture::Failure;
use coddle_tests::http::get;
use coddle_tests::process::{self, Running};
use serde_json::{Value, json};

/// How long an answer may take, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const PACKAGE: &str = r#"{ "name": "demo" }"#;
const CONFIG: &str = "exports.keys = 'k';";
/// Tells what the application sees of its start.
const ROUTER: &str = "
    module.exports = app => {
      app.get('/', ctx => {
        ctx.body = { env: app.config.env, NODE_ENV: process.env.NODE_ENV, required: global.required, framework: app.isDemo };
      });
    };";

fn demo(package: &str, more: &[(&str, &str)]) -> Result<Application, Failure> {
    let mut files = vec![
        ("package.json", package),
        ("config/config.default.js", CONFIG),
        ("app/router.js", ROUTER),
    ];
    files.retain(|(path, _)| more.iter().all(|(other, _)| other != path));
    files.extend(more);
    Ok(Application::of(&files)?)
}

/// Starts `coddle dev` in the application's folder.
fn dev(
    application: &Application,
    args: &[&str],
    vars: &[(&str, &str)],
) -> Result<Running, Failure> {
    let home = application.home.to_string_lossy().into_owned();
    let mut environment = BTreeMap::from([
        ("HOME".to_owned(), home.clone()),
        ("EGG_HOME".to_owned(), home.clone()),
        ("TMPDIR".to_owned(), home),
    ]);
    for (name, value) in vars {
        environment.insert((*name).to_owned(), (*value).to_owned());
    }
    let args: Vec<&str> = ["dev"].into_iter().chain(args.iter().copied()).collect();
    Running::spawn(&args, &application.base_dir, &environment)
}

/// Waits until stdout or stderr holds this text: it may be read after the line that tells the port.
fn printed(running: &Running, text: &str) -> Result<(), Failure> {
    wait_for(
        || (running.stdout().contains(text) || running.stderr().contains(text)).then_some(()),
        || format!("{text:?}\n{}", running.printed()),
    )
}

fn page(port: u16) -> Result<Value, Failure> {
    Ok(serde_json::from_slice(&get(port, "/", PATIENCE)?.body)?)
}

// CLU-091
#[test]
fn dev_serves_with_one_worker_in_development() -> Result<(), Failure> {
    let application = demo(PACKAGE, &[])?;
    // Variables of egg-scripts' are not egg-bin's.
    let mut running = dev(
        &application,
        &["--port=0"],
        &[("EGG_WORKERS", "3"), ("PORT", "1")],
    )?;
    let seen = page(running.listening()?)?;
    assert_eq!(
        (&seen["env"], &seen["NODE_ENV"]),
        (&json!("local"), &json!("development"))
    );
    printed(&running, ", 1 worker,")?;

    let mut testing = dev(&application, &["--port=0"], &[("NODE_ENV", "test")])?;
    assert_eq!(page(testing.listening()?)?["NODE_ENV"], "test");
    Ok(())
}

// CLU-091
#[test]
fn dev_listens_on_the_port_of_the_local_configuration_unless_one_is_given() -> Result<(), Failure> {
    let configured = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let config = format!("exports.cluster = {{ listen: {{ port: {configured} }} }};");
    let application = demo(PACKAGE, &[("config/config.local.js", &config)])?;
    let mut running = dev(&application, &[], &[])?;
    assert_eq!(running.listening()?, configured);
    let mut other = dev(&application, &["-p", "0"], &[])?;
    assert_ne!(other.listening()?, configured);
    Ok(())
}

// CLU-091
#[test]
fn dev_takes_the_first_free_port_when_the_configuration_names_none() -> Result<(), Failure> {
    let taken = TcpListener::bind(("0.0.0.0", 0))?;
    let first = taken.local_addr()?.port().to_string();
    let application = demo(
        PACKAGE,
        &[(
            "config/config.local.js",
            "exports.cluster = { listen: { port: null } };",
        )],
    )?;
    let mut running = dev(&application, &[], &[("EGG_BIN_DEFAULT_PORT", &first)])?;
    let port = running.listening()?;
    assert_ne!(port.to_string(), first);
    let warning = format!("server port {first} is in use, now using port {port}");
    printed(&running, &warning)
}

// CLU-091
#[test]
fn dev_has_egg_bins_flags_for_workers_and_sticky_mode() -> Result<(), Failure> {
    let application = demo(PACKAGE, &[])?;
    let mut running = dev(&application, &["--port=0", "-c", "2", "--sticky"], &[])?;
    running.listening()?;
    printed(&running, " with STICKY MODE!")?;
    printed(&running, ", 2 workers,")?;
    Ok(())
}

// CLU-092
#[test]
fn debug_says_that_there_is_no_inspector() -> Result<(), Failure> {
    for args in [
        &["debug", "--port=7001"][..],
        &["dev", "--inspect"],
        &["dev", "--inspect-brk=9230"],
    ] {
        let refused = process::run(args, &[])?;
        assert_eq!(refused.code, 1, "{args:?}");
        assert!(
            refused.stderr.contains("there is no inspector"),
            "{refused:?}"
        );
        assert!(refused.stderr.contains("npx egg-bin debug"), "{refused:?}");
    }
    Ok(())
}

// CLU-093
#[test]
fn the_folder_can_be_named_as_egg_bin_does() -> Result<(), Failure> {
    let application = demo(PACKAGE, &[("early.js", "global.required = 'early';")])?;
    let dir = application.base_dir.to_string_lossy().into_owned();
    for flag in ["--base", "--baseDir"] {
        let elsewhere = demo(PACKAGE, &[])?;
        let mut running = dev(
            &elsewhere,
            &[flag, &dir, "--port=0", "-r", "./early.js"],
            &[],
        )?;
        assert_eq!(page(running.listening()?)?["required"], "early");
    }
    Ok(())
}

// CLU-093
#[test]
fn a_dry_run_prints_the_command_alone() -> Result<(), Failure> {
    let printed = process::run(&["dev", "-d", "--port=7001", "somewhere"], &[])?;
    assert_eq!(printed.code, 0);
    assert!(printed.stdout.starts_with("dry run: $ "), "{printed:?}");
    assert!(
        printed
            .stdout
            .ends_with("coddle dev --port=7001 somewhere\n"),
        "{printed:?}"
    );
    Ok(())
}

// CLU-094
#[test]
fn package_json_names_framework_and_modules_to_load_first() -> Result<(), Failure> {
    let package = json!({
        "name": "demo",
        "egg": { "framework": "demo-framework", "require": [ "./one.js", "two" ], "declarations": true },
    });
    let application = demo(
        &package.to_string(),
        &[
            ("one.js", "global.required = [ 1 ];"),
            ("node_modules/two/index.js", "global.required.push(2);"),
            (
                "node_modules/demo-framework/package.json",
                r#"{ "name": "demo-framework", "version": "1.0.0" }"#,
            ),
            (
                "node_modules/demo-framework/index.js",
                "const egg = require('egg');
                 const EGG_PATH = Symbol.for('egg#eggPath');
                 class Application extends egg.Application {
                   get [EGG_PATH]() { return __dirname; }
                   get isDemo() { return true; }
                 }
                 class Agent extends egg.Agent { get [EGG_PATH]() { return __dirname; } }
                 Object.assign(exports, egg, { Application, Agent });",
            ),
        ],
    )?;
    let mut running = dev(&application, &["--port=0"], &[])?;
    let seen = page(running.listening()?)?;
    assert_eq!(
        (&seen["required"], &seen["framework"]),
        (&json!([1, 2]), &json!(true))
    );
    printed(&running, "npx ets")
}

// CLU-095
#[test]
fn scripts_that_are_not_compiled_are_refused_by_name() -> Result<(), Failure> {
    let package = r#"{ "name": "demo", "egg": { "typescript": true } }"#;
    let application = demo(
        package,
        &[
            ("app/router.ts", "export default () => {};"),
            ("app/web/page.ts", "export {};"),
            ("app/types.d.ts", "export {};"),
        ],
    )?;
    let mut running = dev(&application, &["--port=0"], &[])?;
    running.listening()?;

    let application = demo(
        package,
        &[("app/service/cat.ts", "export default class {}")],
    )?;
    let dir = application.base_dir.to_string_lossy().into_owned();
    for command in ["dev", "start"] {
        let refused = process::run(&[command, &dir, "--port=0"], &[])?;
        assert_eq!(refused.code, 1);
        for part in ["app/service/cat.ts is not compiled", "npx tsc"] {
            assert!(refused.stderr.contains(part), "{refused:?}");
        }
    }
    let mut running = dev(&application, &["--port=0", "--ts=false"], &[])?;
    running.listening()?;
    Ok(())
}

/// A package `typescript` of the parts that are asked of it: `: number` in its input becomes nothing.
const TYPESCRIPT: &str = "
    const fs = require('fs');
    fs.appendFileSync(__dirname + '/loaded', 'x');
    exports.convertCompilerOptionsFromJson = options => ({ options: { ...options, converted: true }, errors: [] });
    exports.flattenDiagnosticMessageText = String;
    exports.transpileModule = (source, { compilerOptions, fileName, reportDiagnostics }) => {
      if (!compilerOptions.converted || compilerOptions.module !== 'CommonJS' || !reportDiagnostics) throw new Error('not asked well');
      const file = { fileName, getLineAndCharacterOfPosition: start => ({ line: 6, character: start }) };
      const diagnostics = source.includes('@wrong') ? [ { file, start: 1, messageText: 'that is wrong', code: 1005 } ] : [];
      return { outputText: source.replace(/: number/g, '').replace('STRICT', String(compilerOptions.strict)), diagnostics };
    };";

const ROUTES: &str = "
    module.exports = app => { const n: number = 1; app.get('/', ctx => { ctx.body = { n, strict: STRICT }; }); };";

fn in_typescript(routes: &str) -> Result<Application, Failure> {
    demo(
        r#"{ "name": "demo", "egg": { "typescript": true } }"#,
        &[
            ("app/router.js", "module.exports = require('./routes');"),
            ("app/routes.ts", routes),
            (
                "tsconfig.json",
                r#"{ "extends": "./base", /* own */ "compilerOptions": { "target": "ES2020", }, }"#,
            ),
            (
                "base.json",
                r#"{ "compilerOptions": { "strict": true, "module": "ESNext" } }"#,
            ),
            (
                "node_modules/typescript/package.json",
                r#"{ "version": "5.0.0" }"#,
            ),
            ("node_modules/typescript/index.js", TYPESCRIPT),
        ],
    )
}

// CLU-095
#[test]
fn dev_has_scripts_compiled_by_the_application_s_typescript_and_keeps_what_it_got()
-> Result<(), Failure> {
    let application = in_typescript(ROUTES)?;
    let loaded = application.base_dir.join("node_modules/typescript/loaded");
    for workers in ["--workers=1", "--workers=2"] {
        let mut running = dev(&application, &["--port=0", workers], &[])?;
        let seen = page(running.listening()?)?;
        assert_eq!(seen, json!({ "n": 1, "strict": true }));
        assert_eq!(
            fs::read_to_string(&loaded)?,
            "x",
            "the compiler is loaded for what has changed alone"
        );
    }
    Ok(())
}

// CLU-095
#[test]
fn a_script_that_typescript_refuses_is_told_by_line_and_column() -> Result<(), Failure> {
    let application = in_typescript("@wrong")?;
    let mut running = dev(&application, &["--port=0"], &[])?;
    assert_eq!(running.ended(PATIENCE)?.code(), Some(1));
    let told = "app/routes.ts:7:2: that is wrong (TS1005)";
    assert!(running.stderr().contains(told), "{}", running.printed());
    Ok(())
}

// CLU-093, CLU-094, CLU-095
#[test]
fn a_compiler_that_is_named_hooks_require_itself() -> Result<(), Failure> {
    let hook = "
        const fs = require('fs');
        require.extensions['.ts'] = (module, file) => {
          const script = fs.readFileSync(file, 'utf8').replace(/: number/g, '').replace('STRICT', '\"hooked\"');
          module._compile(script, file);
        };";
    let named =
        r#"{ "name": "demo", "egg": { "typescript": true, "tscompiler": "hook/register" } }"#;
    for (package, args) in [
        (named, &["--port=0"][..]),
        (PACKAGE, &["--port=0", "--tscompiler=hook/register"]),
    ] {
        let application = demo(
            package,
            &[
                ("app/router.js", "module.exports = require('./routes');"),
                ("app/routes.ts", ROUTES),
                ("node_modules/hook/register.js", hook),
            ],
        )?;
        let mut running = dev(&application, args, &[])?;
        assert_eq!(page(running.listening()?)?["strict"], "hooked");
    }
    Ok(())
}

// CLU-096
#[test]
fn test_and_cov_say_what_to_use() -> Result<(), Failure> {
    for command in ["test", "cov"] {
        let refused = process::run(&[command, "test/x.test.js", "--timeout=1"], &[])?;
        assert_eq!(refused.code, 1);
        assert!(
            refused.stderr.contains(&format!("npx egg-bin {command}")),
            "{refused:?}"
        );
    }
    Ok(())
}
