//! HTTPS: who the server is, and the handshake of a client. (CLU-018)

use std::path::{Path, PathBuf};
use std::sync::Arc;

use coddle_node::tls::{self, Identity};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::Error;

/// Key, certificate and authorities of a server, as paths of PEM or DER files: `options.https`, `config.cluster.https`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Https {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cert: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ca: Option<PathBuf>,
}

impl Https {
    /// What the options and `config.cluster.https` say together, the options first; `None` where they do not name both key and
    /// certificate, which means HTTP, as under egg.
    ///
    /// # Errors
    /// When the configuration asks for what is not built, or a file's name is no text.
    pub(crate) fn of(
        options: Option<&Https>,
        config: Option<&Value>,
    ) -> Result<Option<Https>, Error> {
        let mut https = Https::default();
        for (name, value) in config.and_then(Value::as_object).into_iter().flatten() {
            let file = match name.as_str() {
                "key" => &mut https.key,
                "cert" => &mut https.cert,
                "ca" => &mut https.ca,
                _ => {
                    return Err(wrong(format!(
                        "config.cluster.https.{name} is not built into this version of Coddle: key, cert and ca are"
                    )));
                }
            };
            *file = match value {
                Value::String(path) if !path.is_empty() => Some(PathBuf::from(path)),
                Value::String(_) | Value::Null | Value::Bool(false) => None,
                other => {
                    return Err(wrong(format!(
                        "config.cluster.https.{name} should be the path of a file, but got {other}"
                    )));
                }
            };
        }
        if let Some(options) = options.cloned() {
            https.key = options.key.or(https.key);
            https.cert = options.cert.or(https.cert);
            https.ca = options.ca.or(https.ca);
        }
        Ok((https.key.is_some() && https.cert.is_some()).then_some(https))
    }

    /// egg-cluster's check of its options. (CLU-002)
    ///
    /// # Errors
    /// In its words.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (name, file, is_needed) in [
            ("key", &self.key, true),
            ("cert", &self.cert, true),
            ("ca", &self.ca, false),
        ] {
            let exists = file.as_ref().map_or(!is_needed, |file| file.exists());
            if !exists {
                return Err(wrong(format!("options.https.{name} should exists")));
            }
        }
        Ok(())
    }
}

/// What a server needs to speak TLS with its clients.
#[derive(Clone)]
pub(crate) struct Tls {
    acceptor: TlsAcceptor,
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// When one cannot be read, is no key or certificate, or they do not belong together.
    pub(crate) fn load(https: &Https) -> Result<Tls, Error> {
        let read = |name: &str, file: &Path| {
            std::fs::read(file).map_err(|error| {
                wrong(format!(
                    "https.{name}: {} cannot be read: {error}",
                    file.display()
                ))
            })
        };
        let (Some(key), Some(cert)) = (&https.key, &https.cert) else {
            return Err(wrong("https needs both key and cert".to_string()));
        };
        let authorities = https.ca.as_ref().map(|file| read("ca", file)).transpose()?;
        let config = tls::server_config(Identity {
            key: &read("key", key)?,
            certificates: &read("cert", cert)?,
            authorities: authorities.as_deref(),
        });
        let config = config.map_err(|(part, why)| {
            let file = match part {
                "key" => Some(key),
                "ca" => https.ca.as_ref(),
                _ => Some(cert),
            };
            let file = file.map_or_else(String::new, |file| file.display().to_string());
            wrong(format!("https.{part}: {file} cannot be used: {why}"))
        })?;
        Ok(Tls {
            acceptor: TlsAcceptor::from(Arc::new(config)),
        })
    }

    /// Agrees with a client on keys; `None` for one that speaks something else, which is nobody's fault here.
    pub(super) async fn greet<S>(&self, stream: S) -> Option<TlsStream<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        self.acceptor.accept(stream).await.ok()
    }
}

fn wrong(message: String) -> Error {
    Error::Options { message }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(options: Option<&Https>, config: Value) -> Result<Option<Https>, String> {
        Https::of(options, Some(&config)).map_err(|error| error.to_string())
    }

    // CLU-018
    #[test]
    fn options_win_over_the_configuration_and_both_key_and_certificate_are_needed() {
        let options = Https {
            key: Some("own.key".into()),
            ..Https::default()
        };
        let merged = of(Some(&options), json!({ "key": "k", "cert": "c", "ca": "" }));
        let https = merged.expect("valid").expect("HTTPS");
        assert_eq!(https.key, Some("own.key".into()));
        assert_eq!((https.cert, https.ca), (Some("c".into()), None));
        assert_eq!(of(None, json!({ "key": "", "cert": "c" })), Ok(None));
        assert_eq!(of(None, json!(null)), Ok(None));
    }

    #[test]
    fn what_is_not_built_is_refused_by_name() {
        let refused = of(
            None,
            json!({ "key": "k", "cert": "c", "requestCert": true }),
        );
        assert!(
            refused.is_err_and(|why| why.contains("config.cluster.https.requestCert is not built"))
        );
        let refused = of(None, json!({ "key": 1 }));
        assert!(refused.is_err_and(|why| why.contains("should be the path of a file, but got 1")));
    }
}
