//! What a program is started with.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::sync::Arc;

use coddle_engine::fds::Mapping;
use coddle_engine::rquickjs::{Ctx, Object, Result};
use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};

use crate::descriptors::Descriptors;

/// What stands in `stdio` for a child's number: a number of ours, or one of these.
const IGNORE: i32 = -1;
const PIPE: i32 = -2;

pub(super) struct Launch {
    pub(super) command: Command,
    /// The child's descriptors.
    pub(super) mappings: Vec<Mapping>,
    /// Our ends of its pipes.
    pub(super) ends: Vec<Option<OwnedFd>>,
    pub(super) own_session: bool,
}

impl Launch {
    /// `options`: `{ file, args, cwd?, env?: ['NAME=value'], stdio: [number], uid?, gid?, detached }`; `args[0]` is what the
    /// program sees as its own name.
    pub(super) fn new(ctx: &Ctx<'_>, options: &Object<'_>) -> Result<io::Result<Launch>> {
        let file: String = options.get("file")?;
        let args: Vec<String> = options.get("args")?;
        let mut command = Command::new(&file);
        if let Some((name, rest)) = args.split_first() {
            command.arg0(name).args(rest);
        }
        let cwd: Option<String> = options.get("cwd")?;
        if let Some(cwd) = cwd.filter(|cwd| !cwd.is_empty()) {
            command.current_dir(cwd);
        }
        if let Some(env) = options.get::<_, Option<Vec<String>>>("env")? {
            command.env_clear();
            command.envs(env.iter().filter_map(|pair| {
                // A name may begin with an equals sign.
                let at = pair.get(1..)?.find('=')? + 1;
                Some((&pair[..at], &pair[at + 1..]))
            }));
        }
        if let Some(uid) = options.get::<_, Option<u32>>("uid")? {
            command.uid(uid);
        }
        if let Some(gid) = options.get::<_, Option<u32>>("gid")? {
            command.gid(gid);
        }
        let own_session: Option<bool> = options.get("detached")?;
        let stdio: Vec<i32> = options.get("stdio")?;
        let (mut mappings, mut ends) = (Vec::new(), Vec::new());
        for (number, wanted) in (0..).zip(stdio) {
            match end(ctx, wanted) {
                Ok((theirs, ours)) => {
                    mappings.push((theirs, number));
                    ends.push(ours);
                }
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(Ok(Launch {
            command,
            mappings,
            ends,
            own_session: own_session.unwrap_or(false),
        }))
    }
}

/// The child's descriptor, and our end when it is a pipe.
fn end(ctx: &Ctx<'_>, wanted: i32) -> io::Result<(Arc<OwnedFd>, Option<OwnedFd>)> {
    match wanted {
        IGNORE => {
            let null = std::fs::File::options()
                .read(true)
                .write(true)
                .open("/dev/null")?;
            Ok((Arc::new(null.into()), None))
        }
        PIPE => {
            // A pair of sockets, as libuv makes: both ends read and write.
            let (ours, theirs) = socketpair(
                AddressFamily::UNIX,
                SocketType::STREAM,
                SocketFlags::CLOEXEC,
                None,
            )?;
            Ok((Arc::new(theirs), Some(ours)))
        }
        number => Ok((Descriptors::of(ctx).get(number)?, None)),
    }
}
