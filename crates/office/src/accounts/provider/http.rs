//! How the identity provider is called: briefly, without following where it points, and reading no more than an answer can
//! sensibly have.

use super::ProviderError;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, RequestTokenError};
use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Of a list of keys or a token.
const MOST_BYTES: usize = 512 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum CallFault {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error("an answer of more than {MOST_BYTES} bytes")]
    TooLong,
    #[error(transparent)]
    Shape(#[from] axum::http::Error),
}

#[derive(Clone)]
pub struct Http(reqwest::Client);

impl Http {
    pub fn new() -> Result<Self, reqwest::Error> {
        let builder = reqwest::Client::builder()
            .timeout(Duration::from_secs(10))
            .connect_timeout(Duration::from_secs(5))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy();
        builder.build().map(Self)
    }

    async fn answer(self, request: HttpRequest) -> Result<HttpResponse, CallFault> {
        let mut response = self.0.execute(request.try_into()?).await?;
        let mut built = axum::http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            built = built.header(name, value);
        }
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await? {
            body.extend_from_slice(&piece);
            if body.len() > MOST_BYTES {
                return Err(CallFault::TooLong);
            }
        }
        Ok(built.body(body)?)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = CallFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, CallFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.clone().answer(request))
    }
}

/// A code that the provider does not take is the answer's fault; anything else is the provider's.
pub fn refused_or_away<T>(e: &RequestTokenError<CallFault, T>) -> ProviderError
where
    T: openidconnect::ErrorResponse + 'static,
{
    match e {
        RequestTokenError::ServerResponse(_) => ProviderError::Refused(chain(e)),
        _ => ProviderError::Away(chain(e)),
    }
}

/// An error and what is behind it.
pub fn chain(e: &dyn StdError) -> String {
    let mut words = e.to_string();
    let mut behind = e.source();
    while let Some(cause) = behind {
        words = format!("{words}: {cause}");
        behind = cause.source();
    }
    words
}
