//! The answer of an exchange: status, headers, and the head once it is fixed. How a body goes out piece by piece stands in
//! JavaScript (internal/http/message_writer.js), which also sees to what is set here; an answer that is whole is `send`'s.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use coddle_engine::class::{Members, Slot, call};
use coddle_engine::rquickjs::{Array, Ctx, Object, Result, Value};

use super::super::head_natives::{self, latin1, text_of};
use super::super::head_text::{HeadText, Wishes};
use super::connection::State;
use super::exchange::Exchange;
use super::send;

/// A header that was set.
struct Entry {
    /// In lower case.
    key: Box<str>,
    name: Box<str>,
    /// As it was given: a string, a number, a list of them.
    value: Slot,
}

pub(super) struct Response {
    /// The OutgoingMessage, and the stream it is assigned to.
    pub(super) message: Slot,
    pub(super) socket: Slot,
    /// The status, unless it is something that no status can be: then as it was set.
    status: Cell<i32>,
    odd_status: Slot,
    phrase: Slot,
    date: Cell<bool>,
    entries: RefCell<Vec<Entry>>,
    /// The head as text, once it is fixed.
    head: RefCell<Option<Vec<u8>>>,
    pub(super) head_written: Cell<bool>,
    pub(super) ended: Cell<bool>,
    pub(super) chunked: Cell<bool>,
    /// What Content-Length says, once the head is fixed.
    promised: Cell<Option<f64>>,
    /// The body cannot go out at once: there are trailers.
    pub(super) goes_by_pieces: Cell<bool>,
}

/// What fixing a head came to.
pub(super) enum Fixed {
    Yes,
    /// A trailer is announced to a body that cannot have one.
    BadTrailer,
}

impl Response {
    pub(super) fn new() -> Response {
        Response {
            message: Slot::empty(),
            socket: Slot::empty(),
            status: Cell::new(200),
            odd_status: Slot::empty(),
            phrase: Slot::empty(),
            date: Cell::new(true),
            entries: RefCell::default(),
            head: RefCell::default(),
            head_written: Cell::new(false),
            ended: Cell::new(false),
            chunked: Cell::new(false),
            promised: Cell::new(None),
            goes_by_pieces: Cell::new(false),
        }
    }

    pub(super) fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        for slot in [&self.message, &self.socket, &self.odd_status, &self.phrase] {
            visit(slot);
        }
        for entry in self.entries.borrow().iter() {
            visit(&entry.value);
        }
    }

    pub(super) fn is_fixed(&self) -> bool {
        self.head.borrow().is_some()
    }

    /// The head as text; nothing before it is fixed.
    pub(super) fn with_head<R>(&self, look: impl FnOnce(&[u8]) -> R) -> R {
        look(self.head.borrow().as_deref().unwrap_or_default())
    }

    /// Nothing has to be checked or chosen any more: of a head that is fixed, or one with a status that has a body and its own
    /// phrase.
    fn is_plain(&self) -> bool {
        if self.is_fixed() {
            return !self.ended.get();
        }
        self.odd_status.is_empty()
            && self.phrase.is_empty()
            && (200..=999).contains(&self.status.get())
            && !matches!(self.status.get(), 204 | 304)
    }

    fn set_status(&self, value: &Value<'_>) {
        match value.as_int() {
            Some(status) => {
                self.status.set(status);
                self.odd_status.clear();
            }
            None => self.odd_status.set(value),
        }
    }

    fn set_header(&self, name: &str, value: &Value<'_>) {
        let key = name.to_ascii_lowercase();
        let mut entries = self.entries.borrow_mut();
        match entries.iter_mut().find(|entry| *entry.key == *key) {
            Some(entry) => {
                entry.name = name.into();
                entry.value.set(value);
            }
            None => entries.push(Entry {
                key: key.into(),
                name: name.into(),
                value: Slot::of(value),
            }),
        }
    }

    /// `HTTP/1.1 200 OK`
    fn status_line<'js>(&self, ctx: &Ctx<'js>, codes: &Value<'js>) -> Result<Vec<u8>> {
        let mut line = b"HTTP/1.1 ".to_vec();
        match self.odd_status.get(ctx) {
            Some(odd) => line.extend_from_slice(&latin1(&odd)?),
            None => line.extend_from_slice(self.status.get().to_string().as_bytes()),
        }
        line.push(b' ');
        let phrase = match self.phrase.get(ctx) {
            Some(phrase) => phrase,
            None => self.standard_phrase(ctx, codes)?,
        };
        line.extend_from_slice(&latin1(&phrase)?);
        Ok(line)
    }

    /// What `http.STATUS_CODES` has for the status.
    fn standard_phrase<'js>(&self, ctx: &Ctx<'js>, codes: &Value<'js>) -> Result<Value<'js>> {
        let status = u32::try_from(self.status.get()).unwrap_or_default();
        let phrase = match codes.is_object() {
            true => call::element(codes, status)?,
            false => Value::new_undefined(ctx.clone()),
        };
        match phrase.is_string() {
            true => Ok(phrase),
            false => call::string(ctx, "unknown"),
        }
    }

    /// Fixes the head: nothing of it can change any more. `length`: that of the whole body, when it is known.
    pub(super) fn fix<'js>(
        &self,
        ctx: &Ctx<'js>,
        message: &Object<'js>,
        connection: &State,
        length: Option<usize>,
    ) -> Result<Fixed> {
        let milliseconds = connection.keep_alive_timeout.get();
        let most = connection.most_requests.get();
        let wishes = Wishes {
            date: self.date.get(),
            status: Some(self.status.get()),
            length,
            keep_alive_seconds: (milliseconds > 0.0).then_some((milliseconds / 1000.0) as u64),
            most_requests: (most >= 1.0).then_some(most as u64),
            ..head_natives::wishes_of(message.as_value())?
        };
        let codes = connection.status_codes.get_or_undefined(ctx);
        let unique = call::property(message.as_value(), c"_uniqueHeaders")?;
        let unique = unique.is_object().then_some(&unique);
        let mut head = HeadText::new(&self.status_line(ctx, &codes)?);
        for entry in self.entries.borrow().iter() {
            let value = entry.value.get_or_undefined(ctx);
            head_natives::add(&mut head, entry.name.as_bytes(), &value, unique)?;
        }
        let (text, outcome) = head.finish(&wishes);
        if outcome.bad_trailer {
            return Ok(Fixed::BadTrailer);
        }
        head_natives::tell(message, &wishes, &outcome)?;
        self.chunked.set(outcome.chunked);
        self.promised.set(outcome.promised);
        *self.head.borrow_mut() = Some(text);
        Ok(Fixed::Yes)
    }
}

fn undefined<'js>(ctx: &Ctx<'js>) -> Result<Value<'js>> {
    Ok(Value::new_undefined(ctx.clone()))
}

fn boolean<'js>(ctx: &Ctx<'js>, value: bool) -> Result<Value<'js>> {
    Ok(Value::new_bool(ctx.clone(), value))
}

/// `http.STATUS_CODES`, or undefined when the connection is gone.
fn codes_of<'js>(ctx: &Ctx<'js>, exchange: &Exchange) -> Value<'js> {
    exchange
        .with_connection(|state| state.status_codes.get_or_undefined(ctx))
        .unwrap_or_else(|| Value::new_undefined(ctx.clone()))
}

/// Adds what the outgoing handle is asked.
pub(super) fn members(members: &Members<'_, '_, Exchange>) -> Result<()> {
    of_status(members)?;
    of_headers(members)?;
    of_sending(members)
}

fn of_status(members: &Members<'_, '_, Exchange>) -> Result<()> {
    members
        .property(
            "statusCode",
            |ctx, this| match this.response.odd_status.get(ctx) {
                Some(odd) => Ok(odd),
                None => Ok(Value::new_int(ctx.clone(), this.response.status.get())),
            },
            |_, this, value| {
                this.response.set_status(&value);
                Ok(())
            },
        )?
        .property(
            "statusMessage",
            |ctx, this| {
                let response = &this.response;
                match response.phrase.get(ctx) {
                    Some(phrase) => Ok(phrase),
                    // As if writeHead() had set it, which a plain answer goes without.
                    None if response.is_fixed() => {
                        response.standard_phrase(ctx, &codes_of(ctx, this))
                    }
                    None => undefined(ctx),
                }
            },
            |_, this, value| {
                if value.is_undefined() || value.is_null() {
                    this.response.phrase.clear();
                } else {
                    this.response.phrase.set(&value);
                }
                Ok(())
            },
        )?
        .property(
            "sendDate",
            |ctx, this| boolean(ctx, this.response.date.get()),
            |_, this, value| {
                this.response.date.set(value.as_bool() == Some(true));
                Ok(())
            },
        )?;
    Ok(())
}

fn of_headers(members: &Members<'_, '_, Exchange>) -> Result<()> {
    members
        .method("getHeader", 1, |ctx, this, args| {
            let key = args.text(0)?.unwrap_or_default();
            let entries = this.response.entries.borrow();
            let found = entries.iter().find(|entry| *entry.key == *key);
            Ok(match found {
                Some(entry) => entry.value.get_or_undefined(ctx),
                None => Value::new_undefined(ctx.clone()),
            })
        })?
        .method("setHeader", 2, |ctx, this, args| {
            let name = args.text(0)?.unwrap_or_default();
            this.response.set_header(&name, &args.get(1));
            undefined(ctx)
        })?
        .method("removeHeader", 1, |ctx, this, args| {
            let key = args.text(0)?.unwrap_or_default();
            let mut entries = this.response.entries.borrow_mut();
            let removed = entries
                .iter()
                .position(|entry| *entry.key == *key)
                .map(|at| entries.remove(at));
            drop(entries);
            // Outside the borrow: what it held may look at the headers as it goes.
            drop(removed);
            undefined(ctx)
        })?
        .method("headerEntries", 0, |ctx, this, _| {
            let entries = Array::new(ctx.clone())?;
            for (index, entry) in this.response.entries.borrow().iter().enumerate() {
                let pair = Array::new(ctx.clone())?;
                pair.set(0, &*entry.name)?;
                pair.set(1, entry.value.get_or_undefined(ctx))?;
                entries.set(index, pair)?;
            }
            Ok(entries.into_value())
        })?;
    Ok(())
}

fn of_sending(members: &Members<'_, '_, Exchange>) -> Result<()> {
    members
        .property(
            "message",
            |ctx, this| Ok(this.response.message.get_or_undefined(ctx)),
            |_, this, value| {
                this.response.message.set(&value);
                Ok(())
            },
        )?
        .property(
            "socket",
            |ctx, this| {
                let none = || Value::new_null(ctx.clone());
                Ok(this.response.socket.get(ctx).unwrap_or_else(none))
            },
            |_, this, value| {
                if value.is_object() {
                    this.response.socket.set(&value);
                } else {
                    this.response.socket.clear();
                }
                Ok(())
            },
        )?
        .getter("headersSent", |ctx, this| {
            boolean(ctx, this.response.is_fixed())
        })?
        .property(
            "ended",
            |ctx, this| boolean(ctx, this.response.ended.get()),
            |_, this, value| {
                this.response.ended.set(value.as_bool() == Some(true));
                Ok(())
            },
        )?
        .property(
            "headWritten",
            |ctx, this| boolean(ctx, this.response.head_written.get()),
            |_, this, value| {
                this.response
                    .head_written
                    .set(value.as_bool() == Some(true));
                Ok(())
            },
        )?
        .property(
            "goesByPieces",
            |ctx, this| boolean(ctx, this.response.goes_by_pieces.get()),
            |_, this, value| {
                this.response
                    .goes_by_pieces
                    .set(value.as_bool() == Some(true));
                Ok(())
            },
        )?
        // adopt(text, chunked, promised): a head that was made elsewhere.
        .method("adopt", 3, |ctx, this, args| {
            let text = latin1(&args.get(0))?;
            this.response
                .chunked
                .set(args.get(1).as_bool() == Some(true));
            this.response.promised.set(args.get(2).as_number());
            *this.response.head.borrow_mut() = Some(text);
            undefined(ctx)
        })?
        .getter("chunked", |ctx, this| {
            boolean(ctx, this.response.chunked.get())
        })?
        .getter("promised", |ctx, this| {
            Ok(match this.response.promised.get() {
                Some(length) => Value::new_number(ctx.clone(), length),
                None => Value::new_null(ctx.clone()),
            })
        })?
        // The head as text; null before it is fixed.
        .getter("head", |ctx, this| match this.response.is_fixed() {
            true => this.response.with_head(|head| text_of(ctx, head)),
            false => Ok(Value::new_null(ctx.clone())),
        })?
        // fixHead(length of the whole body, if it is known) -> false when Trailer stands in the way.
        .method("fixHead", 1, |ctx, this, args| {
            let response = &this.response;
            let message = response.message.get_or_undefined(ctx);
            let Some(message) = message.as_object().filter(|_| !response.is_fixed()) else {
                return boolean(ctx, true);
            };
            let Some(connection) = this.with_connection(Rc::clone) else {
                return boolean(ctx, true);
            };
            let length = args.get(0).as_number().map(|length| length as usize);
            let fixed = response.fix(ctx, message, &connection, length)?;
            boolean(ctx, matches!(fixed, Fixed::Yes))
        })?
        // whole(chunk or undefined): ends the message with its last chunk. True: all is sent; a Uint8Array: what is left for the
        // socket to write; false: nothing was done, the message goes out piece by piece.
        .method("whole", 1, |ctx, this, args| {
            send::whole(ctx, this, &args.get(0))
        })?
        // plain(chunk or undefined): as whole, where nothing about the head has to be checked or chosen.
        .method("plain", 1, |ctx, this, args| {
            match this.response.is_plain() {
                true => send::whole(ctx, this, &args.get(0)),
                false => boolean(ctx, false),
            }
        })?;
    Ok(())
}
