//! A security key as a browser answers for it: a key pair, and the bytes of WebAuthn. It does whatever a test tells
//! it, also what a good key never would.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const WITH_KEY: u8 = 0x40;

pub struct SecurityKey {
    pair: EcdsaKeyPair,
    id: [u8; 32],
    /// Where the browser is.
    pub origin: String,
    /// Whether it looks at a finger or a PIN, and not only for a touch.
    pub verifies: bool,
    pub counter: u32,
    /// Whose it is, as it keeps that itself.
    holder: Value,
}

impl SecurityKey {
    pub fn new(origin: &str) -> Self {
        let random = SystemRandom::new();
        let kept =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key pair");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, kept.as_ref(), &random);
        Self {
            pair: pair.expect("a key pair"),
            id: rand::random(),
            origin: origin.to_owned(),
            verifies: true,
            counter: 1,
            holder: Value::Null,
        }
    }

    /// The answer to what a page asks when a key is enrolled.
    pub fn enrols(&mut self, options: &Value) -> Value {
        self.holder = options["publicKey"]["user"]["id"].clone();
        let mut data = self.authenticator_data(&options["publicKey"]["rp"]["id"], WITH_KEY);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(self.id);
        // COSE: an EC2 key for ES256 on P-256, then x and y.
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32]);
        data.extend(x);
        data.extend([0x22, 0x58, 32]);
        data.extend(y);
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": …}
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).expect("short"));
        object.extend(data);
        self.answer(json!({
            "attestationObject": BASE64.encode(object),
            "clientDataJSON": BASE64.encode(self.client_data("webauthn.create", options)),
        }))
    }

    /// The answer to what a page asks when somebody is to prove who they are.
    pub fn proves(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let data = self.authenticator_data(&options["publicKey"]["rpId"], 0);
        let client = self.client_data("webauthn.get", options);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature = self.pair.sign(&SystemRandom::new(), &signed).expect("signed");
        self.answer(json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": BASE64.encode(client),
            "signature": BASE64.encode(signature),
            "userHandle": null,
        }))
    }

    /// The same where nobody was named: it says itself whose it is.
    pub fn says_who(&mut self, options: &Value) -> Value {
        let mut answer = self.proves(options);
        answer["response"]["userHandle"] = self.holder.clone();
        answer
    }

    /// The same, of somebody else.
    pub fn claims(&mut self, options: &Value, other: &Self) -> Value {
        let mut answer = self.proves(options);
        answer["response"]["userHandle"] = other.holder.clone();
        answer
    }

    fn authenticator_data(&self, party: &Value, flags: u8) -> Vec<u8> {
        let flags = flags | PRESENT | if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(party.as_str().expect("an id")).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, what: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["publicKey"]["challenge"];
        let data = json!({"type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": false});
        data.to_string().into_bytes()
    }

    fn answer(&self, response: Value) -> Value {
        let id = BASE64.encode(self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}})
    }
}
