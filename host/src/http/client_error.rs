//! What a client sent that is no request: the application decides on the answer.

use std::time::Duration;

use coddle_engine::bytes as views;
use coddle_engine::rquickjs::function::OnceFn;
use coddle_engine::rquickjs::{Function, IntoJs as _, Result as JsResult, Value};
use coddle_node::http::scan::Fault;
use tokio::sync::oneshot;

use super::connection::Ends;
use super::server::Server;
use crate::logger::complain;

/// How long the application may think about an answer to a broken request.
const CLIENT_ERROR_TIMEOUT: Duration = Duration::from_secs(5);

/// What is wrong with what a client sent.
pub(super) struct ClientError {
    code: &'static str,
    reason: &'static str,
    bytes_parsed: usize,
    /// The bytes that showed it, if any did.
    packet: Option<Vec<u8>>,
}

impl ClientError {
    pub(super) fn of(fault: Fault, packet: Vec<u8>) -> ClientError {
        ClientError {
            code: fault.code,
            reason: fault.reason,
            bytes_parsed: fault.at,
            packet: (!packet.is_empty()).then_some(packet),
        }
    }

    /// The request did not come in time.
    pub(super) fn timeout() -> ClientError {
        ClientError {
            code: "ERR_HTTP_REQUEST_TIMEOUT",
            reason: "Request timeout",
            bytes_parsed: 0,
            packet: None,
        }
    }
}

impl Server {
    /// The application's `clientError` listeners decide on the answer to what cannot be served; gives its bytes.
    /// (APP-068..070)
    pub(super) async fn client_error(&self, error: ClientError, ends: Ends) -> Option<Vec<u8>> {
        self.counters.client_error();
        let application = self.serving.current()?;
        let (tell, told) = oneshot::channel::<Vec<u8>>();
        let called = application.world.turn(|ctx| -> JsResult<()> {
            let finish = Function::new(
                ctx.clone(),
                OnceFn::from(move |text: String| {
                    // The connection may have ended while the application thought about its answer.
                    let _ = tell.send(text.into_bytes());
                }),
            )?;
            let packet = match error.packet {
                Some(packet) => views::uint8_array(ctx, packet)?,
                None => Value::new_undefined(ctx.clone()),
            };
            let client_error = application.client_error.clone().restore(ctx)?;
            client_error.call::<_, ()>((
                error.code,
                error.reason,
                error.bytes_parsed as f64,
                packet,
                ends.remote.map(|remote| remote.ip().to_string()),
                ends.remote.map(|remote| remote.port()).into_js(ctx)?,
                finish,
            ))
        });
        if let Err(error) = called {
            complain!("coddle: a client error could not be reported: {error}");
            return None;
        }
        match tokio::time::timeout(CLIENT_ERROR_TIMEOUT, told).await {
            Ok(Ok(answer)) => Some(answer),
            // It forgot the socket, or thinks for too long.
            Ok(Err(_)) | Err(_) => None,
        }
    }
}
