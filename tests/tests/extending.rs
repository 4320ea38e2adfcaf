//! docs/extending.md and README.md work as written: a newcomer types their commands and pastes their files, beside a copy of this
//! repository.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use coddle_tests::process::{self, Running};
use coddle_tests::stream::Stream;

/// What tests of this repository may write into.
const TARGET: &str = env!("CARGO_TARGET_TMPDIR");
const PATIENCE: Duration = Duration::from_secs(30);

/// A chapter of a document.
struct Chapter {
    /// Its blocks of code, by language, in their order.
    blocks: BTreeMap<String, Vec<String>>,
    /// Its commands: the lines that are set in.
    commands: Vec<String>,
    text: String,
}

impl Chapter {
    fn read(document: &str, title: &str) -> Result<Chapter, Failure> {
        let document = fs::read_to_string(root()?.join(document))?;
        let text = document
            .split("\n## ")
            .find(|part| part.starts_with(title))
            .ok_or_else(|| format!("there is no chapter \"{title}\""))?;
        let mut chapter = Chapter {
            blocks: BTreeMap::new(),
            commands: Vec::new(),
            text: text.to_owned(),
        };
        for (at, part) in text.split("```").enumerate() {
            if at % 2 == 0 {
                let lines = part.lines().filter_map(|line| line.strip_prefix("    "));
                chapter.commands.extend(lines.map(str::to_owned));
                continue;
            }
            let (language, block) = part.split_once('\n').ok_or("a block of one line")?;
            let blocks = chapter.blocks.entry(language.to_owned()).or_default();
            blocks.push(block.to_owned());
        }
        Ok(chapter)
    }

    /// The blocks of a language.
    fn of<const N: usize>(&self, language: &str) -> Result<&[String; N], Failure> {
        let blocks = self.blocks.get(language).ok_or("no such block")?;
        Ok(blocks.as_slice().try_into()?)
    }

    /// The one command that begins so.
    fn command(&self, beginning: &str) -> Result<&str, Failure> {
        let mut found = self
            .commands
            .iter()
            .filter(|line| line.starts_with(beginning));
        match (found.next(), found.next()) {
            (Some(command), None) => Ok(command),
            _ => Err(format!("not one command {beginning}: {:?}", self.commands).into()),
        }
    }
}

/// Where a newcomer works: a folder that holds a copy of this repository, called `coddle`. Always the same place, so that what was
/// built the time before counts; one newcomer at a time.
struct Desk {
    path: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

impl Desk {
    fn new() -> Result<Desk, Failure> {
        static TURN: Mutex<()> = Mutex::new(());
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        // Outside of the repository: what cargo makes inside of it joins its workspace.
        let mut hasher = DefaultHasher::new();
        TARGET.hash(&mut hasher);
        let path = std::env::temp_dir().join(format!("coddle-newcomer-{:x}", hasher.finish()));
        if path.exists() {
            fs::remove_dir_all(&path)?;
        }
        fs::create_dir_all(&path)?;
        std::os::unix::fs::symlink(root()?, path.join("coddle"))?;
        Ok(Desk { path, _turn: turn })
    }

    fn path(&self, folder: &str) -> PathBuf {
        self.path.join(folder)
    }

    /// What a shell does with `line` in a folder. It builds for all tests in one place, the versions that were built already, and
    /// the applications listen on a free port.
    fn shell(&self, folder: &str, line: &str) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-ec", line])
            .current_dir(self.path(folder))
            .env("CARGO_TARGET_DIR", Path::new(TARGET).join("extending"))
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("EGG_APP_CONFIG", r#"{"cluster":{"listen":{"port":0}}}"#)
            .env("EGG_HOME", &self.path);
        command
    }

    fn run(&self, folder: &str, line: &str) -> Result<String, Failure> {
        let output = self.shell(folder, line).output()?;
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {errors}");
        Ok(String::from_utf8(output.stdout)?)
    }

    fn write(&self, folder: &str, path: &str, text: &str) -> Result<(), Failure> {
        let file = self.path(folder).join(path);
        fs::create_dir_all(file.parent().ok_or("no folder")?)?;
        Ok(fs::write(file, text)?)
    }

    /// Builds the program of a folder, then runs it as `line` says until it listens.
    fn serve(&self, folder: &str, line: &str) -> Result<Server, Failure> {
        // The versions that are tested, so that nothing is fetched.
        fs::copy(
            root()?.join("Cargo.lock"),
            self.path(folder).join("Cargo.lock"),
        )?;
        self.run(folder, "cargo build --quiet")?;
        let mut running = Running::of(self.shell(folder, line))?;
        let port = running.listening()?;
        Ok(Server {
            port,
            _running: running,
        })
    }
}

struct Server {
    port: u16,
    _running: Running,
}

impl Server {
    fn get(&self, path: &str) -> Result<String, Failure> {
        let answer = Connection::over(Stream::tcp(self.port)?).get(path, PATIENCE)?;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        Ok(answer.text())
    }
}

fn root() -> Result<PathBuf, Failure> {
    Ok(Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()?)
}

impl Drop for Desk {
    fn drop(&mut self) {
        // What stays is removed by the next one.
        let _gone = fs::remove_dir_all(&self.path);
    }
}

#[test]
fn the_first_ten_minutes_of_the_guide_end_with_an_answer_from_rust() -> Result<(), Failure> {
    let guide = Chapter::read("docs/extending.md", "Ten minutes")?;
    let desk = Desk::new()?;
    let begin: Vec<&str> = ["cargo new", "cd ", "cargo add coddle", "cargo add serde"]
        .iter()
        .map(|beginning| guide.command(beginning))
        .collect::<Result<_, _>>()?;
    desk.run("", &begin.join("\n"))?;
    let ([rust], [json], [config, router, controller]) =
        (guide.of("rust")?, guide.of("json")?, guide.of("js")?);
    for (path, text) in [
        ("src/main.rs", rust),
        ("package.json", json),
        ("config/config.default.js", config),
        ("app/router.js", router),
        ("app/controller/home.js", controller),
    ] {
        assert!(
            guide.text.contains(&format!("`{path}`")),
            "where {path} goes"
        );
        desk.write("places", path, text)?;
    }
    let server = desk.serve("places", guide.command("cargo run")?)?;
    assert_eq!(guide.command("curl")?, "curl http://127.0.0.1:7001/");
    let answer = server.get("/")?;
    assert!(answer.starts_with("{\"km\":504."), "{answer}");
    Ok(())
}

#[test]
fn the_readmes_program_answers_from_rust() -> Result<(), Failure> {
    let readme = Chapter::read("README.md", "Extend it in Rust")?;
    let desk = Desk::new()?;
    let begin = [readme.command("cargo new")?, readme.command("cargo add")?];
    desk.run("", &begin.join("\n"))?;
    let [rust] = readme.of("rust")?;
    desk.write("greeting", "src/main.rs", rust)?;
    assert!(readme.text.contains("`cargo run`"));
    let server = desk.serve("greeting", "cargo run")?;
    assert!(readme.text.contains("/greet/Ada>"));
    assert_eq!(server.get("/greet/Ada")?, "hello, Ada, from Rust");
    assert_eq!(server.get("/")?, "hello, world");
    Ok(())
}

#[test]
fn what_init_writes_with_rust_builds_and_runs() -> Result<(), Failure> {
    let guide = Chapter::read("docs/extending.md", "Ten minutes")?;
    let command = guide
        .text
        .split('`')
        .find_map(|piece| piece.strip_prefix("coddle init "))
        .ok_or("the guide does not tell of coddle init")?;
    let desk = Desk::new()?;
    let coddle = process::binary()?;
    let printed = desk.run("", &format!("{coddle:?} init {command}"))?;
    let (_, next) = printed.split_once("Next: ").ok_or("it says what is next")?;
    assert_eq!(next.trim(), "cd places && cargo run -- dev");
    let server = desk.serve("places", "cargo run -- dev")?;
    assert_eq!(server.get("/")?, "It works.");
    let answer = server.get("/way")?;
    assert!(answer.starts_with("{\"km\":504."), "{answer}");
    Ok(())
}
