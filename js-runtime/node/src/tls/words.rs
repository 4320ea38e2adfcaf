//! rustls's errors and ciphers in the words of OpenSSL, which are Node's.

use rustls::{
    AlertDescription, CipherSuite, Error, InvalidMessage, PeerIncompatible, ProtocolVersion,
};

/// Code and message of a session that failed.
pub(super) fn error(error: &Error) -> (String, String) {
    let ssl = |name: &str, text: &str| (format!("ERR_SSL_{name}"), format!("SSL routines::{text}"));
    match error {
        Error::AlertReceived(alert) => {
            let (name, text) = alert_words(*alert);
            ssl(&name, &text)
        }
        Error::InvalidMessage(
            InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
        ) => ssl("WRONG_VERSION_NUMBER", "wrong version number"),
        Error::InvalidMessage(_) => ssl("BAD_RECORD_TYPE", "bad record type"),
        Error::PeerIncompatible(reason) => match reason {
            PeerIncompatible::NoCipherSuitesInCommon => ssl("NO_SHARED_CIPHER", "no shared cipher"),
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
            | PeerIncompatible::SupportedVersionsExtensionRequired
            | PeerIncompatible::Tls12NotOffered
            | PeerIncompatible::Tls12NotOfferedOrEnabled
            | PeerIncompatible::Tls13RequiredForQuic => {
                ssl("UNSUPPORTED_PROTOCOL", "unsupported protocol")
            }
            _ => ssl("NO_SHARED_CIPHER", "no shared cipher"),
        },
        Error::NoApplicationProtocol => ssl("NO_APPLICATION_PROTOCOL", "no application protocol"),
        Error::DecryptError => ssl(
            "DECRYPTION_FAILED_OR_BAD_RECORD_MAC",
            "decryption failed or bad record mac",
        ),
        Error::NoCertificatesPresented => ssl(
            "PEER_DID_NOT_RETURN_A_CERTIFICATE",
            "peer did not return a certificate",
        ),
        other => ("EPROTO".to_string(), other.to_string()),
    }
}

/// Of a server whose context has no certificate. `is_its_own`: it was not chosen by the name that the client asked for.
pub(super) fn no_certificate(is_its_own: bool) -> (String, String) {
    let (code, reason) = if is_its_own {
        ("ERR_SSL_NO_SHARED_CIPHER", "no shared cipher")
    } else {
        ("ERR_SSL_PASSED_A_NULL_PARAMETER", "passed a null parameter")
    };
    (code.to_string(), format!("SSL routines::{reason}"))
}

/// `TLSV1_ALERT_UNKNOWN_CA` and its text.
fn alert_words(alert: AlertDescription) -> (String, String) {
    let (old, words) = match alert {
        AlertDescription::HandshakeFailure => (true, "handshake failure"),
        AlertDescription::BadCertificate => (true, "bad certificate"),
        AlertDescription::UnsupportedCertificate => (true, "unsupported certificate"),
        AlertDescription::CertificateRevoked => (true, "certificate revoked"),
        AlertDescription::CertificateExpired => (true, "certificate expired"),
        AlertDescription::CertificateUnknown => (true, "certificate unknown"),
        AlertDescription::IllegalParameter => (true, "illegal parameter"),
        AlertDescription::UnexpectedMessage => (true, "unexpected message"),
        AlertDescription::BadRecordMac => (true, "bad record mac"),
        AlertDescription::UnknownCA => (false, "unknown ca"),
        AlertDescription::AccessDenied => (false, "access denied"),
        AlertDescription::DecodeError => (false, "decode error"),
        AlertDescription::DecryptError => (false, "decrypt error"),
        AlertDescription::ProtocolVersion => (false, "protocol version"),
        AlertDescription::InsufficientSecurity => (false, "insufficient security"),
        AlertDescription::InternalError => (false, "internal error"),
        AlertDescription::NoApplicationProtocol => (false, "no application protocol"),
        AlertDescription::UnrecognisedName => {
            return (
                "TLSV1_UNRECOGNIZED_NAME".to_string(),
                "tlsv1 unrecognized name".to_string(),
            );
        }
        AlertDescription::CertificateRequired => {
            return (
                "TLSV13_ALERT_CERTIFICATE_REQUIRED".to_string(),
                "tlsv13 alert certificate required".to_string(),
            );
        }
        other => {
            return ("TLSV1_ALERT".to_string(), format!("tlsv1 alert {other:?}"));
        }
    };
    let prefix = if old { "sslv3" } else { "tlsv1" };
    let text = format!("{prefix} alert {words}");
    (text.to_uppercase().replace(' ', "_"), text)
}

/// `TLSv1.3`
pub(super) fn version(version: ProtocolVersion) -> &'static str {
    match version {
        ProtocolVersion::TLSv1_3 => "TLSv1.3",
        ProtocolVersion::TLSv1_2 => "TLSv1.2",
        _ => "unknown",
    }
}

/// OpenSSL's name and the standard's of a suite that rustls has.
pub(super) fn cipher(suite: CipherSuite) -> (String, String) {
    let name = suite.as_str().unwrap_or("unknown");
    if let Some(rest) = name.strip_prefix("TLS13_") {
        let name = format!("TLS_{rest}");
        return (name.clone(), name);
    }
    // TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 -> ECDHE-RSA-AES128-GCM-SHA256
    let short = name
        .trim_start_matches("TLS_")
        .replace("_WITH_", "_")
        .replace("AES_", "AES")
        .replace("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305")
        .replace('_', "-");
    (short, name.to_string())
}
