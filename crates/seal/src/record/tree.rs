//! The Merkle tree of RFC 6962, section 2.1, over leaves that were hashed already. Pure.

use super::Hash;
use sha2::{Digest, Sha256};

/// What is kept of a tree while leaves are added on its right: the root of each full subtree, largest first.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    size: u64,
    full: Vec<Hash>,
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let digest = Sha256::new_with_prefix([1]);
    digest.chain_update(left).chain_update(right).finalize().into()
}

impl Tree {
    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn push(&mut self, leaf: Hash) {
        let mut root = leaf;
        // As in counting: each full subtree on the right that is as large becomes one with the new one.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.full.pop() {
                root = node(&left, &root);
            }
        }
        self.full.push(root);
        self.size += 1;
    }

    /// Of no leaf at all: the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut full = self.full.iter().rev();
        let Some(last) = full.next() else { return Sha256::digest([]).into() };
        full.fold(*last, |right, left| node(left, &right))
    }
}

/// All levels of a tree, the leaves first; a node without a neighbour on its right goes up as it is.
pub struct Levels(Vec<Vec<Hash>>);

impl Levels {
    pub fn of(leaves: Vec<Hash>) -> Self {
        let mut levels = vec![leaves];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let pair = |pair: &[Hash]| match pair {
                [left, right] => node(left, right),
                rest => rest.first().copied().unwrap_or_default(),
            };
            levels.push(below.chunks(2).map(pair).collect());
        }
        Self(levels)
    }

    /// The audit path of a leaf, the nearest first (RFC 6962, section 2.1.1).
    pub fn path(&self, leaf: u64) -> Vec<Hash> {
        let mut at = usize::try_from(leaf).unwrap_or(usize::MAX);
        let mut path = Vec::new();
        for level in &self.0 {
            path.extend(level.get(at ^ 1));
            at /= 2;
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the RFC defines it, by cutting the list in two.
    fn defined(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
                node(&defined(left), &defined(right))
            }
        }
    }

    /// As the RFC defines it.
    fn path(leaves: &[Hash], leaf: usize) -> Vec<Hash> {
        if leaves.len() == 1 {
            return Vec::new();
        }
        let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
        let (mut path, other) = if leaf < left.len() {
            (path(left, leaf), defined(right))
        } else {
            (path(right, leaf - left.len()), defined(left))
        };
        path.push(other);
        path
    }

    fn leaves(count: u8) -> Vec<Hash> {
        (0..count).map(|n| Sha256::digest([0, n]).into()).collect()
    }

    #[test]
    fn the_root_of_a_growing_tree_is_the_one_that_the_rfc_defines() {
        let mut tree = Tree::default();
        assert_eq!(tree.root(), defined(&[]));
        let all = leaves(130);
        for n in 0..all.len() {
            tree.push(all[n]);
            assert_eq!((tree.size(), tree.root()), (n as u64 + 1, defined(&all[..=n])));
        }
    }

    #[test]
    fn the_path_of_every_leaf_is_the_one_that_the_rfc_defines() {
        for count in 1..40 {
            let all = leaves(count);
            let levels = Levels::of(all.clone());
            for leaf in 0..all.len() {
                assert_eq!(levels.path(leaf as u64), path(&all, leaf), "{leaf} of {count}");
            }
        }
    }

    /// The leaves and roots of the reference implementation of Certificate Transparency.
    #[test]
    fn the_known_tree_of_certificate_transparency_comes_out() {
        let inputs = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let mut tree = Tree::default();
        for input in inputs {
            let data = hex::decode(input).expect("hexadecimal");
            tree.push(Sha256::new_with_prefix([0]).chain_update(data).finalize().into());
        }
        let known = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
        assert_eq!(hex::encode(tree.root()), known);
    }
}
