//! Who the process is, and becoming somebody else. Numbers are the JavaScript side's to check; names are looked up here.

use nix::errno::Errno;
use nix::unistd::{self, Gid, Group, Uid, User};

/// `[uid, euid, gid, egid]`.
pub(super) fn ids() -> Vec<u32> {
    vec![
        unistd::getuid().as_raw(),
        unistd::geteuid().as_raw(),
        unistd::getgid().as_raw(),
        unistd::getegid().as_raw(),
    ]
}

/// The supplementary groups, the effective one among them.
pub(super) fn groups() -> Vec<u32> {
    let mut groups: Vec<u32> = unistd::getgroups()
        .unwrap_or_default()
        .into_iter()
        .map(Gid::as_raw)
        .collect();
    let own = unistd::getegid().as_raw();
    if !groups.contains(&own) {
        groups.push(own);
    }
    groups
}

/// The number of a user's name, -1 for none.
pub(super) fn user(name: String) -> f64 {
    match User::from_name(&name) {
        Ok(Some(user)) => f64::from(user.uid.as_raw()),
        _ => -1.0,
    }
}

/// The number of a group's name, -1 for none.
pub(super) fn group(name: String) -> f64 {
    match Group::from_name(&name) {
        Ok(Some(group)) => f64::from(group.gid.as_raw()),
        _ => -1.0,
    }
}

/// `which`: setuid, seteuid, setgid, setegid. A negative errno when it fails. It holds for every thread of the process.
pub(super) fn set(which: String, id: u32) -> i32 {
    done(match which.as_str() {
        "setuid" => unistd::setuid(Uid::from_raw(id)),
        "seteuid" => unistd::seteuid(Uid::from_raw(id)),
        "setgid" => unistd::setgid(Gid::from_raw(id)),
        "setegid" => unistd::setegid(Gid::from_raw(id)),
        _ => Err(Errno::EINVAL),
    })
}

pub(super) fn set_groups(ids: Vec<u32>) -> i32 {
    let ids: Vec<Gid> = ids.into_iter().map(Gid::from_raw).collect();
    done(unistd::setgroups(&ids))
}

/// The groups of `user` (a name) and `extra`.
pub(super) fn init_groups(user: String, extra: u32) -> i32 {
    match std::ffi::CString::new(user) {
        Ok(user) => done(unistd::initgroups(&user, Gid::from_raw(extra))),
        Err(_) => -(Errno::EINVAL as i32),
    }
}

/// The name of a user's number; empty for none.
pub(super) fn user_name(id: u32) -> String {
    match User::from_uid(Uid::from_raw(id)) {
        Ok(Some(user)) => user.name,
        _ => String::new(),
    }
}

fn done(result: nix::Result<()>) -> i32 {
    match result {
        Ok(()) => 0,
        Err(errno) => -(errno as i32),
    }
}
