//! What a URL holds: its format, and its text.
//!
//! Source: "Determining module system" and "Import attributes" in Node's documentation.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use rquickjs::{Ctx, Error};
use url::Url;

use crate::packages::{self, Failure, Kind};
use crate::tokens::{self, Token};
use crate::{OpError, errors};

/// What is to be made a module of.
pub(super) enum Content {
    /// The source of an ES module.
    Module(String),
    /// A file that `require` loads, and its source.
    CommonJs { path: PathBuf, source: String },
    /// A JSON text, and the file that it stands in.
    Json {
        path: Option<PathBuf>,
        source: String,
    },
    /// The name of a built-in module.
    Builtin(String),
}

/// Why there is no content.
pub(super) enum Unreadable {
    Refused(Failure),
    Io(PathBuf, std::io::Error),
}

impl From<Failure> for Unreadable {
    fn from(failure: Failure) -> Self {
        Unreadable::Refused(failure)
    }
}

impl Unreadable {
    pub(super) fn throw(self, ctx: &Ctx<'_>) -> Error {
        match self {
            Unreadable::Refused(failure) => failure.throw(ctx),
            Unreadable::Io(path, error) => {
                let path = path.to_string_lossy();
                errors::throw_op(ctx, OpError::io(&error, "open", Some(&path)))
            }
        }
    }
}

/// The content of `url`, asked for as `attribute` says (`type` of an import's attributes).
pub(super) fn read(url: &str, attribute: Option<&str>) -> Result<Content, Unreadable> {
    let parsed = Url::parse(url).map_err(|_| unknown_format("", url))?;
    let content = match parsed.scheme() {
        "node" => Content::Builtin(parsed.path().to_string()),
        "data" => of_data(&parsed)?,
        _ => of_file(&parsed)?,
    };
    let is_json = matches!(content, Content::Json { .. });
    match attribute {
        Some("json") if !is_json => Err(Failure::coded(
            "TypeError",
            "ERR_IMPORT_ASSERTION_TYPE_FAILED",
            format!("Module \"{url}\" is not of type \"json\""),
        )
        .into()),
        Some("json") => Ok(content),
        Some(other) => Err(Failure::coded(
            "TypeError",
            "ERR_IMPORT_ASSERTION_TYPE_UNSUPPORTED",
            format!("Import attribute type \"{other}\" is unsupported"),
        )
        .into()),
        None if is_json => Err(Failure::coded(
            "TypeError",
            "ERR_IMPORT_ASSERTION_TYPE_MISSING",
            format!("Module \"{url}\" needs an import attribute of type \"json\""),
        )
        .into()),
        None => Ok(content),
    }
}

fn unknown_format(format: &str, url: &str) -> Unreadable {
    Failure::coded(
        "RangeError",
        "ERR_UNKNOWN_MODULE_FORMAT",
        format!("Unknown module format: {format} for URL {url}"),
    )
    .into()
}

fn invalid_url() -> Unreadable {
    Failure::coded("TypeError", "ERR_INVALID_URL", "Invalid URL".to_string()).into()
}

/// Base64 with or without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// `data:text/javascript,...` and `data:application/json,...`.
fn of_data(url: &Url) -> Result<Content, Unreadable> {
    // The URL parser has cut a fragment off; what it is about stands before.
    let (head, body) = url.path().split_once(',').ok_or_else(invalid_url)?;
    let query = url
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let body = format!("{body}{query}");
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(&body).collect();
    let mut parameters = head.split(';');
    let kind = parameters.next().unwrap_or_default().trim();
    let source = if parameters.any(|parameter| parameter.trim() == "base64") {
        BASE64
            .decode(bytes.trim_ascii())
            .map_err(|_| invalid_url())?
    } else {
        bytes
    };
    let source = String::from_utf8_lossy(&source).into_owned();
    match kind {
        "text/javascript" => Ok(Content::Module(source)),
        "application/json" => Ok(Content::Json { path: None, source }),
        other => Err(unknown_format(other, url.as_str())),
    }
}

fn of_file(url: &Url) -> Result<Content, Unreadable> {
    let path = url
        .to_file_path()
        .map_err(|()| unknown_format("", url.as_str()))?;
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy());
    let kind = match extension.as_deref() {
        Some("mjs" | "cjs" | "js") | None => kind_of(&path)?,
        Some("json") => {
            let source = read_text(&path)?;
            return Ok(Content::Json {
                path: Some(path),
                source,
            });
        }
        Some(other) => {
            return Err(Failure::coded(
                "TypeError",
                "ERR_UNKNOWN_FILE_EXTENSION",
                format!("Unknown file extension \".{other}\" for {}", path.display()),
            )
            .into());
        }
    };
    let source = read_text(&path)?;
    let is_module = match kind {
        Some(kind) => kind == Kind::Module,
        None => has_module_syntax(&source),
    };
    Ok(match is_module {
        true => Content::Module(source),
        false => Content::CommonJs { path, source },
    })
}

fn read_text(path: &Path) -> Result<String, Unreadable> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())),
        Err(error) => Err(Unreadable::Io(path.to_path_buf(), error)),
    }
}

/// What a script's name and its package say that it is; none where they say nothing, so that its syntax decides.
pub(super) fn kind_of(path: &Path) -> Result<Option<Kind>, Failure> {
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy());
    match extension.as_deref() {
        Some("mjs") => return Ok(Some(Kind::Module)),
        Some("cjs") => return Ok(Some(Kind::CommonJs)),
        Some("js") | None => {}
        Some(_) => return Ok(Some(Kind::CommonJs)),
    }
    let Some(folder) = path.parent() else {
        return Ok(None);
    };
    let package = packages::with(|packages| packages.scope(folder))?;
    Ok(package.and_then(|package| package.kind))
}

/// Whether a script has what only an ES module may have: `import` and `export` declarations, `import.meta`.
pub(super) fn has_module_syntax(source: &str) -> bool {
    use tokens::Kind::{Mark, Name, Text};
    // Most scripts have neither word.
    if !source.contains("import") && !source.contains("export") {
        return false;
    }
    let tokens = tokens::tokens(source);
    let kind = |at: usize| tokens.get(at).map(|token: &Token<'_>| token.kind);
    (0..tokens.len()).any(|at| {
        if at > 0 && kind(at - 1) == Some(Mark('.')) {
            return false;
        }
        match (kind(at), kind(at + 1)) {
            (Some(Name("import")), Some(Text(_) | Name(_) | Mark('{' | '*'))) => true,
            (Some(Name("import")), Some(Mark('.'))) => kind(at + 2) == Some(Name("meta")),
            (Some(Name("export")), Some(Name(_) | Mark('{' | '*'))) => true,
            _ => false,
        }
    })
}
