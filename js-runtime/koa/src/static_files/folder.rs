//! One folder of static files: from a request's path to a file.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use bytes::Bytes;
use http::HeaderValue;

use super::file::{Loaded, SMALL, StaticFile};
use super::recent::Recent;
use crate::{text, uri};

/// What koa-static-cache is told of a folder, in its words.
#[derive(Debug)]
pub struct Options {
    /// As it was given; a slash is added to its end.
    pub prefix: String,
    /// Normalised: no `.` or `..` in it.
    pub dir: String,
    /// Paths that stand for other ones.
    pub alias: HashMap<String, String>,
    /// Files that were not loaded at the start are found too.
    pub dynamic: bool,
    /// How many files are known at most.
    pub max_files: Option<usize>,
    /// Content is kept in memory.
    pub buffer: bool,
    pub gzip: bool,
    pub use_precompiled_gzip: bool,
    pub cache_control: HeaderValue,
}

/// A folder and what is known of its files.
#[derive(Debug)]
pub struct Folder {
    options: Options,
    /// What of a decoded path stands before a file's name.
    file_prefix: String,
    files: Recent,
}

/// What is at a path.
#[derive(Debug)]
pub(super) enum Found {
    /// Nothing that this folder serves.
    Nothing,
    File(Rc<StaticFile>),
    /// A file that nobody asked for yet, too large to be read at once.
    Unread(Unread),
}

/// A file to be read.
#[derive(Debug)]
pub(super) struct Unread {
    /// The path by which it is asked for.
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) buffers: bool,
}

impl Folder {
    pub fn new(mut options: Options) -> Folder {
        options
            .prefix
            .truncate(options.prefix.trim_end_matches('/').len());
        options.prefix.push('/');
        let bare = options.prefix.strip_prefix('/').unwrap_or(&options.prefix);
        Folder {
            file_prefix: normalize(bare).into_owned(),
            files: Recent::new(options.max_files),
            options,
        }
    }

    /// Whether what it holds is compressed for those who take it.
    pub(super) fn packs(&self) -> bool {
        self.options.gzip
    }

    pub(super) fn is_above(&self, path: &str) -> bool {
        // Paths that servers are asked for all start with a slash, and what normalises them relies on it.
        path.starts_with('/') && path.starts_with(&self.options.prefix)
    }

    /// A file that was found before, by its normalised path.
    pub(super) fn known(&self, name: &str) -> Option<Rc<StaticFile>> {
        self.files.get(name)
    }

    /// Looks for the file of a path as it was sent.
    ///
    /// # Errors
    /// The system's, when a file is there that cannot be read.
    pub(super) fn find(&self, path: &str) -> Result<Found, Failure> {
        if !self.is_above(path) {
            return Ok(Found::Nothing);
        }
        let decoded = uri::decode_component_or_raw(path);
        let mut name = normalize(&decoded);
        if let Some(other) = self.options.alias.get(&*name) {
            name = Cow::Borrowed(other);
        }
        if let Some(file) = self.known(&name) {
            return Ok(Found::File(file));
        }
        let Some((unread, metadata)) = self.unread(&name) else {
            return Ok(Found::Nothing);
        };
        if metadata.len() > SMALL {
            return Ok(Found::Unread(unread));
        }
        let loaded = unread.read()?;
        Ok(Found::File(self.add(unread, loaded)))
    }

    /// The file of a normalised path.
    fn unread(&self, name: &str) -> Option<(Unread, Metadata)> {
        if !self.options.dynamic || text::basename(name).starts_with('.') {
            return None;
        }
        let name = name.strip_prefix('/').unwrap_or(name);
        let name = match self.options.prefix.as_str() {
            "/" => name,
            _ => name.strip_prefix(&self.file_prefix)?,
        };
        let unread = self.unread_of(name);
        // An alias could lead out; nothing else can, as the path is absolute and normalised.
        if !unread.path.to_str()?.starts_with(&self.options.dir) {
            return None;
        }
        // Whatever keeps us from looking at it: for the client there is nothing.
        let metadata = fs::metadata(&unread.path).ok()?;
        metadata.is_file().then_some((unread, metadata))
    }

    fn unread_of(&self, name: &str) -> Unread {
        let path = format!("{}/{name}", self.options.dir);
        Unread {
            path: PathBuf::from(normalize(&path).into_owned()),
            name: normalize(&format!("{}{name}", self.options.prefix)).into_owned(),
            buffers: self.options.buffer,
        }
    }

    /// Takes a file in: it is known from now on.
    pub(super) fn add(&self, unread: Unread, loaded: Loaded) -> Rc<StaticFile> {
        let Unread { name, path, .. } = unread;
        let cache_control = self.options.cache_control.clone();
        let file = Rc::new(StaticFile::new(path, name, cache_control, loaded));
        self.files.set(&file.name, Rc::clone(&file));
        file
    }

    /// Reads a file of this folder, named from there, before anybody asks for it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn load(&self, name: &str) -> Result<(), Failure> {
        let unread = self.unread_of(name);
        let loaded = unread.read()?;
        self.add(unread, loaded);
        Ok(())
    }

    /// The names of all files of this folder and the folders in it, without hidden ones: npm fs-readdir-recursive.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn names(&self) -> Result<Vec<String>, Failure> {
        let mut names = Vec::new();
        self.collect("", &mut names)?;
        Ok(names)
    }

    fn collect(&self, below: &str, names: &mut Vec<String>) -> Result<(), Failure> {
        let folder = format!("{}/{below}", self.options.dir);
        let failure = |error| Failure {
            error,
            syscall: "scandir",
            path: folder.clone(),
        };
        let mut entries = fs::read_dir(&folder)
            .and_then(Iterator::collect::<io::Result<Vec<_>>>)
            .map_err(failure)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let Ok(name) = entry.file_name().into_string() else {
                // No URL names it.
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            let name = match below {
                "" => name,
                _ => format!("{below}/{name}"),
            };
            if fs::metadata(entry.path()).map_err(failure)?.is_dir() {
                self.collect(&name, names)?;
            } else {
                names.push(name);
            }
        }
        Ok(())
    }

    /// The content of the file beside `name` that was compressed before, if it is known and kept.
    pub(super) fn precompiled(&self, name: &str) -> Option<Bytes> {
        if !self.options.use_precompiled_gzip {
            return None;
        }
        self.known(&format!("{name}.gz"))?.buffer.clone()
    }
}

impl Unread {
    /// Reads it.
    pub(super) fn read(&self) -> Result<Loaded, Failure> {
        Loaded::read(&self.path, self.buffers).map_err(|error| Failure::open(error, &self.path))
    }
}

/// A file that is there and cannot be read, in the terms of Node's system errors.
#[derive(Debug)]
pub struct Failure {
    pub error: io::Error,
    pub syscall: &'static str,
    pub path: String,
}

impl Failure {
    pub(crate) fn open(error: io::Error, path: &Path) -> Failure {
        Failure::of(error, "open", path)
    }

    pub(super) fn stat(error: io::Error, path: &Path) -> Failure {
        Failure::of(error, "stat", path)
    }

    pub(super) fn read(error: io::Error, path: &Path) -> Failure {
        Failure::of(error, "read", path)
    }

    fn of(error: io::Error, syscall: &'static str, path: &Path) -> Failure {
        let path = path.display().to_string();
        Failure {
            error,
            syscall,
            path,
        }
    }
}

/// `path.posix.normalize`, which keeps a slash at the end.
fn normalize(path: &str) -> Cow<'_, str> {
    if !path.contains("//") && !path.contains("/.") && !path.starts_with('.') {
        return Cow::Borrowed(path);
    }
    let is_absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if is_absolute => {}
            part => parts.push(part),
        }
    }
    let mut normal = if is_absolute { "/" } else { "" }.to_owned();
    normal.push_str(&parts.join("/"));
    if path.ends_with('/') && !parts.is_empty() {
        normal.push('/');
    }
    Cow::Owned(normal)
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn paths_are_normalised_as_node_does() {
        for (path, normal) in [
            ("/a/b", "/a/b"),
            ("//a//b/", "/a/b/"),
            ("/a/./b/../c", "/a/c"),
            ("/../../etc", "/etc"),
            ("/a/..", "/"),
            ("a/../../b", "../b"),
            ("./a", "a"),
            ("/a/.hidden", "/a/.hidden"),
            ("/a/...", "/a/..."),
        ] {
            assert_eq!(normalize(path), normal, "{path}");
        }
    }
}
