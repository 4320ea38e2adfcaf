//! Static files: npm koa-static-cache 5.1 behind koa-range 0.3, as egg-static 2.3 puts them together.
//!
//! Plain Rust, without JavaScript: [`StaticFiles`] holds the folders; `layers/static_files` answers requests with it.
//! - [`folder`]: from a path to a file, and which files are known
//! - `file`: what is known of a file: dates, hash, content
//! - `recent`: the bound on how many
//! - [`range`]: the Range header
//! - [`plan`]: from a file and a request to an answer

mod file;
pub mod folder;
pub mod plan;
pub mod range;
mod recent;

use bytes::Bytes;

use file::Loaded;
use folder::{Failure, Folder, Found, Unread};
use plan::{Asked, Plan, Step};

/// The folders of an application.
#[derive(Debug)]
pub struct StaticFiles {
    /// Below these, ranges are offered; as they were configured.
    prefixes: Vec<String>,
    folders: Vec<Folder>,
}

/// What there is for a request.
#[derive(Debug)]
pub enum Answer {
    /// No file is there.
    Nothing,
    /// With what may be done meanwhile, for later requests.
    Plan(Plan, Option<Work>),
    /// This has to be done first; it would hold up the worker's thread.
    Work(Work),
}

/// Reading, hashing or compressing a large file: for another thread.
#[derive(Debug)]
pub struct Work {
    folder: usize,
    job: Job,
}

#[derive(Debug)]
enum Job {
    Read(Unread),
    Hash(Unread),
    Pack(Unread, Bytes),
}

/// Work that was done.
#[derive(Debug)]
pub struct Done {
    folder: usize,
    of: Unread,
    result: Result<Outcome, Failure>,
}

#[derive(Debug)]
enum Outcome {
    Read(Loaded),
    Hashed(Loaded),
    Packed(Bytes),
}

impl StaticFiles {
    /// `prefixes` are those under which ranges are offered.
    pub fn new(prefixes: Vec<String>, folders: Vec<Folder>) -> StaticFiles {
        StaticFiles { prefixes, folders }
    }

    pub fn folder(&self, index: usize) -> Option<&Folder> {
        self.folders.get(index)
    }

    /// Whether answers below this path say that ranges can be asked for.
    pub fn offers_ranges(&self, path: &str) -> bool {
        self.prefixes
            .iter()
            .any(|prefix| path.starts_with(prefix.as_str()))
    }

    /// Whether a file may be at this path.
    pub fn may_have(&self, path: &str) -> bool {
        self.folders.iter().any(|folder| folder.is_above(path))
    }

    /// Looks for a file, in one folder after the other.
    ///
    /// # Errors
    /// When a file is there that cannot be read.
    pub fn answer(&self, path: &str, asked: &Asked<'_>) -> Result<Answer, Failure> {
        for (index, folder) in self.folders.iter().enumerate() {
            let work = |job| Work { folder: index, job };
            let file = match folder.find(path)? {
                Found::Nothing => continue,
                Found::File(file) => file,
                Found::Unread(unread) => return Ok(Answer::Work(work(Job::Read(unread)))),
            };
            return Ok(match plan::plan(folder, &file, asked)? {
                Step::Plan(plan) => Answer::Plan(plan, None),
                Step::Hash(plan) => Answer::Plan(plan, Some(work(Job::Hash(file.unread())))),
                Step::Pack(content) => Answer::Work(work(Job::Pack(file.unread(), content))),
            });
        }
        Ok(Answer::Nothing)
    }

    /// Takes in what work has come to; afterwards the request can be answered as if it were new.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn finish(&self, done: Done) -> Result<(), Failure> {
        let Some(folder) = self.folders.get(done.folder) else {
            return Ok(());
        };
        match done.result? {
            Outcome::Read(loaded) => drop(folder.add(done.of, loaded)),
            Outcome::Hashed(loaded) => {
                if let Some(file) = folder.known(&done.of.name) {
                    file.hashed(&loaded);
                }
            }
            Outcome::Packed(packed) => {
                if let Some(file) = folder.known(&done.of.name) {
                    file.keep_packed(packed);
                }
            }
        }
        Ok(())
    }
}

impl Work {
    /// Does it; blocks.
    pub fn run(self) -> Done {
        let (of, result) = match self.job {
            Job::Read(unread) => {
                let result = unread.read().map(Outcome::Read);
                (unread, result)
            }
            Job::Hash(unread) => {
                let result = unread.read().map(Outcome::Hashed);
                (unread, result)
            }
            Job::Pack(unread, content) => {
                let packed = plan::pack(&content);
                let result = packed.map_err(|error| Failure::read(error, &unread.path));
                (unread, result.map(Outcome::Packed))
            }
        };
        Done {
            folder: self.folder,
            of,
            result,
        }
    }
}
