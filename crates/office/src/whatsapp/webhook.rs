//! placeholder
pub async fn verify() {}
pub async fn receive() {}
