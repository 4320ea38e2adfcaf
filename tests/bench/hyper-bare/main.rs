//! The benchmark's answers from hyper alone: the floor that the other servers are compared with.
//!
//! One thread (a current-thread runtime, as a Coddle worker has), HTTP/1.1 with keep-alive, hyper's defaults; the work is
//! done in Rust and the JSON is serialised anew for every answer. Speaks the same paths as `apps/egg`.
//!
//! usage: hyper-bare PORT CATALOGUE.json PEOPLE.json
#![forbid(unsafe_code)]

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Answer = Response<Full<Bytes>>;

/// What the answers are made of; read once, lives as long as the process.
struct Data {
    catalogue: Value,
    people: Vec<Person>,
}

#[derive(Deserialize, Serialize)]
struct Person {
    name: String,
    score: u32,
}

#[derive(Serialize)]
struct User<'a> {
    id: &'a str,
    name: String,
    roles: [&'static str; 2],
    active: bool,
}

#[derive(Serialize)]
struct Fib {
    fib: u32,
}

#[derive(Serialize)]
struct Ends<'a> {
    first: &'a Person,
    last: &'a Person,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = |name: &str| {
        arguments.next().ok_or(format!(
            "usage: hyper-bare PORT CATALOGUE.json PEOPLE.json (no {name})"
        ))
    };
    let port: u16 = argument("PORT")?.parse()?;
    let catalogue = std::fs::read(argument("CATALOGUE.json")?)?;
    let people = std::fs::read(argument("PEOPLE.json")?)?;
    let data: &'static Data = Box::leak(Box::new(Data {
        catalogue: serde_json::from_slice(&catalogue)?,
        people: serde_json::from_slice(&people)?,
    }));
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(serve(port, data))
}

async fn serve(port: u16, data: &'static Data) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    loop {
        let (socket, _) = listener.accept().await?;
        socket.set_nodelay(true)?;
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, data));
            // a client that goes away in the middle of a request is no fault of the server's
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(socket), service)
                .await;
        });
    }
}

async fn answer(request: Request<Incoming>, data: &'static Data) -> Result<Answer, Infallible> {
    if request.method() == Method::POST && request.uri().path() == "/echo" {
        return Ok(echo(request.into_body()).await);
    }
    let path = request.uri().path();
    Ok(match path {
        "/text" => text("hello, world".into()),
        "/json" => json(&data.catalogue),
        "/fib" => json(&Fib { fib: fib(20) }),
        "/sort" => sort(&data.people),
        _ => {
            if let Some(id) = path.strip_prefix("/users/") {
                json(&User {
                    id,
                    name: format!("user-{id}"),
                    roles: ["reader", "author"],
                    active: true,
                })
            } else if let Some((_, id)) = path
                .strip_prefix("/route-")
                .and_then(|rest| rest.split_once('/'))
            {
                text(id.to_owned().into())
            } else {
                status(StatusCode::NOT_FOUND)
            }
        }
    })
}

async fn echo(body: Incoming) -> Answer {
    let Ok(body) = body.collect().await else {
        return status(StatusCode::BAD_REQUEST);
    };
    match serde_json::from_slice::<Value>(&body.to_bytes()) {
        Ok(value) => json(&value),
        Err(_) => status(StatusCode::BAD_REQUEST),
    }
}

fn sort(people: &[Person]) -> Answer {
    let mut sorted: Vec<&Person> = people.iter().collect();
    sorted.sort_by_key(|person| person.score);
    match sorted.as_slice() {
        [first, .., last] => json(&Ends { first, last }),
        _ => status(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn fib(n: u32) -> u32 {
    if n < 2 { n } else { fib(n - 1) + fib(n - 2) }
}

fn json(value: &impl Serialize) -> Answer {
    match serde_json::to_vec(value) {
        Ok(body) => of_type("application/json; charset=utf-8", body.into()),
        Err(_) => status(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn text(body: Bytes) -> Answer {
    of_type("text/plain; charset=utf-8", body)
}

fn of_type(content_type: &'static str, body: Bytes) -> Answer {
    let mut answer = Response::new(Full::new(body));
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

fn status(code: StatusCode) -> Answer {
    let mut answer = Response::new(Full::default());
    *answer.status_mut() = code;
    answer
}
