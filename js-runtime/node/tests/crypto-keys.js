'use strict';

const assert = require('assert');
const c = require('crypto');
const { check } = require('./support/outcome.js');
const pem = require('./support/keys.js');

const r = c.createPrivateKey(pem.rsa);
const rp = c.createPublicKey(r);
const msg = Buffer.from('hello');
const P = c.constants;
const md5 = (data) => c.createHash('md5').update(data).digest('hex');
const curveOrNone = (key) => (/^ed/.test(key.asymmetricKeyType) ? null : 'sha256');

// What a key is, and all the ways to write it and read it again.
function tour(text, passphrase) {
  const key = c.createPrivateKey({ key: text, passphrase });
  const open = c.createPublicKey(key);
  const { publicExponent, ...details } = key.asymmetricKeyDetails;
  const seen = [key.type, key.asymmetricKeyType, JSON.stringify(details), String(publicExponent)];
  for (const [one, types] of [[key, ['pkcs8', 'pkcs1', 'sec1']], [open, ['spki', 'pkcs1']]]) {
    for (const type of types) {
      for (const format of ['pem', 'der']) {
        try {
          seen.push(md5(one.export({ type, format })));
        } catch (error) {
          seen.push(error.message);
        }
      }
    }
    try {
      seen.push(md5(JSON.stringify(one.export({ format: 'jwk' }))));
    } catch (error) {
      seen.push(error.message);
    }
  }
  const der = key.export({ type: 'pkcs8', format: 'der' });
  seen.push(c.createPrivateKey({ key: der, type: 'pkcs8', format: 'der' }).equals(key));
  for (const cipher of ['aes-128-cbc', 'aes-256-cbc']) {
    const secret = key.export({ type: 'pkcs8', format: 'pem', cipher, passphrase: 'x' });
    seen.push(secret.split('\n')[0], c.createPrivateKey({ key: secret, passphrase: 'x' }).export({ type: 'pkcs8', format: 'der' }).equals(der));
  }
  return seen.join(' ');
}

function signatures(text) {
  const key = c.createPrivateKey(text);
  const open = c.createPublicKey(key);
  const signature = c.sign(curveOrNone(key), msg, key);
  const seen = [c.verify(curveOrNone(key), msg, open, signature), c.verify(curveOrNone(key), Buffer.from('x'), open, signature)];
  const plain = c.sign(curveOrNone(key), msg, { key, dsaEncoding: 'ieee-p1363' });
  seen.push(plain.length, c.verify(curveOrNone(key), msg, { key: open, dsaEncoding: 'ieee-p1363' }, plain));
  seen.push(c.createVerify('sha512').update(msg).verify(open, c.createSign('SHA512').update(msg).sign(key, 'hex'), 'hex'));
  return seen;
}

function pss(saltLength) {
  const signature = c.createSign('sha256').update(msg).sign({ key: r, padding: P.RSA_PKCS1_PSS_PADDING, saltLength });
  const verify = (options, data) => c.createVerify('sha256').update(data || msg)
    .verify({ key: rp, padding: P.RSA_PKCS1_PSS_PADDING, ...options }, signature);
  return [signature.length, verify({}), verify({ saltLength }), verify({}, 'x'), verify({ saltLength: 17 })];
}

function pair(type, options) {
  const { publicKey, privateKey } = c.generateKeyPairSync(type, options);
  const { publicExponent, ...details } = privateKey.asymmetricKeyDetails;
  return [publicKey.asymmetricKeyType, JSON.stringify(details), String(publicExponent), c.createPublicKey(privateKey).equals(publicKey)];
}

function verifies(text, algorithm, signature, options) {
  return c.verify(algorithm, msg, { key: c.createPublicKey(text), ...options }, Buffer.from(signature, 'base64'));
}

// NODE-006
check([
  [() => tour(pem.rsa), '"private rsa {\\"modulusLength\\":2048} 65537 1f85daf0730ec54dff7b08d20212d6a0 ad7feb775c5ea851e225415a1529da57 9a76c5db6b1b8647240218cc91fbfdfc c4ab9c80a238e1f6ce8285dea0da6889 The selected key encoding sec1 can only be used for EC keys. The selected key encoding sec1 can only be used for EC keys. 56d93c84cd4a002f58edcf270cdb490a be9c248dbf1bb50bcc1c25979d5c933f 62f7b45f2851b3f1f8f5dc31983b5662 17336c4a80cd745d563749434cd66f56 98b35b48b7f3e1f3f43255bf65db93e3 ea0612c40e881ac7e5814acb45444d70 true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.p256), '"private ec {\\"namedCurve\\":\\"prime256v1\\"} undefined 8a65734342526f1a1e0e38675bb71ca3 e89964a763b046b188f61615198d07d0 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. 1c1645030fb8dc07520de28be08be845 fb6216beab01524706771fa1d4ef68e6 0aacb45ff3c45a619aa432edddbb072d 6747c0f2b2763a33054d0da44ae54688 dc3dd57f13ba2101bea16bb539a179a9 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. 6e765b03f518da761f279ad0eb6ec596 true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.p384), '"private ec {\\"namedCurve\\":\\"secp384r1\\"} undefined 643ca64870a8a9b9b998f871725d8268 58612a0f6e2aa21e4159dde778628cac The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. ed92837111f5df9b36eb78adb6865278 b541a83e64387caf8804b48e894b71dd 8c43016c655b5c287ce317994f7ad956 c9f88df0c7654ac30894e32f6f838f3d 8cd6040cf57ebd62670c80831972e5e4 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. dd6b61c14ea859bc8427173ad392f3fc true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.p521), '"private ec {\\"namedCurve\\":\\"secp521r1\\"} undefined c77026cac0b1a156549ba044dac1afdb 6727ed59893a742a8030f3d71ed7cd98 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. d1adacee08ecdf487bc34f1fcca10026 4ae22568df6c32ba71740f3411889b1f a797d2e89caa4042522c002696e9bef6 f2f75b220bd8ef18567e1164b7b53f4b a9ee22ccb03c5c746107b4fe5bb0ae74 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. 592ab130f15c1c6b68a060ba956a138b true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.k256), '"private ec {\\"namedCurve\\":\\"secp256k1\\"} undefined d65e02935ca6f5bae681283b0a379373 6013064f2c210491fda62489e0d71c13 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. 13ab75649501f9ce5f32ed6d59ae73be 329be5db8e20a043fec6b25d6cc151bd ccbb943c8c5797fa9b8edd0d67c3119c 676126d690e58d260ab147652d832af5 a596102a10708c46bf9b26e92cb1a35f The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. 0d0e239f28f6d2ddb6eb6f7070e6edbf true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.ed25519), '"private ed25519 {} undefined 4f984758ee1a185c858ebd1011c4b569 2323947d1fc7f7c40747ae8fe1e9122c The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding sec1 can only be used for EC keys. The selected key encoding sec1 can only be used for EC keys. 42a8c247bad9e92bee34a2099bd32785 b4b62a68026389494092553b683d45ad d250c214af035ffa0f71daf13d4309e0 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. d3dc38075604c1922ed2dab91f599b46 true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.x25519), '"private x25519 {} undefined 870c74f228f78f6fb163de1d034e5a32 bdc95b9e5dd898411bc684e1d0e6ba11 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding sec1 can only be used for EC keys. The selected key encoding sec1 can only be used for EC keys. 4844e973f8f1e2faa1cf653997a58a81 764724f5698ebca046cb85a1a4e904e8 4669730789ee1de9d339a351ce0fa511 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. e91a7aa4a4f4263ffa462b78188dc87e true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.rsaPss), '"private rsa-pss {\\"modulusLength\\":2048} 65537 079d4b5669b6b6a7b6b62387d994e429 92d3fa5ce36ba7c98b65f335e9fb2af2 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding sec1 can only be used for EC keys. The selected key encoding sec1 can only be used for EC keys. Unsupported JWK Key Type. 9833b528a41432d1c5a587da2fba0db4 1818edbd2474a0e53fe6c481f85e57b7 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. Unsupported JWK Key Type. true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.rsaPkcs1), '"private rsa {\\"modulusLength\\":2048} 65537 1f85daf0730ec54dff7b08d20212d6a0 ad7feb775c5ea851e225415a1529da57 9a76c5db6b1b8647240218cc91fbfdfc c4ab9c80a238e1f6ce8285dea0da6889 The selected key encoding sec1 can only be used for EC keys. The selected key encoding sec1 can only be used for EC keys. 56d93c84cd4a002f58edcf270cdb490a be9c248dbf1bb50bcc1c25979d5c933f 62f7b45f2851b3f1f8f5dc31983b5662 17336c4a80cd745d563749434cd66f56 98b35b48b7f3e1f3f43255bf65db93e3 ea0612c40e881ac7e5814acb45444d70 true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.p256Sec1), '"private ec {\\"namedCurve\\":\\"prime256v1\\"} undefined 8a65734342526f1a1e0e38675bb71ca3 e89964a763b046b188f61615198d07d0 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. 1c1645030fb8dc07520de28be08be845 fb6216beab01524706771fa1d4ef68e6 0aacb45ff3c45a619aa432edddbb072d 6747c0f2b2763a33054d0da44ae54688 dc3dd57f13ba2101bea16bb539a179a9 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. 6e765b03f518da761f279ad0eb6ec596 true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.rsaOldEncrypted, 'secret'), '"private rsa {\\"modulusLength\\":2048} 65537 1f85daf0730ec54dff7b08d20212d6a0 ad7feb775c5ea851e225415a1529da57 9a76c5db6b1b8647240218cc91fbfdfc c4ab9c80a238e1f6ce8285dea0da6889 The selected key encoding sec1 can only be used for EC keys. The selected key encoding sec1 can only be used for EC keys. 56d93c84cd4a002f58edcf270cdb490a be9c248dbf1bb50bcc1c25979d5c933f 62f7b45f2851b3f1f8f5dc31983b5662 17336c4a80cd745d563749434cd66f56 98b35b48b7f3e1f3f43255bf65db93e3 ea0612c40e881ac7e5814acb45444d70 true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.rsaEncrypted, 'secret'), '"private rsa {\\"modulusLength\\":2048} 65537 1f85daf0730ec54dff7b08d20212d6a0 ad7feb775c5ea851e225415a1529da57 9a76c5db6b1b8647240218cc91fbfdfc c4ab9c80a238e1f6ce8285dea0da6889 The selected key encoding sec1 can only be used for EC keys. The selected key encoding sec1 can only be used for EC keys. 56d93c84cd4a002f58edcf270cdb490a be9c248dbf1bb50bcc1c25979d5c933f 62f7b45f2851b3f1f8f5dc31983b5662 17336c4a80cd745d563749434cd66f56 98b35b48b7f3e1f3f43255bf65db93e3 ea0612c40e881ac7e5814acb45444d70 true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => tour(pem.p256Encrypted, 'secret'), '"private ec {\\"namedCurve\\":\\"prime256v1\\"} undefined 8a65734342526f1a1e0e38675bb71ca3 e89964a763b046b188f61615198d07d0 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. 1c1645030fb8dc07520de28be08be845 fb6216beab01524706771fa1d4ef68e6 0aacb45ff3c45a619aa432edddbb072d 6747c0f2b2763a33054d0da44ae54688 dc3dd57f13ba2101bea16bb539a179a9 The selected key encoding pkcs1 can only be used for RSA keys. The selected key encoding pkcs1 can only be used for RSA keys. 6e765b03f518da761f279ad0eb6ec596 true -----BEGIN ENCRYPTED PRIVATE KEY----- true -----BEGIN ENCRYPTED PRIVATE KEY----- true"'],
  [() => signatures(pem.rsa), '[true, false, 256, true, true]'],
  [() => signatures(pem.p256), '[true, false, 64, true, true]'],
  [() => signatures(pem.p384), '[true, false, 96, true, true]'],
  [() => signatures(pem.p521), '[true, false, 132, true, true]'],
  [() => signatures(pem.k256), '[true, false, 64, true, true]'],
  [() => signatures(pem.ed25519), 'throws Error ERR_CRYPTO_UNSUPPORTED_OPERATION: Unsupported crypto operation'],
  [() => signatures(pem.x25519), 'throws Error ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE: error:03000096:digital envelope routines::operation not supported for this keytype'],
  [() => signatures(pem.rsaPss), '[true, false, 256, true, true]'],
  [() => verifies(pem.p256, 'sha256', 'MEQCIFS5L87RrzQ7ioghREFMyrTdHUHFhSKRmB+TqQiwpnamAiBrX5E2wI09irODfMH+HeObwmvUHn8CIQm2wdGSYTr0gQ==', {}), 'true'],
  [() => verifies(pem.p256, 'sha1', '66GoPEQp9E+bjSJ0O9oN8iU2QHywMPeNkBmocUuI/w9YajD7xu7KlHM7mL/KJysVJSUM5u0/D/8O4yNbABc+Fw==', {'dsaEncoding': 'ieee-p1363'}), 'true'],
  [() => verifies(pem.p384, 'sha384', 'MGQCMHqRW/ngt3lQUq9CvpZKiVNrG6tMa+Lgc+dCsAgaPoc4BoroVxH9A0kTKM5uXQO8HgIwbr//OQGnLJUlV2vez+H2Crh4eSVPKqzGGEQFE67C9upB27etNAY6Tzok1Vf4Aegw', {}), 'true'],
  [() => verifies(pem.p521, 'sha512', 'AMbk5KRrsN14xSiYYZD03/Zy3EMvl4GpAdQ9YFB6FtRhpIqXkj3Q6shSu1veiEyzBEF5Klc2NL7WeZt/U0C2FiFVAWcHswX8vXtQzhMePPQGL4wYcWh4ga+1FsKDAfCQF8IWafKB+lrJ2exYP1lpRxFaxLy69fLe2P4gdH0eZZ9/dzma', {'dsaEncoding': 'ieee-p1363'}), 'true'],
  [() => verifies(pem.p521, 'sha1', 'MIGIAkIB/fsrbELpHIocBiOyCvMzHnpLdoIBylfV+7xeykAd4+WnRcynZwjI3MRO242zLmCRQYz4UrwwzC20iYg+XrHH7xsCQgG5LTrgnBJ++tupGwL3V2fN4Nh9ujCCaV4J4jL74WC0m5eoNnV12SiFHBxeOf/Yw7PcN90gJPcuXRV60JWo8i3vTQ==', {}), 'true'],
  [() => verifies(pem.k256, 'sha256', 'MEUCIQCIjEoddewSBBUbT5QwqI3JSAII5dOdQBJfXlWsDw3p5AIgKB2RV/1KM8jiPK7glKGThust/us6R0x4QsvlL7Z6+bw=', {}), 'true'],
  [() => verifies(pem.k256, 'sha256', 'MEUCIQDJq3C0h0406LFKEMfWPdvsS0Ng55twKZ3oqrgpEP1WGgIgPOZ07mCOVdtpWfI7yFtwsD9IqDpQ1e+fScBv8ir+u14=', {}), 'true'],
  [() => verifies(pem.k256, 'sha256', 'MEUCIQCgit1e2EuBzYuK8r3pGV4KL7tSkvvaWuE69/GiAhnjfQIgAxaQcQO+txdrweP/yBng3VEOnxCLCOknJXkFP2ZHZc4=', {}), 'true'],
  [() => verifies(pem.ed25519, null, 'ue/knnrqrm5GEzDkGcd3EHXx9n/qqR3mjtWdeZaB22fPKIlLzMdJ1etnfX6NQG3L+xFLAYap90YwbcOM/G74AA==', {}), 'true'],
  [() => verifies(pem.rsa, 'sha256', 'NNfMvl2Obp4HmV3KE6dFLTHI+ZwXnnrp7dOy6Mnw/zRds6taS6lID0KY8p6Vz46GnmKMD0Iry1A4rAEqXDiZJqvbnpMgMzGdKgalyWwctAHYbzJuOliHHZM2ULyu0fFnCX1TNagcnV/RfFt2+6fN5mVaio6A51F7tp4vtsK4O4bIOUZgMlepXBngG72ehF18b704u1CKwKScNDNLN2XW6iBT8YZAnWMNoC+tVvsgXprHyb/9tpfiz/xdSe/voFyZzgZCxZa/KjnBNDbXz3pEPWrZAy43vUxp4AwDC3aDwMxUqMXxfDkBFbnQRuD5uEvMWdZcbFYoccwTDMNeJRo34Q==', {'padding': 6}), 'true'],
  [() => verifies(pem.rsa, 'sha384', 'Dt73sw2IeRi2RaemvXL7rIbfSMsml3l/qqJd7BD0TLFO+5Xo2ryl5vbRV1413/7tWXGuFeTHN5brwfg/hLdHqgDqERHv0gO3hfYnwjTB/vvFLSbeFZzeiOx4FPRojxNhD5qF0xIerqTUvChAoeaQIiX9E5AqBs3UdtlX5X0muEkS7tKwcmaQjoq+03/9nTVwEBmb1iRzee3dhOEPOZO4HoQsA1fPkQgErI43RhiED/xrfINgY6KVegF5MkxLW4VHNZuu02siTvDehoQYwa+8yMunWeThCbHgWEpr+4dHldsahBd7k3r0ikRpRFN2pI7OJaydNIrMMHlS3TMmKkbTMg==', {'padding': 6, 'saltLength': 0}), 'true'],
  [() => verifies(pem.rsa, 'md5', 'hWM7pSDfs9Hud1qQRO5jdhcsag1Z3oBuxHZISp0+/wr1LJbyjGUtc4QfptMfuE5zgHHbHi+SZ7ib+Noc3DHcSCXVlV7GuCzZEA8ioJpf53MTZwTLlFc18IFl+sA6MMWYs+Niv3E01jsG+mWiKWxq2LK5XWPu7EHJ5iCK1Xp/QJDa7UU4GssQLF6eRyAIn/aw/lqOgIdANybZ+oc83HCVTtBeuggb+ich6RJr0GkKY9th2ALJ+QNhnEhiqAHvR5sdG+DKhKiC+W5bvxm8jt+RthuHTdHMT2O1lyXP2KXTGKbtgytELJrUi6lEy4mqy+mzxSeeqI5m8+Wt48e267HBeQ==', {}), 'true'],
  [() => verifies(pem.rsa, 'sha3-256', 'O2enL0a2PIYCZ9KiCPTxNk/IYL+ApqoMBR5O3LL/5DWR5KvTWodweCLGsA2K5sMrMGBPovYO4UiKxMdQp/1zT14wQgoBdhyfH5HlxG4mC7QOE6H4Mzx+Hk4S8yvy71CFtcdqv0AXcLjse+v5tAHcTIcLB40OaDjbbUb17gqYqWOvA2NiyVB4wBzK/+fR5VKszozuH7P7bm3aV1EaPWqPbygVmDME3rWmTwPjokFmTUAb/L9pO880705JrHjFdUsz8/62hLIOnpAL1SMpNm5jujjcWSO319wgI+T8lx+QJa1d5SYSArkjwKUr0r/innropM3aJOQk+Ae5zcedJm1qWg==', {}), 'true'],
  [() => verifies(pem.rsaPss, 'sha256', 'YE3apoEQ4eZE+8gkfgftKkie2gescVHEevquJTlHkGqg/EHdaaEtaVfHrj9+V4s2GWB96lftj3gUdXqi+qLAs6sqMLf5IBm1GAVAJs9GNeGepHurl+60TWKjtSQRJRXr9HZu28xS5NniZgOgvlJKLvyOFpina0xp1VTYqCqd6w5kBm5/u6efk4BiFEMH4W4AbhAk2RCQ+0T4ZvLK5DNWJYJTaUvPG4mKsdyzN3HrB/LQHmGJ+RhiR0VPDJITGujK+CA3iX98wwvik4Z7OgWgBt4v5BlqKdPZ9ViKLqZQL0YAwcPzaCUb60H58Niz3OApeZaKkURaHxU9DU5mcPsV7A==', {}), 'true'],
  [() => pss(undefined), '[256, true, true, false, false]'],
  [() => pss(0), '[256, true, true, false, false]'],
  [() => pss(32), '[256, true, true, false, false]'],
  [() => pss(P.RSA_PSS_SALTLEN_DIGEST), '[256, true, true, false, false]'],
  [() => pss(P.RSA_PSS_SALTLEN_MAX_SIGN), '[256, true, true, false, false]'],
  [() => md5(c.createSign('md5').update(msg).sign(r)), '"a9409369fcba7f85ed50d0a1dd87bc23"'],
  [() => md5(c.createSign('sha1').update(msg).sign(r)), '"9e0721765d4c0d4b461c8c65d297c054"'],
  [() => md5(c.createSign('sha224').update(msg).sign(r)), '"cff3f79fc397744189df656febc79652"'],
  [() => md5(c.createSign('sha256').update(msg).sign(r)), '"793221807843623ef90f3a2b2ec64bf3"'],
  [() => md5(c.createSign('sha384').update(msg).sign(r)), '"98ea796c70f276cd5d2a7a30f12240f7"'],
  [() => md5(c.createSign('sha512').update(msg).sign(r)), '"a967f4602b986a8bb6ce3d449c34cb73"'],
  [() => md5(c.createSign('sha512-256').update(msg).sign(r)), '"b11358f6e61fa3c46c4d58d0f09c8fdc"'],
  [() => md5(c.createSign('sha3-256').update(msg).sign(r)), '"46143e398165b12fed4ed48fb2c8ec52"'],
  [() => md5(c.createSign('ripemd160').update(msg).sign(r)), '"630e483d766060afb038b742249a7fb5"'],
  [() => md5(c.createSign('RSA-SHA256').update(msg).sign(r)), '"793221807843623ef90f3a2b2ec64bf3"'],
  [() => md5(c.createSign('md5-sha1').update(msg).sign(r)), '"31cc6bc31d5caffe34f5182d679b6ddb"'],
  [() => pair('rsa', { modulusLength: 1024 }), '["rsa", "{\\"modulusLength\\":1024}", "65537", true]'],
  [() => pair('rsa', { modulusLength: 1024, publicExponent: 3 }), '["rsa", "{\\"modulusLength\\":1024}", "3", true]'],
  [() => pair('ec', { namedCurve: 'P-256' }), '["ec", "{\\"namedCurve\\":\\"prime256v1\\"}", "undefined", true]'],
  [() => pair('ec', { namedCurve: 'secp256k1' }), '["ec", "{\\"namedCurve\\":\\"secp256k1\\"}", "undefined", true]'],
  [() => pair('ec', { namedCurve: 'prime256v1' }), '["ec", "{\\"namedCurve\\":\\"prime256v1\\"}", "undefined", true]'],
  [() => pair('ec', { namedCurve: 'P-521' }), '["ec", "{\\"namedCurve\\":\\"secp521r1\\"}", "undefined", true]'],
  [() => pair('ed25519', {}), '["ed25519", "{}", "undefined", true]'],
  [() => pair('x25519', undefined), '["x25519", "{}", "undefined", true]'],
  [() => pair('rsa-pss', { modulusLength: 1024 }), '["rsa-pss", "{\\"modulusLength\\":1024}", "65537", true]'],
  [() => c.createPrivateKey('abc'), 'throws Error ERR_OSSL_UNSUPPORTED: error:1E08010C:DECODER routines::unsupported'],
  [() => c.createPublicKey('abc'), 'throws Error ERR_OSSL_UNSUPPORTED: error:1E08010C:DECODER routines::unsupported'],
  [() => c.createPrivateKey(Buffer.from('abc')), 'throws Error ERR_OSSL_UNSUPPORTED: error:1E08010C:DECODER routines::unsupported'],
  [() => c.createPrivateKey({key:Buffer.from('abc'),format:'der',type:'pkcs8'}), 'throws Error ERR_OSSL_ASN1_NOT_ENOUGH_DATA: error:0680008E:asn1 encoding routines::not enough data'],
  [() => c.createPrivateKey({key:Buffer.from('abc'),format:'der'}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.type\' is invalid. Received undefined'],
  [() => c.createPrivateKey(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => c.createPrivateKey(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received undefined'],
  [() => c.createSecretKey('abc','utf8').export(), 'Buffer 616263'],
  [() => c.createSecretKey(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => c.createSecretKey(Buffer.alloc(0)).symmetricKeySize, '0'],
  [() => JSON.stringify(c.createSecretKey(Buffer.from('abc')).export({format:'jwk'})), '"{\\"kty\\":\\"oct\\",\\"k\\":\\"YWJj\\"}"'],
  [() => c.createSecretKey(Buffer.from('abc')).type, '"secret"'],
  [() => c.createSign('nope'), 'throws TypeError ERR_CRYPTO_INVALID_DIGEST: Invalid digest'],
  [() => c.createSign('sha256').update(msg).sign(), 'throws Error ERR_CRYPTO_SIGN_KEY_REQUIRED: No key provided to sign'],
  [() => c.createSign('sha256').update(msg).sign(''), 'throws Error ERR_CRYPTO_SIGN_KEY_REQUIRED: No key provided to sign'],
  [() => c.createSign('sha256').update(msg).sign('abc'), 'throws Error ERR_OSSL_UNSUPPORTED: error:1E08010C:DECODER routines::unsupported'],
  [() => c.createSign('sha256').update(msg).sign(rp), 'throws TypeError ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE: Invalid key object type public, expected private.'],
  [() => c.createSign(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "algorithm" argument must be of type string. Received undefined'],
  [() => c.privateDecrypt(r,c.publicEncrypt(rp,msg))+'', '"hello"'],
  [() => c.privateDecrypt({key:r,padding:P.RSA_PKCS1_PADDING},c.publicEncrypt({key:rp,padding:P.RSA_PKCS1_PADDING},msg))+'', 'throws TypeError ERR_INVALID_ARG_VALUE: RSA_PKCS1_PADDING is no longer supported for private decryption, this can be reverted with --security-revert=CVE-2023-46809'],
  [() => c.privateDecrypt({key:r,oaepHash:'sha256'},c.publicEncrypt({key:rp,oaepHash:'sha256'},msg))+'', '"hello"'],
  [() => c.privateDecrypt({key:r,oaepLabel:Buffer.from('x')},c.publicEncrypt({key:rp,oaepLabel:Buffer.from('x')},msg))+'', '"hello"'],
  [() => c.privateDecrypt({key:r,oaepLabel:Buffer.from('y')},c.publicEncrypt({key:rp,oaepLabel:Buffer.from('x')},msg))+'', 'throws Error ERR_OSSL_RSA_OAEP_DECODING_ERROR: error:02000079:rsa routines::oaep decoding error'],
  [() => c.publicDecrypt(rp,c.privateEncrypt(r,msg))+'', '"hello"'],
  [() => c.privateEncrypt(r,msg).toString('hex').slice(0,50), '"ca79cbaa297665eadf921b9e8bc3e185eb2f5fc1a72c8dc363"'],
  [() => c.publicEncrypt({key:rp,padding:P.RSA_NO_PADDING},Buffer.alloc(256,1)).toString('hex').slice(0,50), '"bedca1910da787a44c1fd37bda8d8f027b16a901a65c016c21"'],
  [() => c.publicEncrypt({key:rp,padding:P.RSA_NO_PADDING},Buffer.alloc(25,1)), 'throws Error ERR_OSSL_RSA_DATA_TOO_SMALL_FOR_KEY_SIZE: error:0200007A:rsa routines::data too small for key size'],
  [() => c.publicEncrypt(rp,Buffer.alloc(300)), 'throws Error ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE: error:0200006E:rsa routines::data too large for key size'],
  [() => c.publicEncrypt({key:rp,padding:P.RSA_PKCS1_PADDING},Buffer.alloc(300)), 'throws Error ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE: error:0200006E:rsa routines::data too large for key size'],
  [() => c.privateDecrypt(r,Buffer.alloc(256)), 'throws Error ERR_OSSL_RSA_OAEP_DECODING_ERROR: error:02000079:rsa routines::oaep decoding error'],
  [() => c.privateDecrypt(r,Buffer.alloc(25)), 'throws Error ERR_OSSL_RSA_OAEP_DECODING_ERROR: error:02000079:rsa routines::oaep decoding error'],
  [() => c.privateDecrypt({key:r,padding:1},Buffer.alloc(256,1)).length>=0, 'throws TypeError ERR_INVALID_ARG_VALUE: RSA_PKCS1_PADDING is no longer supported for private decryption, this can be reverted with --security-revert=CVE-2023-46809'],
  [() => c.privateDecrypt(rp,Buffer.alloc(256)), 'throws TypeError ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE: Invalid key object type public, expected private.'],
  [() => c.publicEncrypt({key:rp,oaepHash:'nope'},msg), 'throws Error ERR_OSSL_EVP_INVALID_DIGEST: Invalid digest used'],
  [() => c.publicEncrypt({key:rp,oaepHash:5},msg), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key.oaepHash" property must be of type string. Received type number (5)'],
  [() => c.publicEncrypt({key:rp,padding:77},msg), 'throws Error ERR_OSSL_RSA_UNKNOWN_PADDING_TYPE: error:02000076:rsa routines::unknown padding type'],
  [() => {const k=c.generateKeyPairSync('rsa',{modulusLength:1024,publicKeyEncoding:{type:'spki',format:'pem'},privateKeyEncoding:{type:'pkcs8',format:'pem'}});return [k.publicKey.split('\n')[0],k.privateKey.split('\n')[0]]}, '["-----BEGIN PUBLIC KEY-----", "-----BEGIN PRIVATE KEY-----"]'],
  [() => {const k=c.generateKeyPairSync('ec',{namedCurve:'P-384',publicKeyEncoding:{type:'spki',format:'der'},privateKeyEncoding:{type:'sec1',format:'pem',cipher:'aes-128-cbc',passphrase:'x'}});return [k.publicKey.length,k.privateKey.split('\n')[1]]}, '[120, "Proc-Type: 4,ENCRYPTED"]'],
  [() => c.generateKeyPairSync('nope'), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'type\' must be a supported key type. Received \'nope\''],
  [() => c.generateKeyPairSync('rsa'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options" argument must be of type object. Received undefined'],
  [() => c.generateKeyPairSync('rsa',{}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.modulusLength" property must be of type number. Received undefined'],
  [() => c.generateKeyPairSync('rsa',{modulusLength:'a'}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.modulusLength" property must be of type number. Received type string (\'a\')'],
  [() => c.generateKeyPairSync('ec',{namedCurve:'nope'}), 'throws TypeError ERR_CRYPTO_INVALID_CURVE: Invalid EC curve name'],
  [() => c.generateKeyPairSync('ec',{}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.namedCurve" property must be of type string. Received undefined'],
  [() => c.generateKeyPair('rsa',{modulusLength:512}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received undefined'],
  [() => c.generateKeyPairSync('rsa',{modulusLength:512,publicKeyEncoding:5}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.publicKeyEncoding\' is invalid. Received 5'],
  [() => c.generateKeyPairSync('rsa',{modulusLength:512,publicKeyEncoding:{type:'x'}}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.publicKeyEncoding.format\' is invalid. Received undefined'],
  [() => c.generateKeySync('hmac',{length:123}).symmetricKeySize, '15'],
  [() => c.generateKeySync('aes',{length:256}).symmetricKeySize, '32'],
  [() => c.generateKeySync('aes',{length:5}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.length\' must be one of: 128, 192, 256. Received 5'],
  [() => c.generateKeySync('hmac',{length:5}), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.length" is out of range. It must be >= 8 && <= 2147483647. Received 5'],
  [() => c.generateKeySync('nope',{length:5}), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'type\' must be a supported key type. Received \'nope\''],
  [() => c.createPrivateKey({key:{kty:'RSA'},format:'jwk'}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key.n" property must be of type string. Received undefined'],
  [() => c.createPublicKey({key:{kty:'EC',crv:'P-256',x:'a',y:'b'},format:'jwk'}), 'throws TypeError ERR_CRYPTO_INVALID_JWK: Invalid JWK EC key'],
  [() => c.createPublicKey({key:{kty:'oct'},format:'jwk'}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'key.kty\' must be one of: \'RSA\', \'EC\', \'OKP\'. Received \'oct\''],
  [() => c.createPublicKey({key:{kty:'OKP',crv:'Ed25519',x:'a'},format:'jwk'}), 'throws TypeError ERR_CRYPTO_INVALID_JWK: Invalid JWK data'],
  [() => c.createPublicKey({key:5,format:'jwk'}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key.key" property must be of type object. Received type number (5)'],
  [() => c.createPublicKey({key:{kty:'EC',crv:'P-999',x:'a',y:'b'},format:'jwk'}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'key.crv\' must be one of: \'P-256\', \'secp256k1\', \'P-384\', \'P-521\'. Received \'P-999\''],
  [() => r.export(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options" argument must be of type object. Received undefined'],
  [() => r.export({}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.format\' is invalid. Received undefined'],
  [() => r.export({format:'pem'}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.type\' is invalid. Received undefined'],
  [() => r.export({format:'pem',type:'x'}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.type\' is invalid. Received \'x\''],
  [() => r.export({format:'pem',type:'spki'}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.type\' is invalid. Received \'spki\''],
  [() => rp.export({format:'pem',type:'pkcs8'}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.type\' is invalid. Received \'pkcs8\''],
  [() => r.export({format:'x',type:'pkcs8'}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.format\' is invalid. Received \'x\''],
  [() => r.export({format:'pem',type:'pkcs8',cipher:'nope',passphrase:'x'}), 'throws Error ERR_CRYPTO_UNKNOWN_CIPHER: Unknown cipher'],
  [() => r.export({format:'pem',type:'pkcs8',cipher:'aes-128-cbc'}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.passphrase\' is invalid. Received undefined'],
  [() => r.export({format:'der',type:'pkcs1',cipher:'aes-128-cbc',passphrase:'x'}), 'throws Error ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS: The selected key encoding pkcs1 does not support encryption.'],
  [() => c.KeyObject.from(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key" argument must be an instance of CryptoKey. Received type number (5)'],
  [() => new c.KeyObject('x'), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'type\' is invalid. Received \'x\''],
  [() => new c.KeyObject('secret',{}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "handle" argument must be of type object. Received an instance of Object'],
  [() => c.createPublicKey(rp), 'throws TypeError ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE: Invalid key object type public, expected private.'],
  [() => c.createPrivateKey(r), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received an instance of PrivateKeyObject'],
  [() => c.createPublicKey(c.createSecretKey(Buffer.alloc(4))), 'throws TypeError ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE: Invalid key object type secret, expected private.'],
  [() => Object.prototype.toString.call(r), '"[object KeyObject]"'],
  [() => c.sign('sha256', msg, { key: r, padding: 55 }), 'throws Error ERR_OSSL_ILLEGAL_OR_UNSUPPORTED_PADDING_MODE: error:1C8000A5:Provider routines::illegal or unsupported padding mode'],
  [() => c.publicEncrypt(c.createPublicKey(pem.p256), msg), 'throws Error ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE: error:03000096:digital envelope routines::operation not supported for this keytype'],
  [() => c.createPrivateKey(pem.rsaOldEncrypted).type, 'throws Error ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED: error:07880109:common libcrypto routines::interrupted or cancelled'],
  [() => c.createPrivateKey({ key: pem.rsaOldEncrypted, passphrase: 'no' }).type, 'throws Error ERR_OSSL_BAD_DECRYPT: error:1C800064:Provider routines::bad decrypt'],
  [() => c.createPrivateKey({ key: pem.rsaEncrypted, passphrase: 'no' }).type, 'throws Error ERR_OSSL_BAD_DECRYPT: error:1C800064:Provider routines::bad decrypt'],
  [() => c.publicEncrypt(rp, msg).length, '256'],
  [() => c.createHmac('sha256', c.createSecretKey(Buffer.from('key'))).update('data').digest('hex'), '"5031fe3d989c6d1537a013fa6e739da23463fdaec3b70137d828e36ace221bd0"'],
  [() => c.createHmac('sha256', r), 'throws TypeError ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE: Invalid key object type private, expected secret.'],
  [() => c.createCipheriv('aes-128-cbc', c.createSecretKey(Buffer.alloc(16)), Buffer.alloc(16)).final(), 'Buffer 0143db63ee66b0cdff9f69917680151e'],
  [() => c.createPublicKey({ key: r.export({ format: 'jwk' }), format: 'jwk' }).equals(rp), 'true'],
  [() => c.createPrivateKey({ key: r.export({ format: 'jwk' }), format: 'jwk' }).equals(r), 'true'],
  [() => c.verify('sha256', msg, rp, 'x'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "signature" argument must be an instance of Buffer, TypedArray, or DataView. Received type string (\'x\')'],
  [() => c.sign('sha256', 5, r), 'throws TypeError ERR_INVALID_ARG_TYPE: The "data" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => c.sign('nope', msg, r), 'throws TypeError ERR_CRYPTO_INVALID_DIGEST: Invalid digest: nope'],
  [() => c.createPrivateKey(c.createPublicKey(r).export({ type: 'spki', format: 'pem' })), 'throws Error ERR_OSSL_UNSUPPORTED: error:1E08010C:DECODER routines::unsupported'],
  [() => c.createSign('sha256').update(msg).sign({ key: r, padding: 1.5 }), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.padding\' is invalid. Received 1.5'],
]);

// The same with a callback, on another thread.
let calls = 0;
c.generateKeyPair('rsa', { modulusLength: 1024 }, (error, publicKey, privateKey) => {
  assert.strictEqual(error, null);
  c.sign('sha256', msg, privateKey, (failure, signature) => {
    assert.strictEqual(failure, null);
    c.verify('sha256', msg, publicKey, signature, (fault, holds) => {
      assert.deepStrictEqual([fault, holds], [null, true]);
      calls++;
    });
  });
});
require('util').promisify(c.generateKeyPair)('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'pem' } }).then((made) => {
  assert.ok(made.publicKey.startsWith('-----BEGIN PUBLIC KEY-----\n') && made.privateKey.type === 'private');
  calls++;
});
c.generateKey('hmac', { length: 64 }, (error, key) => {
  assert.deepStrictEqual([error, key.symmetricKeySize], [null, 8]);
  calls++;
});
process.on('exit', (code) => assert.ok(calls === 3 || code !== 0, `${calls}`));
