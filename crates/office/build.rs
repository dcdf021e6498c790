//! Texts and assets are read while the program is compiled; a new file among them must compile it anew.

fn main() {
    println!("cargo:rerun-if-changed=texts");
    println!("cargo:rerun-if-changed=assets/dist");
}
