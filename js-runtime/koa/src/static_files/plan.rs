//! What a request for a file is answered with: koa-static-cache 5.1 and koa-range 0.3. (MW-054 .. MW-060)

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::rc::Rc;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
    LAST_MODIFIED,
};

use super::file::{SMALL, State, StaticFile};
use super::folder::{Failure, Folder};
use super::range::{ByteRange, Part, if_range_holds};
use crate::negotiate::accepts;
use crate::negotiate::fresh::{Conditions, fresh};

const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");
/// Files up to this size are not worth compressing.
const NOT_COMPRESSED: u64 = 1024;

/// What of a request decides on the answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    pub is_head: bool,
    pub conditions: Conditions<'a>,
    pub accept_encoding: Option<&'a str>,
    pub range: Option<ByteRange>,
    pub if_range: Option<&'a str>,
}

/// An answer.
#[derive(Debug)]
pub struct Plan {
    pub status: u16,
    /// Without those of the content's length.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// `content-length`; `None` where it shows only as the content goes out, or is none of ours.
    pub length: Option<u64>,
    /// The answer depends on `Accept-Encoding`.
    pub varies: bool,
    pub content: Content,
}

/// What is sent.
#[derive(Debug)]
pub enum Content {
    None,
    /// What is kept in memory.
    Kept(Bytes),
    /// What was read for this answer.
    Read(Bytes),
    /// So many bytes of a file from a place on.
    Part {
        path: PathBuf,
        start: u64,
        length: u64,
    },
    /// So many bytes from the start of a file, compressed with gzip.
    Packed {
        path: PathBuf,
        length: u64,
    },
}

/// What stands between a file and its answer.
pub(super) enum Step {
    Plan(Plan),
    /// The content has to be compressed first, which would hold up the worker.
    Pack(Bytes),
    /// As `Plan`; and the file has changed, and is too large to be hashed at once.
    Hash(Plan),
}

/// Plans the answer of a file.
///
/// # Errors
/// When the file has gone, or cannot be read.
pub(super) fn plan(
    folder: &Folder,
    file: &Rc<StaticFile>,
    asked: &Asked<'_>,
) -> Result<Step, Failure> {
    if file.buffer.is_none() {
        let failure = |error| Failure::stat(error, &file.path);
        let metadata = fs::metadata(&file.path).map_err(failure)?;
        file.look(&metadata).map_err(failure)?;
    }
    let state = file.state();
    let mut plan = Plan {
        status: 200,
        headers: Vec::with_capacity(7),
        length: None,
        varies: folder.packs(),
        content: Content::None,
    };
    plan.add(LAST_MODIFIED, Some(&state.last_modified));
    plan.add(ETAG, state.etag.as_ref());
    if fresh(
        asked.conditions,
        text(state.etag.as_ref()),
        text(Some(&state.last_modified)),
    ) {
        plan.status = 304;
        return Ok(Step::Plan(plan));
    }
    plan.add(CONTENT_TYPE, Some(&file.content_type));
    plan.add(CACHE_CONTROL, Some(&file.cache_control));
    plan.add(CONTENT_MD5, state.md5.as_ref());
    if asked.is_head {
        let packed = file.packed.get().map(|packed| packed.len() as u64);
        plan.length = Some(packed.unwrap_or(state.length));
        return Ok(Step::Plan(plan));
    }
    match part(asked, &state) {
        Part::Beyond => Ok(Step::Plan(Plan::beyond())),
        Part::Whole if packs(folder, file, &state, asked) => plan.packed(folder, file, &state),
        Part::Whole => plan.take(file, &state, 0, state.length),
        Part::Bytes(start, end) => {
            plan.status = 206;
            let range = format!("bytes {start}-{end}/{}", state.length);
            plan.add(CONTENT_RANGE, HeaderValue::from_str(&range).ok().as_ref());
            plan.take(file, &state, start, end - start + 1)
        }
    }
}

/// Which part of the file goes out.
fn part(asked: &Asked<'_>, state: &State) -> Part {
    let holds = |if_range| {
        if_range_holds(
            if_range,
            text(state.etag.as_ref()),
            text(Some(&state.last_modified)),
        )
    };
    match asked.range {
        Some(range) if asked.if_range.is_none_or(holds) => range.of(state.length),
        _ => Part::Whole,
    }
}

/// Whether the content goes out compressed. Parts never do: no client can put together what two compressors made.
fn packs(folder: &Folder, file: &StaticFile, state: &State, asked: &Asked<'_>) -> bool {
    folder.packs()
        && asked.range.is_none()
        && file.is_compressible
        && state.length > NOT_COMPRESSED
        && accepts::best_encoding(asked.accept_encoding, &["gzip"]).is_some()
}

fn text(value: Option<&HeaderValue>) -> Option<&str> {
    value.and_then(|value| value.to_str().ok())
}

impl Plan {
    /// The answer to a range of which nothing is there.
    fn beyond() -> Plan {
        Plan {
            status: 416,
            headers: Vec::new(),
            length: None,
            varies: false,
            content: Content::None,
        }
    }

    fn add(&mut self, name: HeaderName, value: Option<&HeaderValue>) {
        if let Some(value) = value {
            self.headers.push((name, value.clone()));
        }
    }

    /// Takes bytes of the file as they are.
    fn take(
        mut self,
        file: &StaticFile,
        state: &State,
        start: u64,
        length: u64,
    ) -> Result<Step, Failure> {
        self.length = Some(length);
        if let Some(buffer) = &file.buffer {
            self.content = Content::Kept(cut(buffer, start, length));
            return Ok(Step::Plan(self));
        }
        if state.length > SMALL {
            let path = file.path.clone();
            self.content = Content::Part {
                path,
                start,
                length,
            };
            return Ok(self.hashed_later(state));
        }
        // Read whole, as a change of it is hashed on the way.
        let mut content = vec![0; state.length as usize];
        File::open(&file.path)
            .map_err(|error| Failure::open(error, &file.path))?
            .read_exact(&mut content)
            .map_err(|error| Failure::read(error, &file.path))?;
        if state.md5.is_none() {
            file.hash(&content);
        }
        self.content = Content::Read(cut(&content.into(), start, length));
        Ok(Step::Plan(self))
    }

    /// Takes the file compressed.
    fn packed(
        mut self,
        folder: &Folder,
        file: &StaticFile,
        state: &State,
    ) -> Result<Step, Failure> {
        let gzip = HeaderValue::from_static("gzip");
        self.add(CONTENT_ENCODING, Some(&gzip));
        let Some(buffer) = &file.buffer else {
            let (path, length) = (file.path.clone(), state.length);
            self.content = Content::Packed { path, length };
            return Ok(self.hashed_later(state));
        };
        if file.packed.get().is_none()
            && let Some(packed) = folder.precompiled(&file.name)
        {
            file.keep_packed(packed);
        }
        if file.packed.get().is_none() {
            if buffer.len() as u64 > SMALL {
                return Ok(Step::Pack(buffer.clone()));
            }
            file.keep_packed(pack(buffer).map_err(|error| Failure::read(error, &file.path))?);
        }
        let packed = file.packed.get().cloned().unwrap_or_default();
        self.length = Some(packed.len() as u64);
        self.content = Content::Kept(packed);
        Ok(Step::Plan(self))
    }

    fn hashed_later(self, state: &State) -> Step {
        match state.md5 {
            Some(_) => Step::Plan(self),
            None => Step::Hash(self),
        }
    }
}

fn cut(content: &Bytes, start: u64, length: u64) -> Bytes {
    content.slice(start as usize..(start + length) as usize)
}

/// `zlib.gzip(bytes)`.
pub(super) fn pack(bytes: &[u8]) -> io::Result<Bytes> {
    let mut packer = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    packer.write_all(bytes)?;
    packer.finish().map(Bytes::from)
}
