//! How many times as many requests two workers answer as one does.
//!
//! Clients and workers share the machine's processors: a request is so much computation that what its client costs does not count
//! beside it. How many turns of a loop that takes is found out first, as engines differ; one worker and two then get the same number
//! of the same requests, and the time that they take is compared. Clients keep their connections and always have a request under
//! way, so that no worker rests that has one of them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::application::Application;
use crate::faults;
use crate::fixture::Failure;
use crate::http::Connection;
use crate::speed::Server;

/// Clients with a connection each.
const CLIENTS: usize = 8;
/// What a request is to cost at least; up to twice of it.
const WORK: Duration = Duration::from_millis(4);
/// How many requests tell what one costs: compilers take some to warm up.
const TRIALS: usize = 20;
/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(60);

impl Server {
    /// The time that one worker takes for so many requests, over the time that two take.
    ///
    /// # Errors
    /// When a request fails.
    pub fn scaling(&self, requests: usize) -> Result<f64, Failure> {
        let (turns, one) = self.with_workers(1, |port| {
            let turns = turns_of(port)?;
            Ok((turns, answered(port, turns, requests)?))
        })?;
        let two = self.with_workers(2, |port| answered(port, turns, requests))?;
        Ok(one.as_secs_f64() / two.as_secs_f64())
    }

    fn with_workers<T>(
        &self,
        workers: usize,
        measure: impl FnOnce(u16) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let application = Application::copy_of(&faults::application())?;
        let mut started = self.serve(application, "prod", workers)?;
        // The first answer comes as soon as one worker can give it; the clients are to find all of them. Egg waits for all by itself.
        if matches!(self, Server::Coddle) {
            started.running.listening()?;
        }
        measure(started.port)
    }
}

/// How many turns of the loop cost a worker [`WORK`] when it has nothing else to do.
fn turns_of(port: u16) -> Result<usize, Failure> {
    let mut connection = Connection::open(port)?;
    let mut turns = 1000;
    loop {
        let mut quickest = PATIENCE;
        for _ in 0..TRIALS {
            let began = Instant::now();
            work(&mut connection, turns)?;
            quickest = quickest.min(began.elapsed());
        }
        if quickest >= WORK {
            return Ok(turns);
        }
        turns *= 2;
    }
}

/// How long all these requests take.
fn answered(port: u16, turns: usize, requests: usize) -> Result<Duration, Failure> {
    // Connections are there before the clock runs.
    let mut connections = Vec::with_capacity(CLIENTS);
    for _ in 0..CLIENTS {
        let mut connection = Connection::open(port)?;
        work(&mut connection, 1)?;
        connections.push(connection);
    }
    let begun = AtomicUsize::new(0);
    let began = Instant::now();
    thread::scope(|scope| {
        let clients: Vec<_> = connections
            .into_iter()
            .map(|mut connection| {
                let begun = &begun;
                scope.spawn(move || {
                    while begun.fetch_add(1, Ordering::Relaxed) < requests {
                        work(&mut connection, turns).map_err(|error| error.to_string())?;
                    }
                    Ok::<_, String>(())
                })
            })
            .collect();
        for client in clients {
            client.join().map_err(|_| "a client panicked")??;
        }
        Ok::<_, Failure>(())
    })?;
    Ok(began.elapsed())
}

fn work(connection: &mut Connection, turns: usize) -> Result<(), Failure> {
    let answer = connection.get(&format!("/work?count={turns}"), PATIENCE)?;
    match answer.status {
        200 => Ok(()),
        status => Err(format!("/work is answered with {status}").into()),
    }
}
