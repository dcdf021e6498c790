//! Synthetic documents and bad files that residents can send. Drawn by `samples/draw.py`, never real artwork.
/// A file a resident can send, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sample {
    /// Kartu Keluarga, the family card.
    Kk,
    /// A damaged electronic identity card.
    KtpRusak,
    /// The police's letter about a loss.
    SuratKehilangan,
    AktaKelahiran,
    Ijazah,
    BukuNikah,
    /// The family card as a PDF of one page.
    KkPdf,
    /// The family card, too blurred to read.
    KkBuram,
    Kosong,
    TeksBernamaJpg,
    Video,
    PesanSuara,
    Stiker,
}

/// Name, file, MIME type as the sender's phone claims it, label for people, content.
type Row = (Sample, &'static str, &'static str, &'static str, &'static str, &'static [u8]);

macro_rules! row {
    ($sample:ident, $name:literal, $file:literal, $mime_type:literal, $label:literal) => {
        (Sample::$sample, $name, $file, $mime_type, $label, include_bytes!(concat!("../samples/", $file)))
    };
}

#[rustfmt::skip]
const TABLE: [Row; 13] = [
    row!(Kk, "kk", "kk.png", "image/png", "Kartu Keluarga"),
    row!(KtpRusak, "ktp-rusak", "ktp-rusak.png", "image/png", "KTP-el rusak"),
    row!(SuratKehilangan, "surat-kehilangan", "surat-kehilangan.png", "image/png", "Surat kehilangan dari Polsek"),
    row!(AktaKelahiran, "akta-kelahiran", "akta-kelahiran.png", "image/png", "Akta kelahiran"),
    row!(Ijazah, "ijazah", "ijazah.png", "image/png", "Ijazah"),
    row!(BukuNikah, "buku-nikah", "buku-nikah.png", "image/png", "Buku nikah"),
    row!(KkPdf, "kk-pdf", "kk.pdf", "application/pdf", "Kartu Keluarga (PDF)"),
    row!(KkBuram, "kk-buram", "kk-buram.jpg", "image/jpeg", "Kartu Keluarga, buram"),
    row!(Kosong, "kosong", "kosong.jpg", "image/jpeg", "Berkas kosong (0 bita)"),
    row!(TeksBernamaJpg, "teks-jpg", "teks.jpg", "image/jpeg", "Berkas teks bernama .jpg"),
    row!(Video, "video", "video.mp4", "video/mp4", "Video"),
    row!(PesanSuara, "suara", "suara.ogg", "audio/ogg; codecs=opus", "Pesan suara"),
    row!(Stiker, "stiker", "stiker.webp", "image/webp", "Stiker"),
];

impl Sample {
    /// Every sample, documents first.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    /// The sample of that name, as in `kk` or `surat-kehilangan`.
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    pub fn name(self) -> &'static str {
        self.row().1
    }

    pub fn file_name(self) -> &'static str {
        self.row().2
    }

    pub fn mime_type(self) -> &'static str {
        self.row().3
    }

    /// What a person reads on the phone page, Indonesian.
    pub fn label(self) -> &'static str {
        self.row().4
    }

    /// The message type a phone sends such a file as.
    pub fn kind(self) -> &'static str {
        match self {
            Self::KkPdf => "document",
            Self::Video => "video",
            Self::PesanSuara => "audio",
            Self::Stiker => "sticker",
            _ => "image",
        }
    }

    pub fn bytes(self) -> &'static [u8] {
        self.row().5
    }

    fn row(self) -> &'static Row {
        // The table is total: `every_sample_has_one_row` holds it so.
        TABLE.iter().find(|row| row.0 == self).unwrap_or(&TABLE[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_found_by_its_own_name_and_only_the_empty_one_is_empty() {
        for sample in Sample::all() {
            assert_eq!(Sample::named(sample.name()), Some(sample));
            assert_eq!(sample.bytes().is_empty(), sample == Sample::Kosong, "{}", sample.name());
        }
    }

    #[test]
    fn no_document_is_larger_than_sixty_kilobytes() {
        for sample in Sample::all() {
            assert!(sample.bytes().len() < 60_000, "{} has {}", sample.name(), sample.bytes().len());
        }
    }
}
