//! Sending a template: is it known, are its parameters as many as its placeholders, what does it say.
//! Outside the service window this is the only way to write to anybody.
use serde_json::{Value, json};

use super::error::GraphError;
use crate::engine::Engine;
use crate::template::{Template, TemplateButton, fill, placeholders};

type Values = Vec<(Option<String>, String)>;

/// The words of a template message as the resident sees them; `None` for other types.
pub(super) fn render(engine: &Engine, request: &Value, kind: &str) -> Result<Option<Value>, GraphError> {
    if kind != "template" {
        return Ok(None);
    }
    let sent = &request["template"];
    let name = sent["name"].as_str().unwrap_or_default();
    let language = sent["language"]["code"].as_str().unwrap_or_default();
    let templates = engine.templates();
    let template = templates
        .iter()
        .find(|template| template.name == name && template.language == language)
        .ok_or_else(|| {
        let details = format!("template name ({name}) does not exist in {language}");
        GraphError::new(132_001, details)
    })?;
    let header = template.header.as_deref().unwrap_or_default();
    let header_values = values(sent, "header", header)?;
    let body_values = values(sent, "body", &template.body)?;
    let body = fill(&template.body, &body_values);
    if body.chars().count() > 1024 {
        return Err(GraphError::new(132_005, "Translated text too long"));
    }
    Ok(Some(json!({
        "header": template.header.as_deref().map(|header| fill(header, &header_values)),
        "body": body,
        "footer": template.footer,
        "buttons": buttons(sent, template)?,
    })))
}

fn values(sent: &Value, part: &str, text: &str) -> Result<Values, GraphError> {
    let component = components(sent).find(|component| is(&component["type"], part));
    let given =
        component.and_then(|component| component["parameters"].as_array()).map_or(&[][..], Vec::as_slice);
    let expected = placeholders(text).len();
    if given.len() != expected {
        let details = format!(
            "{part}: number of localizable_params ({}) does not match the expected number of params ({expected})",
            given.len()
        );
        return Err(GraphError::new(132_000, details));
    }
    given.iter().map(|parameter| value(parameter, part)).collect()
}

fn value(parameter: &Value, part: &str) -> Result<(Option<String>, String), GraphError> {
    let text = match parameter["type"].as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("text") => parameter["text"].as_str(),
        Some("currency") => parameter["currency"]["fallback_value"].as_str(),
        Some("date_time") => parameter["date_time"]["fallback_value"].as_str(),
        _ => return Err(GraphError::new(132_012, format!("{part}: unsupported parameter type"))),
    };
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Err(GraphError::new(
            131_008,
            format!("{part}: parameter of type text is missing text value"),
        ));
    };
    if text.contains(['\n', '\t']) || text.contains("     ") {
        let details = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces";
        return Err(GraphError::new(132_012, details));
    }
    Ok((parameter["parameter_name"].as_str().map(str::to_owned), text.to_owned()))
}

fn buttons(sent: &Value, template: &Template) -> Result<Vec<Value>, GraphError> {
    template.buttons.iter().enumerate().map(|(index, button)| show(sent, index, button)).collect()
}

fn show(sent: &Value, index: usize, button: &TemplateButton) -> Result<Value, GraphError> {
    let component = components(sent).find(|component| {
        let at = component["index"].as_u64().or_else(|| component["index"].as_str()?.parse().ok());
        is(&component["type"], "button") && at == Some(index as u64)
    });
    let given = component.and_then(|component| component["parameters"].get(0));
    match button {
        TemplateButton::QuickReply { text } => {
            let payload = given.and_then(|given| given["payload"].as_str()).unwrap_or(text);
            Ok(json!({"type": "quick_reply", "text": text, "payload": payload}))
        }
        TemplateButton::Url { text, url } => {
            if button.parameters() != usize::from(given.is_some()) {
                let details = format!("buttons: button at index {index} of type Url needs its parameter");
                return Err(GraphError::new(132_000, details));
            }
            let values: Values =
                given.map(|given| value(given, "buttons")).transpose()?.into_iter().collect();
            Ok(json!({"type": "url", "text": text, "url": fill(url, &values)}))
        }
    }
}

fn components(sent: &Value) -> impl Iterator<Item = &Value> {
    sent["components"].as_array().into_iter().flatten()
}

fn is(value: &Value, wanted: &str) -> bool {
    value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(wanted))
}
