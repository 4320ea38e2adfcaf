//! The channel between the master and one member: frames of JSON behind their length, and descriptors beside them.
//!
//! A frame is four bytes of length (little end first), one byte that tells how many descriptors come with it, and the JSON.
//! Descriptors arrive with the first byte of their frame, in order, as the kernel keeps both on a unix stream.

use std::collections::VecDeque;
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::rc::Rc;

use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::Interest;
use tokio::sync::mpsc;

/// Length and number of descriptors.
const HEAD: usize = 5;
/// The most descriptors beside one frame: the listeners of a worker.
const MOST_FDS: usize = 8;
/// How much is read at once.
const CHUNK: usize = 16 << 10;

/// A frame that was read, and the descriptors beside it.
pub(crate) type Received<T> = (T, Vec<OwnedFd>);

/// Both ends of a channel.
///
/// # Errors
/// When the process is out of descriptors.
pub(crate) fn pair() -> io::Result<(UnixStream, UnixStream)> {
    UnixStream::pair()
}

/// Takes one end into the running loop.
///
/// # Errors
/// When the loop cannot watch it.
pub(crate) fn open(stream: UnixStream) -> io::Result<(Sender, Receiver, Writing)> {
    stream.set_nonblocking(true)?;
    let stream = Rc::new(tokio::net::UnixStream::from_std(stream)?);
    let (queue, waiting) = mpsc::unbounded_channel();
    let writing = tokio::task::spawn_local(write_all(Rc::clone(&stream), waiting));
    let receiver = Receiver {
        stream,
        bytes: Vec::new(),
        fds: VecDeque::new(),
    };
    Ok((Sender { queue }, receiver, Writing(writing)))
}

/// Ends when every sender is gone and all that they sent is written.
pub(crate) struct Writing(tokio::task::JoinHandle<()>);

impl Writing {
    /// Waits until the last byte is in the kernel's hands, or the other end is gone.
    pub(crate) async fn finished(self) {
        // An error means that the task was dropped with its loop: nothing is left to wait for.
        let _ = self.0.await;
    }
}

struct Packet {
    bytes: Vec<u8>,
    fds: Vec<OwnedFd>,
}

/// Sends frames, in order and without waiting.
#[derive(Clone)]
pub(crate) struct Sender {
    queue: mpsc::UnboundedSender<Packet>,
}

impl Sender {
    /// Sends a frame. Gives false when the other end is gone, which its owner hears of in another way.
    pub(crate) fn send(&self, frame: &impl Serialize) -> bool {
        self.send_with(frame, Vec::new())
    }

    /// As [`Sender::send`], with descriptors, at most eight.
    ///
    /// # Panics
    /// When there are more descriptors than that, or the frame is no JSON: both are mistakes of ours.
    pub(crate) fn send_with(&self, frame: &impl Serialize, fds: Vec<OwnedFd>) -> bool {
        assert!(
            fds.len() <= MOST_FDS,
            "a frame has at most {MOST_FDS} descriptors"
        );
        let mut bytes = vec![0; HEAD];
        serde_json::to_writer(&mut bytes, frame).expect("frames are plain data");
        let length = u32::try_from(bytes.len() - HEAD).expect("a frame is smaller than 4 GiB");
        bytes[..4].copy_from_slice(&length.to_le_bytes());
        bytes[4] = fds.len() as u8;
        self.queue.send(Packet { bytes, fds }).is_ok()
    }
}

async fn write_all(
    stream: Rc<tokio::net::UnixStream>,
    mut waiting: mpsc::UnboundedReceiver<Packet>,
) {
    while let Some(packet) = waiting.recv().await {
        let mut sent = 0;
        while sent < packet.bytes.len() {
            let fds: Vec<BorrowedFd<'_>> = match sent {
                0 => packet.fds.iter().map(AsFd::as_fd).collect(),
                _ => Vec::new(),
            };
            let written = stream
                .async_io(Interest::WRITABLE, || {
                    send(stream.as_fd(), &packet.bytes[sent..], &fds)
                })
                .await;
            match written {
                Ok(count) => sent += count,
                // The other end is gone: its reader hears of that.
                Err(_) => return,
            }
        }
    }
}

fn send(stream: BorrowedFd<'_>, bytes: &[u8], fds: &[BorrowedFd<'_>]) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST_FDS))];
    let mut beside = SendAncillaryBuffer::new(&mut space);
    if !fds.is_empty() && !beside.push(SendAncillaryMessage::ScmRights(fds)) {
        return Err(io::Error::other("descriptors do not fit beside a frame"));
    }
    Ok(rustix::net::sendmsg(
        stream,
        &[IoSlice::new(bytes)],
        &mut beside,
        SendFlags::NOSIGNAL,
    )?)
}

/// Receives frames.
pub(crate) struct Receiver {
    stream: Rc<tokio::net::UnixStream>,
    bytes: Vec<u8>,
    fds: VecDeque<OwnedFd>,
}

impl Receiver {
    /// The next frame; None when the other end is gone. May be dropped while it waits: nothing is lost.
    ///
    /// # Errors
    /// When the stream fails, or what came is no frame of this kind.
    pub(crate) async fn next<T: DeserializeOwned>(&mut self) -> io::Result<Option<Received<T>>> {
        loop {
            if let Some(frame) = self.take()? {
                return Ok(Some(frame));
            }
            let (bytes, fds) = (&mut self.bytes, &mut self.fds);
            let stream = &self.stream;
            let count = stream
                .async_io(Interest::READABLE, || receive(stream.as_fd(), bytes, fds))
                .await;
            match count {
                Ok(0) => return Ok(None),
                Ok(_) => {}
                // A peer that died with unread frames.
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(None),
                Err(error) => return Err(error),
            }
        }
    }

    fn take<T: DeserializeOwned>(&mut self) -> io::Result<Option<Received<T>>> {
        let Some(head) = self.bytes.first_chunk::<HEAD>() else {
            return Ok(None);
        };
        let [a, b, c, d, count] = *head;
        let end = HEAD + u32::from_le_bytes([a, b, c, d]) as usize;
        if self.bytes.len() < end {
            return Ok(None);
        }
        let count = usize::from(count);
        if self.fds.len() < count {
            return Err(io::Error::other("a frame came without its descriptors"));
        }
        let frame = serde_json::from_slice(&self.bytes[HEAD..end])?;
        self.bytes.drain(..end);
        Ok(Some((frame, self.fds.drain(..count).collect())))
    }
}

fn receive(
    stream: BorrowedFd<'_>,
    bytes: &mut Vec<u8>,
    fds: &mut VecDeque<OwnedFd>,
) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST_FDS))];
    let mut beside = RecvAncillaryBuffer::new(&mut space);
    let before = bytes.len();
    bytes.resize(before + CHUNK, 0);
    let received = rustix::net::recvmsg(
        stream,
        &mut [IoSliceMut::new(&mut bytes[before..])],
        &mut beside,
        RecvFlags::CMSG_CLOEXEC,
    );
    bytes.truncate(before + received.as_ref().map_or(0, |message| message.bytes));
    for message in beside.drain() {
        if let RecvAncillaryMessage::ScmRights(rights) = message {
            fds.extend(rights);
        }
    }
    Ok(received?.bytes)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek, Write};

    use super::*;

    fn in_loop(test: impl Future<Output = io::Result<()>>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build_local(Default::default())
            .expect("a loop");
        runtime.block_on(test).expect("the test runs");
    }

    #[test]
    fn frames_of_any_size_arrive_whole_and_in_order() {
        in_loop(async {
            let (one, other) = pair()?;
            let (sender, _receiver, _writing) = open(one)?;
            let (_sender, mut receiver, _other_writing) = open(other)?;
            let texts = ["a".to_string(), "b".repeat(1 << 20), String::new()];
            for text in &texts {
                assert!(sender.send(text));
            }
            for text in &texts {
                let (got, _): Received<String> = receiver.next().await?.expect("a frame");
                assert!(got == *text);
            }
            Ok(())
        });
    }

    #[test]
    fn descriptors_come_with_the_frame_they_were_sent_with() {
        in_loop(async {
            let (one, other) = pair()?;
            let (sender, _receiver, _writing) = open(one)?;
            let (_sender, mut receiver, _other_writing) = open(other)?;
            let mut file = tempfile::tempfile()?;
            file.write_all(b"carried over")?;
            file.rewind()?;
            sender.send(&1);
            sender.send_with(&2, vec![file.into()]);
            sender.send(&3);
            for expected in 1..=3 {
                let (number, fds): Received<i32> = receiver.next().await?.expect("a frame");
                assert_eq!((number, fds.len()), (expected, usize::from(expected == 2)));
                for fd in fds {
                    let mut text = String::new();
                    std::fs::File::from(fd).read_to_string(&mut text)?;
                    assert_eq!(text, "carried over");
                }
            }
            Ok(())
        });
    }

    #[test]
    fn the_end_of_the_peer_is_the_end_of_the_frames() {
        in_loop(async {
            let (one, other) = pair()?;
            let (sender, receiver, writing) = open(one)?;
            let (_sender, mut other, _other_writing) = open(other)?;
            sender.send(&"last words");
            drop((sender, receiver));
            writing.finished().await;
            let (last, _): Received<String> = other.next().await?.expect("a frame");
            assert_eq!(last, "last words");
            assert!(other.next::<String>().await?.is_none());
            Ok(())
        });
    }
}
