//! An overview in Prometheus's text format, version 0.0.4.
//!
//! Written by hand: the crates for it write OpenMetrics, or count in registries of their own, and here the counts come from
//! other processes.

use std::fmt::{Display, Write};

use super::counters::CLASSES;
use super::histogram::{BOUNDS, Histogram};
use super::measures::{Measures, RouteMeasures};
use super::overview::Overview;
use crate::cluster::status::MemberStatus;

/// The format's name in HTTP.
pub(super) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The metrics of a server.
pub(super) fn text(overview: &Overview) -> String {
    let mut out = Text::default();
    let status = &overview.status;
    let workers = || status.members.iter().filter(|member| member.is_worker());
    let measured = || {
        let members = status.members.iter();
        members.filter_map(|member| Some((member, member.measures.as_ref()?)))
    };
    let routes = || {
        measured()
            .flat_map(|(member, measures)| measures.routes.iter().map(move |route| (member, route)))
    };

    out.about(
        "coddle_build_info",
        Kind::Gauge,
        "Always 1; the version of Coddle and of egg whose behaviour it has.",
    );
    let version = [
        ("version", env!("CARGO_PKG_VERSION")),
        ("egg", coddle_egg::EGG_VERSION),
    ];
    out.sample("coddle_build_info", &version, 1);
    out.about(
        "coddle_uptime_seconds",
        Kind::Gauge,
        "Time since the server started.",
    );
    out.sample("coddle_uptime_seconds", &[], seconds(status.uptime));
    out.about(
        "coddle_ready",
        Kind::Gauge,
        "1 while the server takes requests and has not begun to end, as /readyz says.",
    );
    out.sample("coddle_ready", &[], u8::from(overview.ready));
    out.about(
        "coddle_restarts_total",
        Kind::Counter,
        "Workers and agents that died and were replaced.",
    );
    out.sample("coddle_restarts_total", &[], status.restarts);

    out.about("coddle_workers", Kind::Gauge, "App workers by state.");
    for state in ["none", "listening", "disconnected"] {
        let count = workers().filter(|worker| worker.state == state).count();
        out.sample("coddle_workers", &[("state", state)], count);
    }

    let mut of_members =
        |name: &str, kind, help: &str, value: &dyn Fn(&MemberStatus) -> Option<f64>| {
            out.about(name, kind, help);
            for member in &status.members {
                if let Some(value) = value(member) {
                    out.sample(name, &[("worker", member.name.as_str())], value);
                }
            }
        };
    of_members(
        "coddle_worker_uptime_seconds",
        Kind::Gauge,
        "Time since this process or thread was started.",
        &|member| Some(seconds(member.uptime)),
    );
    of_members(
        "coddle_worker_requests_in_flight",
        Kind::Gauge,
        "Requests that are not answered yet.",
        &|member| serving(member, member.figures.in_flight),
    );
    of_members(
        "coddle_worker_connections",
        Kind::Gauge,
        "Open connections.",
        &|member| serving(member, member.figures.connections),
    );
    of_members(
        "coddle_worker_waiting_bytes",
        Kind::Gauge,
        "Bytes of answers that clients did not take yet.",
        &|member| serving(member, member.figures.waiting),
    );
    of_members(
        "coddle_worker_resident_memory_bytes",
        Kind::Gauge,
        "Memory of the process; absent for a thread.",
        &|member| member.rss.map(|bytes| bytes as f64),
    );
    let measure = |member: &MemberStatus, of: fn(&Measures) -> u64| {
        member.measures.as_ref().map(|measures| of(measures) as f64)
    };
    of_members(
        "coddle_worker_heap_bytes",
        Kind::Gauge,
        "Memory of the JavaScript heap.",
        &|member| measure(member, |measures| measures.heap),
    );
    of_members(
        "coddle_worker_heap_limit_bytes",
        Kind::Gauge,
        "What the JavaScript heap may take.",
        &|member| measure(member, |measures| measures.heap_limit),
    );
    of_members(
        "coddle_worker_collections_total",
        Kind::Counter,
        "Runs of the cycle collector.",
        &|member| measure(member, |measures| measures.collections),
    );
    of_members(
        "coddle_worker_client_errors_total",
        Kind::Counter,
        "What clients sent that was no request which can be served.",
        &|member| measure(member, |measures| measures.client_errors).filter(|_| member.is_worker()),
    );

    out.about(
        "coddle_event_loop_delay_seconds",
        Kind::Histogram,
        "How late timers were, sampled ten times a second since the first scrape.",
    );
    for (member, measures) in measured() {
        out.histogram(
            "coddle_event_loop_delay_seconds",
            &[("worker", member.name.as_str())],
            &measures.loop_delay,
        );
    }
    out.about("coddle_requests_total", Kind::Counter, "Requests by route and class of the answer's status; none: the client left, or the application closed the connection.");
    for (member, RouteMeasures { route, counts }) in routes() {
        for (class, count) in CLASSES.iter().zip(counts.answers) {
            if count > 0 {
                let labels = [
                    ("worker", member.name.as_str()),
                    ("route", route),
                    ("status", class),
                ];
                out.sample("coddle_requests_total", &labels, count);
            }
        }
    }
    out.about(
        "coddle_request_duration_seconds",
        Kind::Histogram,
        "From the head of a request to that of its answer, by route.",
    );
    for (member, RouteMeasures { route, counts }) in routes() {
        let labels = [("worker", member.name.as_str()), ("route", &**route)];
        out.histogram("coddle_request_duration_seconds", &labels, &counts.took);
    }
    out.0
}

fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1e3
}

/// Of members that have clients.
fn serving(member: &MemberStatus, value: u64) -> Option<f64> {
    member.is_worker().then_some(value as f64)
}

#[derive(Clone, Copy)]
enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// Writing to a string does not fail, so that results are not looked at.
#[derive(Default)]
struct Text(String);

impl Text {
    fn about(&mut self, name: &str, kind: Kind, help: &str) {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        self.0.push_str(name);
        for (at, (label, text)) in labels.iter().enumerate() {
            let before = if at == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{before}{label}=\"");
            for character in text.chars() {
                match character {
                    '\\' => self.0.push_str("\\\\"),
                    '"' => self.0.push_str("\\\""),
                    '\n' => self.0.push_str("\\n"),
                    other => self.0.push(other),
                }
            }
            self.0.push('"');
        }
        let end = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.0, "{end} {value}");
    }

    fn histogram(&mut self, name: &str, labels: &[(&str, &str)], histogram: &Histogram) {
        let mut below = 0;
        let bounds = BOUNDS.map(|bound| (bound as f64 / 1e9).to_string());
        let bounds = bounds.iter().map(String::as_str).chain(["+Inf"]);
        for (bound, count) in bounds.zip(histogram.counts) {
            below += count;
            let labels = [labels, &[("le", bound)]].concat();
            self.sample(&format!("{name}_bucket"), &labels, below);
        }
        self.sample(&format!("{name}_sum"), labels, histogram.seconds());
        self.sample(&format!("{name}_count"), labels, below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn labels_are_escaped() {
        let mut out = Text::default();
        out.sample("m", &[("a", "x\\y\"z\n"), ("b", "")], 1.5);
        out.sample("m", &[], 2);
        assert_eq!(out.0, "m{a=\"x\\\\y\\\"z\\n\",b=\"\"} 1.5\nm 2\n");
    }

    #[test]
    fn buckets_of_a_histogram_add_up() {
        let mut histogram = Histogram::default();
        for milliseconds in [1, 2, 300, 20_000] {
            histogram.record(Duration::from_millis(milliseconds));
        }
        let mut out = Text::default();
        out.histogram("h", &[("a", "b")], &histogram);
        let lines: Vec<&str> = out.0.lines().collect();
        assert_eq!(lines[0], "h_bucket{a=\"b\",le=\"0.001\"} 1");
        assert_eq!(lines[1], "h_bucket{a=\"b\",le=\"0.0025\"} 2");
        assert_eq!(lines[8], "h_bucket{a=\"b\",le=\"0.5\"} 3");
        assert_eq!(lines[12], "h_bucket{a=\"b\",le=\"10\"} 3");
        assert_eq!(lines[13], "h_bucket{a=\"b\",le=\"+Inf\"} 4");
        assert_eq!(lines[14], "h_sum{a=\"b\"} 20.303");
        assert_eq!(lines[15], "h_count{a=\"b\"} 4");
    }
}
