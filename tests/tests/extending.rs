//! docs/extending.md and README.md work as written: a newcomer's folder is made of what they show.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use coddle_tests::fixture::Failure;

/// Ends the program with the test. What it prints has a reader until then: without one it could not print.
struct Program(Child, Option<BufReader<ChildStdout>>);

impl Drop for Program {
    fn drop(&mut self) {
        // an error means that it ended by itself, which the assertions have noticed
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// The blocks of code of a chapter, by language, in their order.
fn blocks<'a>(text: &'a str, chapter: &str) -> Result<BTreeMap<&'a str, Vec<&'a str>>, Failure> {
    let chapter = text
        .split("\n## ")
        .find(|part| part.starts_with(chapter))
        .ok_or_else(|| format!("there is no chapter \"{chapter}\""))?;
    let mut blocks: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for block in chapter.split("```").skip(1).step_by(2) {
        let (language, text) = block.split_once('\n').ok_or("a block of one line")?;
        blocks.entry(language).or_default().push(text);
    }
    Ok(blocks)
}

/// A newcomer's folder.
struct Folder {
    folder: tempfile::TempDir,
    name: &'static str,
}

impl Folder {
    /// What `cargo new` and `cargo add` leave behind, with `main` pasted in.
    fn new(name: &'static str, main: &str) -> Result<Folder, Failure> {
        let folder = Folder {
            folder: tempfile::tempdir()?,
            name,
        };
        let host = root()?.join("host");
        folder.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                 coddle = {{ path = {host:?} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\n[workspace]\n",
            ),
        )?;
        // The same versions as here, so that nothing is fetched.
        fs::copy(
            root()?.join("Cargo.lock"),
            folder.folder.path().join("Cargo.lock"),
        )?;
        folder.write("src/main.rs", main)?;
        Ok(folder)
    }

    fn write(&self, path: &str, text: &str) -> Result<(), Failure> {
        let file = self.folder.path().join(path);
        fs::create_dir_all(file.parent().ok_or("no folder")?)?;
        Ok(fs::write(file, text)?)
    }

    /// What `coddle init --rust` writes.
    fn of_init() -> Result<Folder, Failure> {
        let folder = Folder {
            folder: tempfile::tempdir()?,
            name: "initialised",
        };
        let written = Command::new(coddle_tests::process::binary()?)
            .arg("init")
            .arg(folder.folder.path())
            .args(["--name", folder.name, "--rust"])
            .arg(root()?.join("host"))
            .output()?;
        let errors = String::from_utf8_lossy(&written.stderr);
        assert!(written.status.success(), "{errors}");
        fs::copy(
            root()?.join("Cargo.lock"),
            folder.folder.path().join("Cargo.lock"),
        )?;
        Ok(folder)
    }

    /// `cargo run -- <arguments>`; gives where it listens.
    fn run(&self, arguments: &[&str]) -> Result<(Program, String), Failure> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("extending");
        let built = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--quiet", "--target-dir"])
            .arg(&target)
            .current_dir(self.folder.path())
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .output()?;
        let errors = String::from_utf8_lossy(&built.stderr);
        assert!(built.status.success(), "{errors}");
        let mut program = Program(
            Command::new(target.join("debug").join(self.name))
                .args(arguments)
                .current_dir(self.folder.path())
                .envs([
                    ("HOME", self.folder.path()),
                    ("EGG_HOME", self.folder.path()),
                ])
                .stdout(Stdio::piped())
                .spawn()?,
            None,
        );
        let output = program.0.stdout.take().ok_or("no output")?;
        let output = program.1.insert(BufReader::new(output));
        let address = output
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                line.strip_prefix("coddle listening on http://")
                    .map(str::to_owned)
            })
            .ok_or("it ended before it listened")?;
        Ok((program, address))
    }
}

fn root() -> Result<std::path::PathBuf, Failure> {
    Ok(Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()?)
}

fn get(address: &str, path: &str) -> Result<String, Failure> {
    let mut connection = TcpStream::connect(address)?;
    connection.write_all(
        format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes(),
    )?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn the_first_ten_minutes_of_the_guide_end_with_an_answer_from_rust() -> Result<(), Failure> {
    let guide = fs::read_to_string(root()?.join("docs/extending.md"))?;
    let blocks = blocks(&guide, "Ten minutes")?;
    let (rust, json, js) = (&blocks["rust"], &blocks["json"], &blocks["js"]);
    assert_eq!((rust.len(), json.len(), js.len()), (1, 1, 3));
    let folder = Folder::new("places", rust[0])?;
    folder.write("package.json", json[0])?;
    folder.write("config/config.default.js", js[0])?;
    folder.write("app/router.js", js[1])?;
    folder.write("app/controller/home.js", js[2])?;
    let (_program, address) = folder.run(&["start", ".", "--workers", "1", "--port", "0"])?;
    let answer = get(&address, "/")?;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("{\"km\":504."), "{answer}");
    Ok(())
}

#[test]
fn the_readmes_program_answers_from_rust() -> Result<(), Failure> {
    let readme = fs::read_to_string(root()?.join("README.md"))?;
    let blocks = blocks(&readme, "Extend it in Rust")?;
    let hello = root()?.join("examples/hello");
    // As it stands there, but for where this copy of the repository is, and a free port.
    let main = blocks["rust"][0]
        .replace("../coddle/examples/hello", &hello.to_string_lossy())
        .replace(".announce(true)", ".announce(true).port(0).workers(1)");
    let folder = Folder::new("greeting", &main)?;
    let (_program, address) = folder.run(&[])?;
    assert!(get(&address, "/greet/Ada")?.ends_with("\r\n\r\nhello, Ada, from Rust"));
    assert!(get(&address, "/")?.ends_with("hello, world"));
    Ok(())
}

#[test]
fn what_init_writes_with_rust_builds_and_runs() -> Result<(), Failure> {
    let folder = Folder::of_init()?;
    let (_program, address) = folder.run(&["start", ".", "--workers", "1", "--port", "0"])?;
    assert!(get(&address, "/")?.starts_with("HTTP/1.1 200 OK\r\n"));
    Ok(())
}
