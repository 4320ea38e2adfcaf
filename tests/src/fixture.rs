//! The fixtures: egg applications with requests and recorded answers. tests/oracle/README.md describes the files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Any failure of a test; what it says goes to the person who reads the test's output.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// `fixture.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fixture {
    /// One sentence: the behaviour.
    pub describe: String,
    /// Rows of the compatibility tables that the fixture as a whole shows.
    #[serde(default)]
    pub rows: Vec<String>,
    /// The server environment (`--env`); without it none is given.
    pub env: Option<String>,
    /// Further environment variables; `{baseDir}` in a value is the application's folder.
    #[serde(default)]
    pub vars: BTreeMap<String, String>,
    /// Files of `fixtures/.shared` that the application has too, at the same place.
    #[serde(default)]
    pub shared: Vec<PathBuf>,
    /// The application must not start.
    #[serde(default)]
    pub fails: bool,
    /// Asked in this order.
    #[serde(default)]
    pub requests: Vec<Request>,
}

/// One request of a fixture.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Request {
    /// What it shows.
    pub name: String,
    /// Rows of the compatibility tables that it shows.
    #[serde(default)]
    pub rows: Vec<String>,
    /// GET when not given.
    pub method: Option<String>,
    /// The request target as it stands on the wire.
    #[serde(default)]
    pub path: String,
    /// Sent in this order; a `null` value leaves a default header out.
    #[serde(default)]
    pub headers: Headers,
    /// A text body.
    pub body: Option<String>,
    /// A body of any bytes.
    pub body_base64: Option<String>,
    /// A body sent in these chunks.
    pub body_chunks: Option<Vec<String>>,
    /// The whole request, instead of method, path, headers and body.
    pub raw: Option<String>,
    /// `keep`: send the cookies that earlier answers set.
    pub cookies: Option<Cookies>,
    /// On the connection of the request before.
    #[serde(default)]
    pub reuse: bool,
    /// Close the connection right after sending.
    #[serde(default)]
    pub abort: bool,
    /// Say right after sending that nothing more comes.
    #[serde(default)]
    pub end: bool,
    /// Silence of so many milliseconds is an answer.
    pub timeout_ms: Option<u64>,
    /// Header names left out of the comparison.
    #[serde(default)]
    pub ignore_headers: Vec<String>,
    /// Compare the distinct matches of these patterns instead of the body.
    pub extract: Option<Vec<String>>,
    /// The body is gzip: compare what is in it, as two compressors make different bytes of one text.
    #[serde(default)]
    pub gunzip: bool,
}

/// What happens to cookies of earlier answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cookies {
    /// They are sent back.
    Keep,
}

/// Request headers, as an object or as a list of pairs.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Headers {
    /// In the order given; a name may stand more than once.
    List(Vec<(String, Option<String>)>),
    /// In the order of the file.
    Object(serde_json::Map<String, serde_json::Value>),
}

impl Default for Headers {
    fn default() -> Self {
        Headers::List(Vec::new())
    }
}

impl Headers {
    /// As pairs in the order of the file; `None` leaves a default header out.
    pub fn pairs(&self) -> Vec<(String, Option<String>)> {
        match self {
            Headers::List(pairs) => pairs.clone(),
            Headers::Object(map) => map
                .iter()
                .map(|(name, value)| {
                    let text = match value {
                        serde_json::Value::Null => None,
                        serde_json::Value::String(text) => Some(text.clone()),
                        other => Some(other.to_string()),
                    };
                    (name.clone(), text)
                })
                .collect(),
        }
    }
}

/// `expected.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The version of egg that was recorded.
    pub egg: String,
    /// The version of Node under it.
    pub node: String,
    /// One for each request of the fixture.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// Why the application did not start.
    pub error: Option<StartError>,
}

/// The error that ended a start.
#[derive(Debug, Deserialize)]
pub struct StartError {
    /// The error's `name`.
    pub name: String,
    /// The error's `message`; stderr must contain it.
    pub message: String,
    /// The error's `code`, when it has one.
    pub code: Option<serde_json::Value>,
}

/// What came back for a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    /// The request's name.
    pub name: String,
    /// The protocol that it came in, unless HTTP/1.1.
    pub version: Option<String>,
    /// Absent when no answer came.
    pub status: Option<u16>,
    /// The reason phrase.
    pub message: Option<String>,
    /// 1xx statuses before the answer.
    #[serde(default)]
    pub interim: Vec<u16>,
    /// The body did not end: the connection did (`closed`), or nothing came any more (`timeout`).
    pub incomplete: Option<String>,
    /// Lower-cased names and values.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// A body that is UTF-8.
    pub body: Option<String>,
    /// A body that is not.
    pub body_base64: Option<String>,
    /// The distinct matches of each pattern that the request extracts.
    pub extracts: Option<Vec<Vec<String>>>,
    /// Nothing came in the time given.
    #[serde(default)]
    pub timeout: bool,
    /// The connection ended without an answer.
    #[serde(default)]
    pub closed: bool,
    /// The client went away.
    #[serde(default)]
    pub aborted: bool,
}

impl Answer {
    /// The same answer with its headers in the order of their names; headers of one name keep their order.
    pub fn sorted(mut self) -> Self {
        self.headers.sort_by(|a, b| a.0.cmp(&b.0));
        self
    }
}

/// The folder of all fixtures.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// The folder of what several fixtures have in common.
pub fn shared_folder() -> PathBuf {
    folder().join(".shared")
}

/// Names of all fixtures, sorted.
///
/// # Errors
/// When the folder cannot be read.
pub fn names() -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder())? {
        let entry = entry?;
        if entry.path().join("fixture.json").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Reads `fixture.json` and `expected.json` of a fixture.
///
/// # Errors
/// When one is missing, malformed, or they do not belong together.
pub fn load(name: &str) -> Result<(Fixture, Expected), Failure> {
    let dir = folder().join(name);
    let fixture: Fixture = read_json(&dir.join("fixture.json"))?;
    let expected: Expected = read_json(&dir.join("expected.json"))?;
    let asked: Vec<&str> = fixture
        .requests
        .iter()
        .map(|request| request.name.as_str())
        .collect();
    let recorded: Vec<&str> = expected
        .answers
        .iter()
        .map(|answer| answer.name.as_str())
        .collect();
    if !fixture.fails && asked != recorded {
        return Err(format!("expected.json is older than fixture.json: record it again with `node tests/oracle/record.js {name}`").into());
    }
    if fixture.fails != expected.error.is_some() {
        return Err(
            format!("fixture.json and expected.json disagree on whether {name} starts").into(),
        );
    }
    Ok((fixture, expected))
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}
