//! A bounded load on a server that counts every request: none is sent again, none is forgotten.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long an answer may take before its request counts as lost.
const PATIENCE: Duration = Duration::from_secs(20);

/// What to load, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The server's port on this machine.
    pub port: u16,
    /// The path that is asked for; its answer's body is the process id of the worker.
    pub path: String,
    /// Clients that keep their connection for as long as the server lets them.
    pub kept: usize,
    /// Clients that open a connection for each request.
    pub fresh: usize,
    /// The pause of a client between two requests.
    pub pause: Duration,
}

/// A request without a good answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The worker that the connection belonged to, where an answer on it told so.
    pub worker: Option<u32>,
    /// What happened.
    pub why: String,
}

/// What became of the requests.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// Requests that were sent, connections that could not be opened among them.
    pub sent: usize,
    /// Those that got an answer with status 200.
    pub answered: usize,
    /// The others.
    pub lost: Vec<Loss>,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.sent += other.sent;
        self.answered += other.answered;
        self.lost.extend(other.lost);
    }
}

/// A load that goes on until it is stopped.
#[derive(Debug)]
pub struct Load {
    stop: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Count>>,
}

impl Load {
    /// Starts the clients.
    pub fn start(plan: &Plan) -> Load {
        let stop = Arc::new(AtomicBool::new(false));
        let clients = (0..plan.kept + plan.fresh)
            .map(|index| {
                let client = Client {
                    plan: plan.clone(),
                    keeps: index < plan.kept,
                    connection: None,
                };
                let stop = Arc::clone(&stop);
                thread::spawn(move || client.run(&stop))
            })
            .collect();
        Load { stop, clients }
    }

    /// Lets every client finish the request that it is at, without waiting for them.
    pub fn halt(&self) {
        self.stop.store(true, Ordering::Release);
    }

    /// Lets every client finish the request that it is at, and counts.
    ///
    /// # Panics
    /// When a client panicked.
    pub fn stop(self) -> Count {
        self.halt();
        let mut count = Count::default();
        for client in self.clients {
            count.add(client.join().expect("a client does not panic"));
        }
        count
    }
}

struct Client {
    plan: Plan,
    keeps: bool,
    connection: Option<(TcpStream, Option<u32>)>,
}

impl Client {
    fn run(mut self, stop: &AtomicBool) -> Count {
        let mut count = Count::default();
        while !stop.load(Ordering::Acquire) {
            count.sent += 1;
            match self.request() {
                Ok(()) => count.answered += 1,
                Err(loss) => {
                    self.connection = None;
                    count.lost.push(loss);
                }
            }
            thread::sleep(self.plan.pause);
        }
        count
    }

    fn request(&mut self) -> Result<(), Loss> {
        let (mut stream, worker) = match self.connection.take() {
            Some(open) => open,
            None => {
                let stream = TcpStream::connect(("127.0.0.1", self.plan.port))
                    .and_then(|stream| {
                        stream.set_nodelay(true)?;
                        stream.set_read_timeout(Some(PATIENCE))?;
                        Ok(stream)
                    })
                    .map_err(|error| Loss {
                        worker: None,
                        why: format!("connect: {error}"),
                    })?;
                (stream, None)
            }
        };
        let lost = |why: String| Loss { worker, why };
        let connection = if self.keeps { "keep-alive" } else { "close" };
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: {connection}\r\n\r\n",
            self.plan.path
        );
        stream
            .write_all(request.as_bytes())
            .map_err(|error| lost(format!("write: {error}")))?;
        let (head, body) = answer(&mut stream).map_err(lost)?;
        if !head.starts_with("http/1.1 200 ") {
            return Err(lost(format!(
                "answer: {}",
                head.lines().next().unwrap_or_default()
            )));
        }
        if self.keeps && !head.contains("\r\nconnection: close") {
            self.connection = Some((stream, body.trim().parse().ok()));
        }
        Ok(())
    }
}

/// Reads an answer of known length: its head in lower case, and its body.
fn answer(stream: &mut TcpStream) -> Result<(String, String), String> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length: usize = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .and_then(|value| value.trim().parse().ok())
                .ok_or("an answer without content-length")?;
            if bytes.len() >= end + 4 + length {
                let body = String::from_utf8_lossy(&bytes[end + 4..end + 4 + length]).into_owned();
                return Ok((head, body));
            }
        }
        match stream.read(&mut chunk) {
            Ok(0) => return Err(format!("closed after {} bytes of an answer", bytes.len())),
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(format!("read after {} bytes: {error}", bytes.len())),
        }
    }
}
