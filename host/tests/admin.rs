//! The admin listener: health, readiness, figures, and what it does with who means no good.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::cluster::{Cluster, signal, wait_for};
use coddle_tests::fixture::Failure;
use coddle_tests::http::{Connection, Missing, Response};
use rustix::process::Signal;
use serde_json::Value;

const TIMEOUT: Duration = Duration::from_secs(30);
const SINGLE: [&str; 4] = ["--start-mode", "single", "--workers", "1"];

fn measured() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/measured")
}

/// A server with an admin listener.
struct Site {
    cluster: Cluster,
    admin: u16,
}

impl Site {
    /// Starts one with this `config.cluster.admin`.
    fn start(admin: &str, args: &[&str]) -> Result<Site, Failure> {
        let cluster = Cluster::start(&measured(), args, &[("ADMIN", admin)])?;
        let line = cluster.printed("admin listening on http://127.0.0.1:", 1)?;
        let port = line.rsplit(':').next().unwrap_or_default().trim();
        Ok(Site {
            admin: port.parse()?,
            cluster,
        })
    }

    fn admin(&self, path: &str) -> Result<Response, Failure> {
        ask(
            self.admin,
            &format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
        )
    }

    fn metrics(&self) -> Result<Metrics, Failure> {
        let answer = self.admin("/metrics")?;
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.header("content-type"),
            Some("text/plain; version=0.0.4; charset=utf-8")
        );
        Metrics::parse(&answer.text())
    }

    /// Waits for figures that are as `wanted` says: they may be half a second old.
    fn metrics_when(&self, wanted: impl Fn(&Metrics) -> bool) -> Result<Metrics, Failure> {
        let mut last = None;
        wait_for(
            || {
                last = self.metrics().ok();
                last.clone().filter(&wanted)
            },
            || format!("the figures\n{}", self.cluster.running.printed()),
        )
    }
}

fn ask(port: u16, request: &str) -> Result<Response, Failure> {
    let mut connection = Connection::open(port)?;
    connection.send(request.as_bytes())?;
    let answer = connection.read(request.starts_with("HEAD"), TIMEOUT)?;
    answer.map_err(|why| format!("no answer to {request:?}: {why:?}").into())
}

/// Samples of Prometheus's text format, by name and labels as they are written.
#[derive(Clone, Debug)]
struct Metrics(BTreeMap<String, f64>);

impl Metrics {
    /// # Errors
    /// When the text is not of the format: a sample without a type before it, twice the same, or without a value.
    fn parse(text: &str) -> Result<Metrics, Failure> {
        let mut samples = BTreeMap::new();
        let mut family = ("", "");
        for line in text.lines() {
            if let Some(about) = line.strip_prefix("# TYPE ") {
                family = about.split_once(' ').ok_or("a type without a name")?;
                continue;
            }
            if line.starts_with("# HELP ") {
                continue;
            }
            let (series, value) = line.rsplit_once(' ').ok_or("a sample without a value")?;
            let name = series.split('{').next().unwrap_or_default();
            let belongs = match family {
                (of, "histogram") => ["_bucket", "_sum", "_count"]
                    .iter()
                    .any(|part| name.strip_suffix(part) == Some(of)),
                (of, "counter") => name == of && name.ends_with("_total"),
                (of, _) => name == of,
            };
            if !belongs || samples.insert(series.to_owned(), value.parse()?).is_some() {
                return Err(format!("{line:?} does not belong to {family:?}").into());
            }
        }
        Ok(Metrics(samples))
    }

    /// The sum of all samples of `name` whose labels hold all of these.
    fn sum(&self, name: &str, labels: &[&str]) -> f64 {
        let of_name = self.0.iter().filter(|(series, _)| {
            series.split('{').next() == Some(name)
                && labels.iter().all(|label| series.contains(label))
        });
        of_name.map(|(_, value)| value).sum()
    }

    /// The labels of `name`, one after the other.
    fn labels(&self, name: &str, label: &str) -> Vec<String> {
        let of_name = self
            .0
            .keys()
            .filter(|series| series.split('{').next() == Some(name));
        let start = format!("{label}=\"");
        let mut found: Vec<String> = of_name
            .filter_map(|series| series.split(&start).nth(1)?.split('"').next())
            .map(str::to_owned)
            .collect();
        found.dedup();
        found
    }
}

const SENT: [(&str, &str, &str, usize); 6] = [
    ("/", "/", "2xx", 41),
    ("/users/1", "/users/:id", "2xx", 13),
    ("/users/2?a=b", "/users/:id", "2xx", 12),
    ("/fail", "/fail", "5xx", 7),
    ("/late", "/late", "2xx", 5),
    ("/nobody/knows", "none", "4xx", 9),
];

fn counts_what_is_sent(site: &Site) -> Result<(), Failure> {
    let port = site.cluster.port;
    std::thread::scope(|scope| {
        let clients = SENT.map(|(path, _, class, count)| {
            scope.spawn(move || -> Result<(), Failure> {
                for _ in 0..count {
                    let request =
                        format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                    let status = ask(port, &request)?.status.to_string();
                    assert_eq!(status[..1], class[..1], "{path}");
                }
                Ok(())
            })
        });
        clients
            .into_iter()
            .try_for_each(|client| client.join().expect("a client"))
    })?;
    let total: usize = SENT.iter().map(|(_, _, _, count)| count).sum();
    let metrics =
        site.metrics_when(|metrics| metrics.sum("coddle_requests_total", &[]) >= total as f64)?;
    assert_eq!(metrics.sum("coddle_requests_total", &[]), total as f64);
    for (path, route, class, _) in SENT {
        let same = SENT.iter().filter(|(_, other, _, _)| *other == route);
        let count: usize = same.map(|(_, _, _, count)| count).sum();
        let route = format!("route=\"{route}\"");
        let status = format!("status=\"{class}\"");
        assert_eq!(
            metrics.sum("coddle_requests_total", &[&route]),
            count as f64,
            "{path}"
        );
        assert_eq!(
            metrics.sum("coddle_requests_total", &[&route, &status]),
            count as f64,
            "{path}"
        );
        assert_eq!(
            metrics.sum("coddle_request_duration_seconds_count", &[&route]),
            count as f64,
            "{path}"
        );
        let all = metrics.sum(
            "coddle_request_duration_seconds_bucket",
            &[&route, "le=\"+Inf\""],
        );
        assert_eq!(all, count as f64, "{path}");
    }
    let late = metrics.sum(
        "coddle_request_duration_seconds_bucket",
        &["route=\"/late\"", "le=\"0.025\""],
    );
    assert_eq!(late, 0.0, "it takes 30 ms");
    assert!(metrics.sum("coddle_request_duration_seconds_sum", &["route=\"/late\""]) >= 0.15);
    assert_eq!(metrics.sum("coddle_worker_requests_in_flight", &[]), 0.0);
    Ok(())
}

#[test]
fn requests_are_counted_exactly_by_route_and_status() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &[])?;
    counts_what_is_sent(&site)?;
    let workers = site.metrics()?.labels("coddle_requests_total", "worker");
    assert!(
        workers
            .iter()
            .all(|worker| worker.starts_with("app_worker#")),
        "{workers:?}"
    );
    Ok(())
}

#[test]
fn requests_of_workers_that_are_threads_are_counted_alike() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &["--start-mode", "worker_threads"])?;
    counts_what_is_sent(&site)?;
    let metrics = site.metrics()?;
    assert!(
        metrics
            .labels("coddle_worker_resident_memory_bytes", "worker")
            .is_empty()
    );
    assert_eq!(
        metrics.labels("coddle_worker_heap_bytes", "worker").len(),
        3
    );
    Ok(())
}

#[test]
fn requests_of_a_server_without_a_master_are_counted_alike() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &SINGLE)?;
    counts_what_is_sent(&site)?;
    assert_eq!(
        site.metrics()?.labels("coddle_requests_total", "worker"),
        ["single"]
    );
    Ok(())
}

#[test]
fn workers_and_agent_tell_of_their_memory_collector_and_event_loop() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &["--heap", "96"])?;
    let first = site.metrics()?;
    let workers = ["agent_worker#1", "app_worker#1", "app_worker#2"];
    for metric in [
        "coddle_worker_heap_bytes",
        "coddle_worker_resident_memory_bytes",
        "coddle_worker_collections_total",
    ] {
        assert_eq!(first.labels(metric, "worker"), workers, "{metric}");
    }
    for worker in workers {
        let label = format!("worker=\"{worker}\"");
        let of = |metric: &str| first.sum(metric, &[&label]);
        assert_eq!(of("coddle_worker_heap_limit_bytes"), f64::from(96 << 20));
        assert!(of("coddle_worker_heap_bytes") > f64::from(1 << 20));
        assert!(of("coddle_worker_heap_bytes") < of("coddle_worker_heap_limit_bytes"));
        assert!(of("coddle_worker_resident_memory_bytes") > of("coddle_worker_heap_bytes"));
        assert!(of("coddle_worker_uptime_seconds") > 0.0);
    }
    assert_eq!(first.sum("coddle_workers", &["state=\"listening\""]), 2.0);
    assert_eq!(first.sum("coddle_ready", &[]), 1.0);
    assert_eq!(first.sum("coddle_build_info", &["egg=\"3.34.0\""]), 1.0);
    assert!(first.sum("coddle_uptime_seconds", &[]) > 0.0);

    assert_eq!(site.cluster.get("/collect")?.status, 200);
    let runs = |metrics: &Metrics| metrics.sum("coddle_worker_collections_total", &["app_worker"]);
    site.metrics_when(|metrics| runs(metrics) > runs(&first))?;
    // Somebody has asked, and so it is looked at.
    site.metrics_when(|metrics| metrics.sum("coddle_event_loop_delay_seconds_count", &[]) >= 6.0)?;
    Ok(())
}

#[test]
fn who_is_no_client_and_who_left_is_counted() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &SINGLE)?;
    assert_eq!(
        ask(site.cluster.port, "GET / HTTP/1.1\r\nbad header\r\n\r\n")?.status,
        400
    );
    let mut leaving = Connection::open(site.cluster.port)?;
    leaving.send(b"GET /late HTTP/1.1\r\nHost: a\r\n\r\n")?;
    site.metrics_when(|metrics| metrics.sum("coddle_worker_connections", &[]) >= 1.0)?;
    drop(leaving);
    let metrics = site.metrics_when(|metrics| metrics.sum("coddle_requests_total", &[]) >= 1.0)?;
    assert_eq!(metrics.sum("coddle_worker_client_errors_total", &[]), 1.0);
    Ok(())
}

#[test]
fn a_worker_that_was_replaced_is_counted() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &[])?;
    assert_eq!(site.metrics()?.sum("coddle_restarts_total", &[]), 0.0);
    for number in 1..=2 {
        let worker = site.cluster.workers()?.remove(0);
        signal(worker.pid, Signal::KILL)?;
        let metrics = site.metrics_when(|metrics| {
            metrics.sum("coddle_restarts_total", &[]) >= f64::from(number)
                && metrics.sum("coddle_workers", &["listening"]) == 2.0
        })?;
        assert_eq!(metrics.sum("coddle_restarts_total", &[]), f64::from(number));
    }
    Ok(())
}

/// As [`Site::start`], of an application whose configuration names no listener.
fn told_by_option(args: &[&str]) -> Result<Site, Failure> {
    Site::start("null", args)
}

#[test]
fn an_option_names_the_listener() -> Result<(), Failure> {
    for mode in ["single", "process", "worker_threads"] {
        let args = [
            "--workers",
            "1",
            "--start-mode",
            mode,
            "--admin",
            "127.0.0.1:0",
        ];
        let site = told_by_option(&args)?;
        assert_eq!(site.admin("/readyz")?.status, 200, "{mode}");
    }
    Ok(())
}

#[test]
fn an_option_counts_over_the_configuration() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("admin.sock");
    let config = serde_json::json!({ "path": path }).to_string();
    let site = Site::start(&config, &["--admin", "0"])?;
    assert_eq!(site.admin("/healthz")?.status, 200);
    assert!(!path.exists());
    Ok(())
}

#[test]
fn an_option_that_names_no_address_is_refused() -> Result<(), Failure> {
    let application = Application::copy_of(&measured())?;
    let mut running = Cluster::spawn(&application, &["--admin", "here"], &[("ADMIN", "null")])?;
    assert_eq!(running.ended(TIMEOUT)?.code(), Some(2));
    let err = running.stderr();
    assert!(err.contains("cannot be at \"here\": give a port"), "{err}");
    Ok(())
}

#[test]
fn health_and_readiness_are_told() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &[])?;
    for (path, text) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        let answer = site.admin(path)?;
        assert_eq!(
            (answer.status, answer.text().as_ref()),
            (200, text),
            "{path}"
        );
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    Ok(())
}

#[test]
fn without_a_worker_that_listens_the_server_is_healthy_and_not_ready() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &["--env", "local"])?;
    // In this environment nobody is replaced.
    for worker in site.cluster.workers()? {
        signal(worker.pid, Signal::KILL)?;
    }
    wait_for(
        || (site.admin("/readyz").ok()?.status == 503).then_some(()),
        || "not ready".to_owned(),
    )?;
    assert_eq!(site.admin("/healthz")?.status, 200);
    assert_eq!(site.metrics()?.sum("coddle_ready", &[]), 0.0);
    Ok(())
}

/// After SIGTERM it is not ready any more, and takes requests for as long as load balancers may need to see that.
fn is_not_ready_before_it_ends(mut site: Site) -> Result<(), Failure> {
    site.cluster.running.signal(Signal::TERM)?;
    wait_for(
        || (site.admin("/readyz").ok()?.status == 503).then_some(()),
        || "not ready".to_owned(),
    )?;
    assert_eq!(site.cluster.get("/")?.status, 200, "it goes on to serve");
    assert_eq!(site.admin("/healthz")?.status, 200);
    assert_eq!(site.cluster.running.ended(TIMEOUT)?.code(), Some(0));
    assert!(Connection::open(site.admin).is_err());
    Ok(())
}

const DELAYED: &str = r#"{"port":0,"shutdownDelay":1500}"#;

#[test]
fn readiness_ends_before_the_listener_closes() -> Result<(), Failure> {
    is_not_ready_before_it_ends(Site::start(DELAYED, &[])?)
}

#[test]
fn readiness_ends_before_the_listener_closes_without_a_master_too() -> Result<(), Failure> {
    is_not_ready_before_it_ends(Site::start(DELAYED, &SINGLE)?)
}

#[test]
fn a_second_signal_does_not_wait_for_load_balancers() -> Result<(), Failure> {
    let mut site = Site::start(r#"{"port":0,"shutdownDelay":2000000}"#, &[])?;
    site.cluster.running.signal(Signal::TERM)?;
    site.cluster
        .printed("not ready any more, closing in 2000000ms", 1)?;
    site.cluster.running.signal(Signal::TERM)?;
    assert_eq!(site.cluster.running.ended(TIMEOUT)?.code(), Some(0));
    Ok(())
}

#[test]
fn it_may_be_a_unix_socket() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("admin.sock");
    let config = serde_json::json!({ "path": path }).to_string();
    for args in [&[][..], &SINGLE] {
        let mut cluster = Cluster::start(&measured(), args, &[("ADMIN", &config)])?;
        cluster.printed("admin listening on", 1)?;
        let mut stream = UnixStream::connect(&path)?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        cluster.running.signal(Signal::TERM)?;
        assert_eq!(cluster.running.ended(TIMEOUT)?.code(), Some(0));
        assert!(!path.exists(), "{args:?}");
    }
    Ok(())
}

#[test]
fn it_outlives_an_upgrade_of_the_binary() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &[])?;
    let master = |site: &Site| -> Option<u64> {
        let status: Value = serde_json::from_slice(&site.admin("/status.json").ok()?.body).ok()?;
        status["pid"].as_u64()
    };
    let old = master(&site).ok_or("no master")?;
    site.cluster.running.signal(Signal::USR2)?;
    let new = wait_for(
        || {
            let health = site.admin("/healthz").map(|answer| answer.status);
            assert_eq!(health.ok(), Some(200), "somebody answers all the while");
            master(&site).filter(|pid| *pid != old)
        },
        || format!("the new master\n{}", site.cluster.running.printed()),
    )?;
    site.cluster.printed("upgrade: the new master is", 1)?;
    wait_for(
        || (master(&site) == Some(new)).then_some(()),
        || "an answer of the new master alone".to_owned(),
    )?;
    assert_eq!(site.metrics()?.sum("coddle_ready", &[]), 1.0);
    signal(u32::try_from(new)?, Signal::TERM)?;
    wait_for(
        || Connection::open(site.admin).is_err().then_some(()),
        || "the end".to_owned(),
    )
}

#[test]
fn the_public_listener_has_none_of_it_and_without_configuration_there_is_none()
-> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &[])?;
    for path in ["/metrics", "/healthz", "/readyz", "/status.json"] {
        assert_eq!(site.cluster.get(path)?.status, 404, "{path}");
        assert_eq!(site.admin(path)?.status, 200, "{path}");
    }
    let without = Cluster::start(&measured(), &[], &[("ADMIN", "false")])?;
    assert_eq!(without.count("admin"), 0, "{}", without.running.printed());
    Ok(())
}

#[test]
fn the_page_for_a_person_needs_nothing_from_elsewhere() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &[])?;
    let page = site.admin("/")?;
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").unwrap_or_default();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let text = page.text();
    for elsewhere in ["http://", "https://", "src=", "href=", "@import", "url("] {
        assert!(!text.contains(elsewhere), "{elsewhere}");
    }
    let status: Value = serde_json::from_slice(&site.admin("/status.json")?.body)?;
    assert_eq!(status["ready"], Value::Bool(true));
    assert_eq!(status["members"].as_array().map(Vec::len), Some(3));
    assert!(status["members"][1]["measures"]["heap"].as_u64() > Some(0));
    Ok(())
}

#[test]
fn who_means_no_good_is_told_so_and_keeps_nobody_else_out() -> Result<(), Failure> {
    let site = Site::start(r#"{"port":0}"#, &[])?;
    for (request, status) in [
        (
            "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            405,
        ),
        ("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        ("GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        ("HEAD /metrics HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        ("nonsense\r\n\r\n", 400),
    ] {
        assert_eq!(ask(site.admin, request)?.status, status, "{request}");
    }
    let long = format!("GET / HTTP/1.1\r\nA: {}\r\n\r\n", "x".repeat(64 << 10));
    assert_eq!(ask(site.admin, &long)?.status, 431);
    // More than there is room for, each with half a request.
    let mut slow = Vec::new();
    for _ in 0..100 {
        let mut connection = Connection::open(site.admin)?;
        connection.send(b"GET /metrics HTTP/1.1\r\nHost:")?;
        slow.push(connection);
    }
    assert_eq!(site.admin("/healthz")?.status, 200);
    assert_eq!(site.metrics()?.sum("coddle_ready", &[]), 1.0);
    assert_eq!(site.cluster.get("/")?.status, 200);
    let oldest = slow[0].read(false, TIMEOUT)?;
    assert!(matches!(oldest, Err(Missing::Closed)), "{oldest:?}");
    Ok(())
}

#[test]
fn a_listener_that_cannot_be_opened_ends_the_start() -> Result<(), Failure> {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    let port = taken.local_addr()?.port();
    let cases = [
        (format!(r#"{{"port":{port}}}"#), "EADDRINUSE"),
        (
            r#"{"hostname":"127.0.0.1"}"#.to_owned(),
            "config.cluster.admin needs a port or a path",
        ),
        (r#"{"prot":1}"#.to_owned(), "unknown field `prot`"),
    ];
    for (admin, words) in &cases {
        for args in [&[][..], &SINGLE] {
            let application = Application::copy_of(&measured())?;
            let mut running = Cluster::spawn(&application, args, &[("ADMIN", admin)])?;
            let status = running.ended(TIMEOUT)?;
            assert_eq!(status.code(), Some(1), "{admin} {args:?}");
            assert!(
                running.printed().contains(words),
                "{admin} {args:?}\n{}",
                running.printed()
            );
        }
    }
    Ok(())
}
