//! The data keys: one object each, wrapped by the master key, apart from what they seal. To destroy what a key
//! seals is to remove that object. Unwrapped keys are held in memory for a short while only.

use super::store::{Held, Store};
use super::{KeyName, VaultError};
use futures::TryStreamExt;
use seal::{Key, Masters, Rotated, SealError};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// After so long another process's destruction of a key is noticed here.
pub(super) const REMEMBERED: Duration = Duration::from_secs(60);
/// Keys held unwrapped at once.
const MOST: usize = 256;
/// How often what another process changed meanwhile is looked at anew.
const TRIES: usize = 5;
pub(super) struct Keys {
    pub(super) store: Store,
    office: String,
    masters: Masters,
    held: Mutex<Unwrapped>,
}

/// Keys in memory. `forgotten` counts destructions, so that a key read before one is not remembered after it.
#[derive(Default)]
struct Unwrapped {
    keys: HashMap<KeyName, (Instant, Key)>,
    forgotten: u64,
}

enum Rewrapped {
    Now,
    Before,
    Unknown,
    Gone,
}

impl Keys {
    pub(super) fn new(store: Store, office: &str, masters: Masters) -> Self {
        Self { store, office: office.to_owned(), masters, held: Mutex::default() }
    }

    /// None where it was destroyed, or never made.
    pub(super) async fn existing(&self, name: &KeyName) -> Result<Option<Key>, VaultError> {
        let forgotten = match self.remembered(name) {
            Ok(key) => return Ok(Some(key)),
            Err(forgotten) => forgotten,
        };
        let Some(held) = self.read(name).await? else { return Ok(None) };
        let key = self.masters.unwrap(&self.office, name.as_str(), &held.bytes)?;
        self.remember(name, &key, forgotten);
        Ok(Some(key))
    }

    /// The key of this name, made where there is none.
    pub(super) async fn obtain(&self, name: &KeyName) -> Result<Key, VaultError> {
        for _ in 0..TRIES {
            if let Some(key) = self.existing(name).await? {
                return Ok(key);
            }
            let fresh = seal::fresh_key()?;
            let wrapped = self.masters.wrap(&self.office, name.as_str(), &fresh)?;
            if self.store.create(name.as_str(), wrapped).await? {
                return Ok(fresh);
            }
        }
        Err(VaultError::Unavailable(format!("the key {} is made and destroyed all the time", name.as_str())))
    }

    /// Nothing that it seals can be read by anybody afterwards. One that is not there is as good as destroyed.
    pub(super) async fn destroy(&self, name: &KeyName) -> Result<(), VaultError> {
        self.forget(name);
        self.store.wipe(name.as_str()).await?;
        self.forget(name);
        Ok(())
    }

    /// Puts every key under the present master key. Stopped at any point, it goes on where it was.
    pub(super) async fn rotate(&self) -> Result<Rotated, VaultError> {
        let mut done = Rotated::default();
        let mut names = self.store.names(None)?;
        while let Some(name) = names.try_next().await? {
            match self.rewrap(&name).await? {
                Rewrapped::Now => done.rewrapped += 1,
                Rewrapped::Before => done.already += 1,
                Rewrapped::Unknown => done.unknown += 1,
                Rewrapped::Gone => {}
            }
        }
        Ok(done)
    }

    async fn rewrap(&self, name: &str) -> Result<Rewrapped, VaultError> {
        let key_name = KeyName(name.to_owned());
        for _ in 0..TRIES {
            let Some(held) = self.read(&key_name).await? else { return Ok(Rewrapped::Gone) };
            if self.masters.is_present(&held.bytes)? {
                return Ok(Rewrapped::Before);
            }
            let key = match self.masters.unwrap(&self.office, name, &held.bytes) {
                Err(SealError::UnknownMaster { .. }) => return Ok(Rewrapped::Unknown),
                other => other?,
            };
            let wrapped = self.masters.wrap(&self.office, name, &key)?;
            if self.store.replace(name, &held, wrapped).await? {
                return Ok(Rewrapped::Now);
            }
        }
        Err(VaultError::Unavailable(format!("the key {name} changes all the time")))
    }

    /// One that was overwritten and not yet removed when a process was killed is removed now.
    async fn read(&self, name: &KeyName) -> Result<Option<Held>, VaultError> {
        let held = self.store.get(name.as_str()).await?;
        match held {
            Some(held) if held.bytes.iter().all(|b| *b == 0) => {
                self.store.wipe(name.as_str()).await?;
                Ok(None)
            }
            other => Ok(other),
        }
    }

    /// The key, or the count of destructions so far.
    fn remembered(&self, name: &KeyName) -> Result<Key, u64> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match held.keys.get(name) {
            Some((since, key)) if since.elapsed() < REMEMBERED => Ok(key.clone()),
            _ => Err(held.forgotten),
        }
    }

    fn remember(&self, name: &KeyName, key: &Key, forgotten: u64) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.forgotten != forgotten {
            return;
        }
        if held.keys.len() >= MOST {
            held.keys.retain(|_, (since, _)| since.elapsed() < REMEMBERED);
            let oldest = held.keys.iter().min_by_key(|(_, (since, _))| *since).map(|(name, _)| name.clone());
            if let Some(oldest) = oldest.filter(|_| held.keys.len() >= MOST) {
                held.keys.remove(&oldest);
            }
        }
        held.keys.insert(name.clone(), (Instant::now(), key.clone()));
    }

    fn forget(&self, name: &KeyName) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.keys.remove(name);
        held.forgotten += 1;
    }
    /// As if the time for which keys are remembered had passed.
    #[cfg(test)]
    pub(super) fn lapse(&self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).keys.clear();
    }
}
