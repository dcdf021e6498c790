//! A browser as the server sees one: keeps cookies, says where its forms come from, follows no redirect.

use office::accounts::Officer;
use procedure::Actor;
use reqwest::header::HeaderValue;
use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use std::collections::BTreeMap;
use std::sync::Mutex;

pub struct Browser {
    http: Client,
    base: String,
    cookies: Mutex<BTreeMap<String, String>>,
    officer: Option<Officer>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub bytes: Vec<u8>,
    pub body: String,
}

impl Browser {
    pub fn new(base: &str) -> Self {
        office::app::install_tls();
        let mut http = Client::builder().redirect(redirect::Policy::none());
        // Not every machine knows these names.
        if let Some(name) = base.split(['/', ':']).find(|part| part.ends_with(".localhost")) {
            http = http.resolve(name, ([127, 0, 0, 1], 0).into());
        }
        let http = http.build().expect("a client");
        Self { http, base: base.to_owned(), cookies: Mutex::default(), officer: None }
    }

    pub fn is(mut self, officer: Officer) -> Self {
        self.officer = Some(officer);
        self
    }

    /// The same person, signed in as here, asking at another address.
    pub fn at(&self, base: &str) -> Self {
        let mut other = Self::new(base);
        other.officer = self.officer.clone();
        *other.cookies.get_mut().expect("cookies") = self.cookies.lock().expect("cookies").clone();
        other
    }

    pub fn officer(&self) -> &Officer {
        self.officer.as_ref().expect("somebody signed in")
    }

    pub fn actor(&self) -> Actor {
        self.officer().actor()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().expect("cookies").insert(name.to_owned(), value.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("cookies").get(name).cloned()
    }

    /// A request with this browser's cookies; [`Browser::send`] sends it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies = self.cookies.lock().expect("cookies");
        let all = cookies.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("; ");
        let request = self.http.request(method, format!("{}{path}", self.base)).header("cookie", all);
        request.header("sec-fetch-site", "same-origin")
    }

    /// A form that says of itself what is given and nothing else of where it comes from: as another site would send it.
    pub async fn forged(
        &self,
        method: Method,
        path: &str,
        said: &[(&'static str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = self.request(method, path).body(body.to_owned()).build().expect("a request");
        let headers = request.headers_mut();
        headers.remove("sec-fetch-site");
        headers.insert("content-type", HeaderValue::from_static("application/x-www-form-urlencoded"));
        for (name, value) in said {
            headers.insert(*name, HeaderValue::from_str(value).expect("a value"));
        }
        self.read(self.http.execute(request).await.expect("an answer")).await
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        self.read(request.send().await.expect("an answer")).await
    }

    async fn read(&self, response: Response) -> Answer {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        self.remember(&headers);
        let bytes = response.bytes().await.expect("a body").to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, headers, bytes, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// Sends a form; the same name may come several times.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pair = |(name, value): &(&str, &str)| format!("{}={}", encoded(name), encoded(value));
        let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
        let request = self.request(Method::POST, path);
        self.send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
    }

    /// Sends a form with files.
    pub async fn upload(&self, path: &str, form: reqwest::multipart::Form) -> Answer {
        self.send(self.request(Method::POST, path).multipart(form)).await
    }

    fn remember(&self, headers: &reqwest::header::HeaderMap) {
        for line in headers.get_all("set-cookie") {
            let pair = line.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.set_cookie(name.trim(), value.trim());
            }
        }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// Where a redirect leads; empty for any other answer.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The value of the page's first input of this name.
    pub fn field(&self, name: &str) -> String {
        let (_, after) = self
            .body
            .split_once(&format!("name=\"{name}\" value=\""))
            .unwrap_or_else(|| panic!("no field {name} in: {}", self.body));
        after.split('"').next().unwrap_or_default().to_owned()
    }
}

/// As a form writes it.
fn encoded(text: &str) -> String {
    let byte =
        |b: u8| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(byte).collect()
}
