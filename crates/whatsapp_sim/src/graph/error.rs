//! Meta's error envelope and the codes it is filled with.
//! Only the code carries meaning: callers must not need the HTTP status or the wording.
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::ids;

/// A refusal of the Graph surface.
#[derive(Debug, Clone)]
pub(crate) struct GraphError {
    pub(crate) code: u32,
    pub(crate) subcode: Option<u32>,
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    pub(crate) details: Option<String>,
}

impl GraphError {
    /// An error with its catalogued title and HTTP status, and the details of this one occurrence.
    pub(crate) fn new(code: u32, details: impl Into<String>) -> Self {
        Self {
            code,
            subcode: None,
            status: http_status(code),
            message: format!("(#{code}) {}", title(code)),
            details: Some(details.into()),
        }
    }

    /// Code 100 as Meta words it: the fault stands in `message`, without `error_data`.
    pub(crate) fn parameter(message: impl std::fmt::Display) -> Self {
        Self {
            code: 100,
            subcode: None,
            status: StatusCode::BAD_REQUEST,
            message: format!("(#100) {message}"),
            details: None,
        }
    }

    /// An id that does not exist, or not for this token.
    pub(crate) fn no_object(method: &str, id: &str) -> Self {
        Self {
            code: 100,
            subcode: Some(33),
            status: StatusCode::BAD_REQUEST,
            message: format!(
                "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to \
                 missing permissions, or does not support this operation."
            ),
            details: None,
        }
    }

    /// The same error as it stands in a `failed` status or in `value.errors`.
    pub(crate) fn in_webhook(&self) -> Value {
        webhook_error(self.code, self.details.as_deref().unwrap_or(&self.message))
    }
}

/// An entry of an `errors` array inside a webhook.
pub(crate) fn webhook_error(code: u32, details: &str) -> Value {
    json!({
        "code": code,
        "title": title(code),
        "message": title(code),
        "error_data": {"details": details},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    })
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        let mut error = json!({
            "message": self.message,
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": ids::trace(),
        });
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = subcode.into();
        }
        if let Some(details) = self.details {
            error["error_data"] = json!({"messaging_product": "whatsapp", "details": details});
        }
        let mut response = (self.status, Json(json!({ "error": error }))).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("OAuth \"Facebook Platform\" \"invalid_token\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// Meta's title for a code.
pub(crate) fn title(code: u32) -> &'static str {
    match code {
        0 => "AuthException",
        1 => "API Unknown",
        2 => "API Service",
        3 => "API Method",
        4 => "API Too Many Calls",
        10 => "Permission Denied",
        33 => "Parameter value is not valid",
        100 => "Invalid parameter",
        190 => "Access token has expired",
        200..=299 => "API Permission",
        368 => "Temporarily blocked for policies violations",
        80007 => "Rate limit issues",
        130429 => "Rate limit hit",
        130472 => "User's number is part of an experiment",
        131000 => "Something went wrong",
        131005 => "Access denied",
        131008 => "Required parameter is missing",
        131009 => "Parameter value is not valid",
        131016 => "Service unavailable",
        131021 => "Recipient cannot be sender",
        131026 => "Message undeliverable",
        131030 => "Recipient phone number not in allowed list",
        131031 => "Account has been locked",
        131037 => "Display name approval needed",
        131042 => "Business eligibility payment issue",
        131045 => "Incorrect certificate",
        131047 => "Re-engagement message",
        131048 => "Spam rate limit hit",
        131049 => "Message not delivered to maintain healthy ecosystem engagement",
        131050 => "Recipient has stopped marketing messages",
        131051 => "Unsupported message type",
        131052 => "Media download error",
        131053 => "Media upload error",
        131056 => "(Business Account, Consumer Account) pair rate limit hit",
        131057 => "Account in maintenance mode",
        131062 => "Business-scoped user ID recipients are not supported",
        132000 => "Template param count mismatch",
        132001 => "Template does not exist",
        132005 => "Template hydrated text too long",
        132007 => "Template format character policy violated",
        132008 => "Template parameter value missing",
        132012 => "Template parameter format mismatch",
        132015 => "Template is paused",
        132016 => "Template is disabled",
        133010 => "Phone number not registered",
        _ => "Error injected by the SIMULATOR",
    }
}

fn http_status(code: u32) -> StatusCode {
    match code {
        0 | 190 => StatusCode::UNAUTHORIZED,
        3 | 131000 => StatusCode::INTERNAL_SERVER_ERROR,
        10 | 200..=299 | 368 | 131005 | 131031 => StatusCode::FORBIDDEN,
        2 | 131016 => StatusCode::SERVICE_UNAVAILABLE,
        4 | 80007 | 130429 => StatusCode::TOO_MANY_REQUESTS,
        132001 => StatusCode::NOT_FOUND,
        _ => StatusCode::BAD_REQUEST,
    }
}
