//! PEM as OpenSSL reads it: text around the block, headers, lines of any length.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::crypto::ciphers::{Cipher, Running};
use crate::crypto::fault::{Fault, Outcome, common};
use crate::crypto::kdf;

/// One block.
pub(super) struct Block {
    /// `PRIVATE KEY`, `CERTIFICATE`...
    pub(super) label: String,
    pub(super) der: Vec<u8>,
}

/// The first block of `text` with a label that is `wanted`. A block that is encrypted in the old way (`Proc-Type: 4,ENCRYPTED`) is
/// decrypted. None when there is no such block.
pub(super) fn first(
    text: &[u8],
    passphrase: Option<&[u8]>,
    wanted: fn(&str) -> bool,
) -> Option<Outcome<Block>> {
    let text = String::from_utf8_lossy(text);
    let mut rest = text.as_ref();
    let (label, body) = loop {
        let (_, block) = rest.split_once("-----BEGIN ")?;
        let (label, block) = block.split_once("-----")?;
        let (body, after) = block.split_once(&format!("-----END {label}-----"))?;
        if wanted(label) {
            break (label, body);
        }
        rest = after;
    };
    let mut encryption = None;
    let mut digits = String::new();
    for line in body.lines().map(str::trim) {
        match line.split_once(':') {
            Some(("DEK-Info", value)) => encryption = Some(value.trim().to_string()),
            Some(_) => {}
            None => digits.push_str(line),
        }
    }
    digits.retain(|digit| !digit.is_ascii_whitespace());
    let der = STANDARD.decode(digits).ok()?;
    let der = match encryption {
        None => Ok(der),
        Some(info) => decrypt(&info, der, passphrase),
    };
    Some(der.map(|der| Block {
        label: label.to_string(),
        der,
    }))
}

/// `info`: `AES-256-CBC,` and the IV in hexadecimal, whose first eight bytes are the salt as well.
fn decrypt(info: &str, der: Vec<u8>, passphrase: Option<&[u8]>) -> Outcome<Vec<u8>> {
    let parsed = info.split_once(',').and_then(|(name, iv)| {
        let cipher = Cipher::named(name)?;
        let iv: Option<Vec<u8>> = (0..iv.len() / 2)
            .map(|at| u8::from_str_radix(iv.get(2 * at..2 * at + 2)?, 16).ok())
            .collect();
        Some((name, cipher, iv?))
    });
    let (name, cipher, iv) = parsed.ok_or_else(common::undecodable)?;
    let salt = iv.get(..8).ok_or_else(common::undecodable)?;
    let passphrase = passphrase.ok_or_else(common::no_passphrase)?;
    let (key, _) = kdf::bytes_to_key(passphrase, salt, cipher.key_length(), 0);
    let mut running = Running::new(name, false, &key, &iv, None)?;
    let mut plain = running.update(der)?;
    plain.extend(running.finish()?);
    Ok(plain)
}

/// One whose IV would not do for a salt, or that the headers have no room for the tag of.
fn unsupported_cipher() -> Fault {
    Fault::openssl(
        "04800071",
        "PEM routines",
        "unsupported cipher",
        "ERR_OSSL_PEM_UNSUPPORTED_CIPHER",
    )
}

/// A block of `der`; with a cipher and a passphrase, encrypted in the old way.
pub(super) fn write(label: &str, der: &[u8], encryption: Option<(&str, &[u8])>) -> Outcome<String> {
    let mut text = format!("-----BEGIN {label}-----\n");
    let digits = match encryption {
        None => STANDARD.encode(der),
        Some((name, passphrase)) => {
            let cipher = Cipher::named(name)
                .ok_or_else(|| Fault::error("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"))?;
            if cipher.iv_length < 8 || cipher.mode.is_authenticated() {
                return Err(unsupported_cipher());
            }
            let mut iv = vec![0; cipher.iv_length];
            getrandom::fill(&mut iv).map_err(common::no_random)?;
            let (key, _) = kdf::bytes_to_key(passphrase, &iv[..8], cipher.key_length(), 0);
            let mut running = Running::new(name, true, &key, &iv, None)?;
            let mut secret = running.update(der.to_vec())?;
            secret.extend(running.finish()?);
            let iv: String = iv.iter().map(|byte| format!("{byte:02X}")).collect();
            text.push_str(&format!(
                "Proc-Type: 4,ENCRYPTED\nDEK-Info: {},{iv}\n\n",
                cipher.name.to_ascii_uppercase()
            ));
            STANDARD.encode(secret)
        }
    };
    let mut rest = digits.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = more;
    }
    text.push_str(&format!("-----END {label}-----\n"));
    Ok(text)
}
