//! A file as it was when somebody last looked.

use std::cell::{OnceCell, RefCell};
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use md5::{Digest, Md5};

use super::folder::Unread;
use crate::negotiate::{compressible, mime};
use crate::time;

/// Files up to this size are read in one go, on the worker's thread: handing such a read to another thread costs more.
pub(super) const SMALL: u64 = 64 << 10;
/// Larger files are not kept in memory, whatever `buffer` says. (docs/compat-gaps.md)
const LARGEST_BUFFERED: u64 = 1 << 20;
/// Bytes that a larger file is read by.
pub(super) const CHUNK: usize = 64 << 10;

/// What was read of a file: `loadFile` of koa-static-cache.
#[derive(Debug)]
pub(super) struct Loaded {
    modified: SystemTime,
    length: u64,
    md5: String,
    buffer: Option<Bytes>,
}

impl Loaded {
    /// Reads a file and hashes it; what it holds is kept if `buffers` and it is not too large.
    pub(super) fn read(path: &Path, buffers: bool) -> io::Result<Loaded> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        let mut kept = (buffers && metadata.len() <= LARGEST_BUFFERED).then(Vec::new);
        let mut hash = Md5::new();
        let mut chunk = vec![0; CHUNK.min(metadata.len() as usize + 1)];
        let mut length = 0;
        loop {
            let count = match file.read(&mut chunk) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            length += count as u64;
            hash.update(&chunk[..count]);
            if let Some(kept) = &mut kept {
                kept.extend_from_slice(&chunk[..count]);
            }
        }
        Ok(Loaded {
            modified: metadata.modified()?,
            length,
            md5: STANDARD.encode(hash.finalize()),
            buffer: kept.map(Bytes::from),
        })
    }
}

/// A file that is known.
#[derive(Debug)]
pub(super) struct StaticFile {
    /// The path by which it is asked for.
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) content_type: HeaderValue,
    pub(super) cache_control: HeaderValue,
    pub(super) is_compressible: bool,
    /// Its content, if it is kept.
    pub(super) buffer: Option<Bytes>,
    /// Its content compressed, once somebody took it so.
    pub(super) packed: OnceCell<Bytes>,
    state: RefCell<State>,
}

/// What changes with the file.
#[derive(Clone, Debug)]
pub(super) struct State {
    modified: SystemTime,
    pub(super) length: u64,
    pub(super) last_modified: HeaderValue,
    /// `content-md5`; not known between a change and the next reading.
    pub(super) md5: Option<HeaderValue>,
    pub(super) etag: Option<HeaderValue>,
}

impl StaticFile {
    /// `name` is the path by which it is asked for: its extension tells the type.
    pub(super) fn new(
        path: PathBuf,
        name: String,
        cache_control: HeaderValue,
        loaded: Loaded,
    ) -> StaticFile {
        let media_type = mime::lookup(&name).unwrap_or("application/octet-stream");
        let full = mime::content_type(media_type).unwrap_or(media_type.into());
        let mut state = State::new(loaded.modified, loaded.length);
        state.set_md5(&loaded.md5);
        StaticFile {
            name,
            path,
            content_type: HeaderValue::from_str(&full)
                .unwrap_or(HeaderValue::from_static("application/octet-stream")),
            cache_control,
            is_compressible: compressible::is_compressible(media_type),
            buffer: loaded.buffer,
            packed: OnceCell::new(),
            state: RefCell::new(state),
        }
    }

    /// Itself, to be read again for its hash alone.
    pub(super) fn unread(&self) -> Unread {
        Unread {
            name: self.name.clone(),
            path: self.path.clone(),
            buffers: false,
        }
    }

    pub(super) fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Takes note of what the file is now; true when it changed.
    pub(super) fn look(&self, metadata: &Metadata) -> io::Result<bool> {
        let modified = metadata.modified()?;
        let mut state = self.state.borrow_mut();
        let changed = modified != state.modified || metadata.len() != state.length;
        if changed {
            *state = State::new(modified, metadata.len());
        }
        Ok(changed)
    }

    /// Takes the hash of a reading, unless the file has changed since.
    pub(super) fn hashed(&self, loaded: &Loaded) {
        let mut state = self.state.borrow_mut();
        if loaded.modified == state.modified && loaded.length == state.length {
            state.set_md5(&loaded.md5);
        }
    }

    /// Keeps the content compressed; the first one stays.
    pub(super) fn keep_packed(&self, packed: Bytes) {
        self.packed.get_or_init(|| packed);
    }

    /// Hashes the whole content, which was just read.
    pub(super) fn hash(&self, content: &[u8]) {
        self.state
            .borrow_mut()
            .set_md5(&STANDARD.encode(Md5::digest(content)));
    }
}

impl State {
    fn new(modified: SystemTime, length: u64) -> State {
        State {
            modified,
            length,
            last_modified: date(modified),
            md5: None,
            etag: None,
        }
    }

    fn set_md5(&mut self, md5: &str) {
        // Base64 is always a header's text.
        self.md5 = HeaderValue::from_str(md5).ok();
        self.etag = HeaderValue::from_str(&format!("\"{md5}\"")).ok();
    }
}

/// `new Date(stats.mtimeMs).toUTCString()`: Node rounds to the nearest millisecond.
fn date(modified: SystemTime) -> HeaderValue {
    let since = |time: SystemTime, base: SystemTime| {
        time.duration_since(base)
            .map(|since| ((since.as_nanos() + 500_000) / 1_000_000) as f64)
    };
    let milliseconds = since(modified, UNIX_EPOCH)
        .or_else(|_| since(UNIX_EPOCH, modified).map(|before| -before))
        .unwrap_or_default();
    HeaderValue::from_str(&time::to_utc_string(milliseconds))
        .unwrap_or(HeaderValue::from_static("Thu, 01 Jan 1970 00:00:00 GMT"))
}
