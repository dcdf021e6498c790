//! Names are resolved here, once for each connection, and never to an address inside our own network:
//! a media address that pointed there would make us fetch for a stranger.

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

pub struct Resolver {
    inside_allowed: bool,
}

impl Resolver {
    pub fn new(inside_allowed: bool) -> Self {
        Self { inside_allowed }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let inside_allowed = self.inside_allowed;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let fit: Vec<SocketAddr> = found.filter(|a| inside_allowed || is_outside(a.ip())).collect();
            if fit.is_empty() {
                return Err("the name points inside our own network".into());
            }
            Ok(Box::new(fit.into_iter()) as Addrs)
        })
    }
}

/// Whether a file may be asked for there, and the token shown: a listed name, over TLS at the port of TLS, written plainly.
/// An address in numbers, however it is written, is no name.
pub fn is_listed(url: &Url, hosts: &[String]) -> bool {
    let plainly = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    let listed = |name: &str| hosts.iter().any(|h| h.eq_ignore_ascii_case(name));
    url.scheme() == "https" && plainly && url.domain().is_some_and(listed)
}

fn is_outside(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => is_outside_v4(v4),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_outside_v4(v4),
            None => is_outside_v6(v6),
        },
    }
}

fn is_outside_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let of_protocols = a == 192 && b == 0 && c == 0;
    let of_benchmarks = a == 198 && (18..20).contains(&b);
    !(v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_broadcast()
        || v4.is_multicast()
        || v4.is_documentation()
        || shared
        || of_protocols
        || of_benchmarks
        || a == 0
        || a >= 240)
}

/// Only what is given out to the world (2000::/3), and of it nothing that carries an IPv4 address on to somewhere else:
/// 6to4 and Teredo. NAT64 and IPv4-compatible addresses lie outside it, as do all of our own networks.
fn is_outside_v6(v6: Ipv6Addr) -> bool {
    let [first, second, ..] = v6.segments();
    let worldwide = first & 0xe000 == 0x2000;
    let six_to_four = first == 0x2002;
    // Teredo, benchmarks, ORCHID: 2001::/23. Documentation: 2001:db8::/32.
    let special = first == 0x2001 && (second < 0x0200 || second == 0x0db8);
    worldwide && !six_to_four && !special
}

#[cfg(test)]
mod tests {
    use super::{Resolver, is_listed, is_outside};
    use reqwest::Url;
    use reqwest::dns::{Name, Resolve};

    #[test]
    fn addresses_of_our_own_network_are_never_called_whatever_way_they_are_written() {
        for inside in [
            "127.0.0.1",
            "127.255.255.254",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.7",
            "255.255.255.255",
            "224.0.0.1",
            "::1",
            "::",
            "::7f00:1",
            "fe80::1",
            "fec0::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "2002:7f00:1::1",
            "2002:a00:1::",
            "2001:0:7f00:1::",
            "2001:db8::1",
            "100::1",
        ] {
            assert!(!is_outside(inside.parse().expect("an address")), "{inside}");
        }
        for outside in
            ["157.240.1.1", "100.63.0.1", "172.32.0.1", "2a03:2880::1", "2606:4700::1", "2404:6800::1"]
        {
            assert!(is_outside(outside.parse().expect("an address")), "{outside}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_our_own_network_leads_nowhere() {
        let name = || "localhost".parse::<Name>().expect("a name");
        let refused = Resolver::new(false).resolve(name()).await.map(Iterator::count);
        assert!(refused.expect_err("nothing").to_string().contains("inside our own network"));
        let simulators = Resolver::new(true).resolve(name()).await.expect("this machine").count();
        assert!(simulators > 0, "and without the guard it would lead there");
    }

    #[test]
    fn only_a_listed_name_over_tls_written_plainly_is_asked_for_a_file() {
        let hosts = ["lookaside.fbsbx.com".to_owned(), "127.0.0.1".to_owned(), "2130706433".to_owned()];
        let listed = |url: &str| Url::parse(url).is_ok_and(|url| is_listed(&url, &hosts));
        for good in ["https://lookaside.fbsbx.com/a?b=c", "https://LookAside.fbsbx.com:443/a"] {
            assert!(listed(good), "{good}");
        }
        for bad in [
            "http://lookaside.fbsbx.com/a",
            "https://lookaside.fbsbx.com:8443/a",
            "https://lookaside.fbsbx.com./a",
            "https://x.lookaside.fbsbx.com/a",
            "https://lookaside.fbsbx.com.evil.example/a",
            "https://evil.example/lookaside.fbsbx.com",
            "https://evil.example#lookaside.fbsbx.com",
            "https://lookaside.fbsbx.com@127.0.0.1/a",
            "https://lookaside.fbsbx.com@evil.example/a",
            "https://user@lookaside.fbsbx.com/a",
            "https://:secret@lookaside.fbsbx.com/a",
            "https://127.0.0.1/a",
            "https://2130706433/a",
            "https://0177.0.0.1/a",
            "https://0x7f.1/a",
            "https://127.1/a",
            "https://[::1]/a",
            "https://[::ffff:127.0.0.1]/a",
            "https://localhost/a",
            "ftp://lookaside.fbsbx.com/a",
            "file:///etc/passwd",
            "data:,a",
            "//lookaside.fbsbx.com/a",
            "",
        ] {
            assert!(!listed(bad), "{bad}");
        }
    }
}
