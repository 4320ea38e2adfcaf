//! Ports: two ends of a channel, or the members of a broadcast; any thread may hold one.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Null, Result, Value};
use coddle_engine::shared::SharedMemory;
use coddle_engine::{bytes, data, errors, sources};
use tokio::sync::Notify;

use crate::fs::Bytes;

/// The ports of this process by number.
static PORTS: Mutex<Option<HashMap<u32, Arc<Port>>>> = Mutex::new(None);
static NEXT: AtomicU32 = AtomicU32::new(1);

struct Port {
    number: u32,
    kind: Kind,
    inbox: Mutex<Inbox>,
    /// Something came in, or the port was closed or released.
    changed: Notify,
}

enum Kind {
    /// One end of a channel; the number is the other end's.
    Paired(u32),
    /// A member of the broadcast of this name.
    Member(String),
}

#[derive(Default)]
struct Inbox {
    messages: VecDeque<Message>,
    closed: bool,
    /// Counts how often the port's reader has let go of it: a wait that began before ends.
    releases: u32,
}

/// Bytes, and the ports and the shared memory that go with them.
struct Message {
    data: Vec<u8>,
    ports: Vec<OnItsWay>,
    shared: Vec<SharedMemory>,
}

/// `[data, ports, shared]`; the ports belong to this world now.
impl<'js> IntoJs<'js> for Message {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let all = Array::new(ctx.clone())?;
        all.set(0, Bytes(self.data))?;
        let ports: Vec<u32> = self
            .ports
            .into_iter()
            .map(|port| port.arrive(ctx))
            .collect();
        all.set(1, ports)?;
        all.set(2, self.shared)?;
        all.into_js(ctx)
    }
}

/// The number of a port that goes to another world. When it cannot arrive there any more the port is closed.
pub(super) struct OnItsWay(u32);

impl OnItsWay {
    pub(super) fn arrive(mut self, ctx: &Ctx<'_>) -> u32 {
        let number = std::mem::take(&mut self.0);
        data::of::<Own>(ctx).0.borrow_mut().insert(number);
        number
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        close_end(self.0);
    }
}

/// The ports of a world. They close with it.
#[derive(Default)]
struct Own(RefCell<HashSet<u32>>);

impl Drop for Own {
    fn drop(&mut self) {
        for number in self.0.take() {
            close_end(number);
        }
    }
}

fn with_ports<R>(f: impl FnOnce(&mut HashMap<u32, Arc<Port>>) -> R) -> R {
    let mut ports = PORTS.lock().unwrap_or_else(PoisonError::into_inner);
    f(ports.get_or_insert_default())
}

fn find(number: u32) -> Option<Arc<Port>> {
    with_ports(|ports| ports.get(&number).cloned())
}

impl Port {
    fn put(&self, message: Message) {
        self.inbox().messages.push_back(message);
        self.changed.notify_one();
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn new_number() -> u32 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn add(number: u32, kind: Kind) {
    let port = Port {
        number,
        kind,
        inbox: Mutex::default(),
        changed: Notify::new(),
    };
    with_ports(|ports| ports.insert(number, Arc::new(port)));
}

/// The numbers of a new channel's two ends.
pub(super) fn channel(ctx: Ctx<'_>) -> Vec<u32> {
    let ends = [new_number(), new_number()];
    add(ends[0], Kind::Paired(ends[1]));
    add(ends[1], Kind::Paired(ends[0]));
    data::of::<Own>(&ctx).0.borrow_mut().extend(ends);
    ends.to_vec()
}

/// A new member of the broadcast of this name.
pub(super) fn broadcast(ctx: Ctx<'_>, name: String) -> u32 {
    let number = new_number();
    add(number, Kind::Member(name));
    data::of::<Own>(&ctx).0.borrow_mut().insert(number);
    number
}

fn message_bytes<'js>(ctx: &Ctx<'js>, data: &Value<'js>) -> Result<Vec<u8>> {
    bytes::to_vec(data).ok_or_else(|| {
        errors::throw_kind(
            ctx,
            "TypeError",
            "data must be a typed array",
            Some("ERR_INVALID_ARG_TYPE"),
        )
    })
}

/// Takes a port from this world.
pub(super) fn depart(ctx: &Ctx<'_>, number: u32) -> OnItsWay {
    data::of::<Own>(ctx).0.borrow_mut().remove(&number);
    OnItsWay(number)
}

fn depart_all(ctx: &Ctx<'_>, numbers: Vec<u32>) -> Vec<OnItsWay> {
    numbers
        .into_iter()
        .map(|number| depart(ctx, number))
        .collect()
}

/// Puts a message into the other end's inbox, or into every other member's. What nobody can get any more is dropped. False when the
/// other end itself goes with the message, which then nobody gets either.
pub(super) fn post<'js>(
    ctx: Ctx<'js>,
    number: u32,
    data: Value<'js>,
    ports: Vec<u32>,
    shared: Vec<SharedMemory>,
) -> Result<bool> {
    let data = message_bytes(&ctx, &data)?;
    let ports = depart_all(&ctx, ports);
    let Some(port) = find(number) else {
        return Ok(true);
    };
    match &port.kind {
        Kind::Paired(other) if ports.iter().any(|port| port.0 == *other) => return Ok(false),
        Kind::Paired(other) => {
            if let Some(other) = find(*other) {
                other.put(Message {
                    data,
                    ports,
                    shared,
                });
            }
        }
        Kind::Member(name) => {
            let mut members: Vec<Arc<Port>> = with_ports(|ports| {
                let members = ports.values().filter(|other| {
                    other.number != number
                        && matches!(&other.kind, Kind::Member(own) if own == name)
                });
                members.cloned().collect()
            });
            members.sort_unstable_by_key(|member| member.number);
            for member in members {
                // A broadcast takes no ports along.
                member.put(Message {
                    data: data.clone(),
                    ports: Vec::new(),
                    shared: shared.clone(),
                });
            }
        }
    }
    Ok(true)
}

/// Messages that one reader gets before the others of this thread have their turn.
const IN_A_ROW: u32 = 1000;

/// Calls `callback(message)` for each message, in a turn of its own, and `callback(null)` when the port is closed, until it is released.
/// Without `messages` these stay where they are, and only the port's end is told.
pub(super) fn listen<'js>(
    ctx: Ctx<'js>,
    number: u32,
    messages: bool,
    callback: Function<'js>,
) -> Result<()> {
    let Some(port) = find(number) else {
        return Ok(());
    };
    let releases = port.inbox().releases;
    let mut in_a_row = 0;
    let mut is_over = false;
    sources::spawn(&ctx, callback, async move || {
        if is_over {
            return None;
        }
        in_a_row += 1;
        if in_a_row > IN_A_ROW {
            in_a_row = 0;
            tokio::task::yield_now().await;
        }
        loop {
            {
                let mut inbox = port.inbox();
                if inbox.releases != releases {
                    return None;
                }
                if messages && let Some(message) = inbox.messages.pop_front() {
                    return Some(Received::Message(message));
                }
                if inbox.closed && inbox.messages.is_empty() {
                    is_over = true;
                    return Some(Received::Closed);
                }
            }
            in_a_row = 0;
            port.changed.notified().await;
        }
    })?;
    Ok(())
}

enum Received {
    Message(Message),
    Closed,
}

impl<'js> IntoJs<'js> for Received {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self {
            Received::Message(message) => message.into_js(ctx),
            Received::Closed => Null.into_js(ctx),
        }
    }
}

/// The next message, or undefined.
pub(super) fn take(ctx: Ctx<'_>, number: u32) -> Result<Value<'_>> {
    let next = find(number).and_then(|port| port.inbox().messages.pop_front());
    match next {
        Some(message) => message.into_js(&ctx),
        None => Ok(Value::new_undefined(ctx)),
    }
}

/// Ends the listening to a port; its messages stay, for whoever takes it over.
pub(super) fn release(number: u32) {
    if let Some(port) = find(number) {
        port.inbox().releases += 1;
        port.changed.notify_one();
    }
}

/// Closes a port of this world, and the other end of its channel. What that one has in its inbox still arrives.
pub(super) fn close(ctx: Ctx<'_>, number: u32) {
    data::of::<Own>(&ctx).0.borrow_mut().remove(&number);
    close_end(number);
}

fn close_end(number: u32) {
    let Some(port) = with_ports(|ports| ports.remove(&number)) else {
        return;
    };
    // Outside the lock: there may be ports in these messages.
    let unread = std::mem::take(&mut port.inbox().messages);
    drop(unread);
    let mut ends = vec![Arc::clone(&port)];
    if let Kind::Paired(other) = port.kind {
        ends.extend(find(other));
    }
    for end in ends {
        end.inbox().closed = true;
        end.changed.notify_one();
    }
}
