//! The table: every address there is, a row each. Nothing is served that has no row, and nobody gets past a row's right.
//! What a right is worked out from stands in `right`, what a stage is in `row`.

use super::right::Right::{
    Administers, Anybody, ByInvitation, ByLink, ByPairingCode, ByPass, ByPassword, ByProvider, BySignature,
    ByStationKey, ByTicketAndPhone, ByVerifyToken, HasDesk, InDemonstration, MakesCards, Oversees, Proposes,
    ReadsDestructions, ReadsDisposal, ReadsFigures, ReadsIndex, ReadsNation, ReadsRegister, ReadsReports,
    ReadsStock, SeesCases, SeesVisits, SignedIn, TakesIn, WorksAtGate, WorksAtStep,
};
use super::row::Purpose::{self, Export, Handover, Intake, Messages, OwnRequest, Printing, Verification};
use super::row::Row;
use super::row::Rule::{
    AskerNotGranter, FinderNotReviewer, FingerVerdict, HolderNotReviewer, LastAdministrator, NotOneself,
    OpenerNotCloser, OperatorProof, OwnHands, OwnPower, OwnStep, ProposerNotApprover, ReceiverNotEraser,
    Separation, Sequence,
};
use super::row::Stage::{Any, AtGate, HandedOver, Running, Verified};

macro_rules! table {
    ($($name:ident = $row:expr;)*) => {
        /// An address of the program, with the method by which it is asked.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Route {
            $($name,)*
        }

        impl Route {
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            pub const fn row(self) -> &'static Row {
                match self {
                    $(Self::$name => const { &$row },)*
                }
            }
        }
    };
}

table! {
    // Everybody's pages.
    Home = Row::reads("/", Anybody);
    Tracking = Row::reads("/lacak", Anybody);
    TrackCase = Row::writes("/lacak", ByTicketAndPhone).shows(OwnRequest);
    Service = Row::reads("/layanan", Anybody);
    PublicSop = Row::reads("/sop", Anybody);
    PublicSopPdf = Row::reads("/sop.pdf", Anybody);
    ChooseLanguage = Row::reads("/bahasa", Anybody);
    SignIn = Row::reads("/masuk", Anybody);
    Enter = Row::writes("/masuk", ByPassword);
    Leave = Row::writes("/keluar", Anybody);
    Factor = Row::reads("/masuk/faktor", ByPassword);
    GiveFactor = Row::writes("/masuk/faktor", ByPassword);
    OfferFactor = Row::reads("/masuk/faktor/daftar", ByPassword);
    EnrolFactor = Row::writes("/masuk/faktor/daftar", ByPassword);
    BeginKeySignIn = Row::writes("/masuk/kunci", Anybody);
    EnterWithKey = Row::writes("/masuk/kunci/jawab", Anybody);
    AskProvider = Row::reads("/masuk/penyedia", Anybody);
    BackFromProvider = Row::reads("/masuk/penyedia/kembali", ByProvider);
    EnterByProvider = Row::writes("/masuk/penyedia", ByProvider);
    Invitation = Row::reads("/undangan/{secret}", ByInvitation);
    ChoosePassword = Row::writes("/undangan/{secret}", ByInvitation);

    // What a resident brings a secret for.
    Link = Row::reads("/kirim/{token}", ByLink);
    OpenLink = Row::writes("/kirim/{token}", ByLink);
    LinkDossier = Row::reads("/kirim", ByLink).shows(OwnRequest);
    LinkApplicant = Row::reads("/kirim/data", ByLink).shows(OwnRequest);
    LinkTell = Row::writes("/kirim/data", ByLink).shows(OwnRequest);
    LinkBegin = Row::writes("/kirim/unggah", ByLink);
    LinkComplete = Row::writes("/kirim/unggah/{id}", ByLink);
    LinkPart = Row::puts("/kirim/unggah/{id}/{number}", ByLink);
    LinkFile = Row::writes("/kirim/berkas", ByLink);
    LinkPicture = Row::reads("/kirim/foto/{file}", ByLink).shows(OwnRequest);
    LinkMarked = Row::reads("/kirim/tanda/{document}", ByLink).shows(OwnRequest);
    LinkRemove = Row::writes("/kirim/hapus", ByLink);
    LinkAccept = Row::writes("/kirim/pakai", ByLink);
    LinkSubmit = Row::writes("/kirim/selesai", ByLink);
    Pass = Row::reads("/tanda/{token}", ByPass).shows(OwnRequest);
    Survey = Row::reads("/survei/{token}", ByPass);
    AnswerSurvey = Row::writes("/survei/{token}", ByPass);

    // Machines.
    Health = Row::reads("/sehat", Anybody);
    Ready = Row::reads("/siap", Anybody);
    Asset = Row::reads("/aset/{*path}", Anybody);
    VerifyWebhook = Row::reads("/webhook", ByVerifyToken);
    Webhook = Row::writes("/webhook", BySignature);
    PairStation = Row::writes("/stasiun/pasangkan", ByPairingCode);
    StationReport = Row::writes("/stasiun/laporan", ByStationKey);

    // A rehearsal.
    Demo = Row::reads("/demo", InDemonstration);
    SwitchRole = Row::writes("/demo/peran", InDemonstration);
    DeleteEvent = Row::writes("/demo/orang-dalam", InDemonstration);
    RestoreEvent = Row::writes("/demo/orang-dalam/kembali", InDemonstration);

    // An officer's own.
    Desk = Row::reads("/meja", HasDesk).shows(Purpose::Work);
    Next = Row::reads("/meja/berikutnya", SeesCases);
    Live = Row::reads("/meja/langsung", SeesCases);
    Alerts = Row::reads("/meja/peringatan", SeesCases).shows(Purpose::Work);
    SeeAlerts = Row::writes("/meja/peringatan", SeesCases);
    Keys = Row::reads("/meja/kunci", SignedIn);
    BeginKey = Row::writes("/meja/kunci/daftar", SignedIn).behind(&[NotOneself]);
    AddKey = Row::writes("/meja/kunci/daftar/jawab", SignedIn).behind(&[NotOneself]);
    EndKey = Row::writes("/meja/kunci/{id}/akhiri", SignedIn);
    EndFactor = Row::writes("/meja/faktor/akhiri", SignedIn);
    ChangePassword = Row::writes("/meja/sandi", SignedIn);
    LinkIdentity = Row::writes("/meja/identitas", SignedIn);
    EndIdentity = Row::writes("/meja/identitas/lepas", SignedIn);
    Sessions = Row::reads("/meja/sesi", SignedIn);
    EndOtherSessions = Row::writes("/meja/sesi/akhiri", SignedIn);
    EndSession = Row::writes("/meja/sesi/{id}/akhiri", SignedIn);
    Officials = Row::reads("/meja/pejabat", SignedIn);
    Emergencies = Row::reads("/meja/darurat", SeesCases);
    BeginEmergency = Row::writes("/meja/darurat", SeesCases).behind(&[OperatorProof]);
    EndEmergency = Row::writes("/meja/darurat/akhiri", SeesCases);
    BeginProof = Row::writes("/meja/bukti", SignedIn);
    Prove = Row::writes("/meja/bukti/jawab", SignedIn);

    // Cases.
    Search = Row::reads("/meja/cari", SeesCases);
    Find = Row::writes("/meja/cari", SeesCases).shows(Purpose::Search);
    Case = Row::reads("/meja/perkara/{ticket}", SeesCases).of(Any).shows(Verification);
    CaseAct = Row::writes("/meja/perkara/{ticket}/{act}", SeesCases).of(Any).shows(Verification).behind(&[
        OwnStep, OwnPower, Separation, OperatorProof, AskerNotGranter, FinderNotReviewer, Sequence,
    ]);
    CasePage = Row::reads("/meja/perkara/{ticket}/berkas/{file}/{page}", SeesCases).of(Any).shows(Verification);
    CaseThumbnail =
        Row::reads("/meja/perkara/{ticket}/berkas/{file}/{page}/kecil", SeesCases).of(Any).shows(Verification);
    CaseChip = Row::reads("/meja/perkara/{ticket}/chip", MakesCards).of(Verified).shows(Printing);
    CaseStation = Row::writes("/meja/perkara/{ticket}/stasiun", MakesCards).of(Verified);
    Card = Row::reads("/meja/perkara/{ticket}/kartu", MakesCards).of(Verified).shows(Printing)
        .behind(&[OwnStep, Separation, Sequence]);
    PrepareCard = Row::writes("/meja/perkara/{ticket}/kartu", MakesCards).of(Verified).shows(Printing)
        .behind(&[OwnStep, Separation, Sequence]);
    CardPdf = Row::reads("/meja/perkara/{ticket}/kartu.pdf", SeesCases).of(Verified).shows(Printing);
    Batch = Row::reads("/meja/borongan/{step}", WorksAtStep).of_own_step().shows(Purpose::Work);
    RecordBatch = Row::writes("/meja/borongan/{step}/{outcome}", WorksAtStep).of_own_step().shows(Purpose::Work)
        .behind(&[OwnStep, Separation, OperatorProof, Sequence]);
    Printers = Row::reads("/meja/printer", SeesCases).shows(Printing);
    Calls = Row::reads("/meja/telepon", SeesCases).shows(Purpose::Calls);
    Conversations = Row::reads("/meja/pesan", SeesCases).shows(Messages);
    Conversation = Row::reads("/meja/pesan/{code}", SeesCases).shows(Messages);
    AnswerConversation = Row::writes("/meja/pesan/{code}", SeesCases).shows(Messages);
    EndConversation = Row::writes("/meja/pesan/{code}/selesai", SeesCases);

    // The counter that takes requests in.
    Counter = Row::reads("/meja/loket", TakesIn).shows(Intake);
    OpenAtCounter = Row::writes("/meja/loket", TakesIn).shows(Intake).behind(&[OwnPower]);
    CounterCase = Row::reads("/meja/loket/{ticket}", TakesIn).of(Any).shows(Intake);
    CounterEdit = Row::reads("/meja/loket/{ticket}/ubah", TakesIn).of(Running).shows(Intake);
    CounterAmend = Row::writes("/meja/loket/{ticket}/ubah", TakesIn).of(Running).shows(Intake).behind(&[OwnPower]);
    CounterAttach =
        Row::writes("/meja/loket/{ticket}/berkas", TakesIn).of(Running).shows(Intake).behind(&[OwnPower]);
    CounterSetAside =
        Row::writes("/meja/loket/{ticket}/singkirkan", TakesIn).of(Running).shows(Intake).behind(&[OwnPower]);
    CounterSubmit =
        Row::writes("/meja/loket/{ticket}/kirim", TakesIn).of(Running).shows(Intake).behind(&[OwnPower]);

    CounterCorrection = Row::reads("/meja/loket/{ticket}/pembetulan", TakesIn).of(Any).shows(Purpose::SubjectRights);
    CounterCorrect =
        Row::writes("/meja/loket/{ticket}/pembetulan", TakesIn).of(Any).shows(Purpose::SubjectRights).behind(&[OwnPower]);

    // The counter that hands over.
    Gates = Row::reads("/meja/penyerahan", WorksAtGate);
    ShowPass = Row::writes("/meja/penyerahan", WorksAtGate).behind(&[OwnStep, Separation]);
    Sending = Row::reads("/meja/penyerahan/kirim-bersama", WorksAtGate).shows(Handover);
    SendTogether = Row::writes("/meja/penyerahan/kirim-bersama", WorksAtGate).shows(Handover)
        .behind(&[OwnStep, Separation, OperatorProof]);
    Gate = Row::reads("/meja/penyerahan/{ticket}", WorksAtGate).of(AtGate).shows(Handover);
    GatePhoto = Row::reads("/meja/penyerahan/{ticket}/foto", WorksAtGate).of(AtGate).shows(Handover);
    GateAct = Row::writes("/meja/penyerahan/{ticket}/{act}", WorksAtGate).of(AtGate).shows(Handover)
        .behind(&[OwnStep, Separation, OperatorProof, FingerVerdict, Sequence]);
    GateArrival = Row::writes("/meja/penyerahan/{ticket}/sampai", WorksAtGate).of(AtGate).shows(Handover)
        .behind(&[OwnStep, Separation, OperatorProof]);
    Receipt = Row::reads("/meja/penyerahan/{ticket}/tanda-terima", SeesCases).of(HandedOver).shows(Handover);

    // Visitors.
    Visits = Row::reads("/meja/janji", SeesVisits).shows(Purpose::Appointments);
    Arrival = Row::writes("/meja/janji/{ticket}/datang", SeesVisits).of(AtGate).shows(Purpose::Appointments)
        .behind(&[OwnPower]);
    VisitRules = Row::reads("/meja/janji/protokol", SeesVisits);
    ChangeVisitRules = Row::writes("/meja/janji/protokol", SeesVisits).behind(&[OwnPower]);

    // Blank cards.
    Stock = Row::reads("/meja/blangko", ReadsStock).shows(Purpose::Stock);
    MoveBlank = Row::writes("/meja/blangko/gerak", ReadsStock).shows(Purpose::Stock)
        .behind(&[OwnPower, OwnHands, OperatorProof]);
    CountBlanks = Row::writes("/meja/blangko/hitung", ReadsStock).shows(Purpose::Stock)
        .behind(&[OwnPower, OwnHands, OperatorProof]);
    CountersignBlanks = Row::writes("/meja/blangko/tutup", ReadsStock).shows(Purpose::Stock)
        .behind(&[OwnPower, OwnHands, OperatorProof]);
    Blank = Row::reads("/meja/blangko/seri/{serial}", ReadsStock).shows(Purpose::Stock);
    PhotographBlank =
        Row::writes("/meja/blangko/seri/{serial}/foto", ReadsStock).shows(Purpose::Stock).behind(&[OwnPower]);
    BlankPhoto = Row::reads("/meja/blangko/seri/{serial}/foto/{file}", ReadsStock).shows(Purpose::Stock);
    Disposal = Row::reads("/meja/blangko/pemusnahan", ReadsDisposal).shows(Purpose::Stock);
    DestroyBlanks = Row::writes("/meja/blangko/pemusnahan", ReadsDisposal).shows(Purpose::Stock)
        .behind(&[OwnPower, OperatorProof]);
    Minutes = Row::reads("/meja/blangko/berita-acara/{no}", ReadsDisposal).shows(Purpose::Stock);

    // What is read of many cases.
    Register = Row::reads("/meja/register", ReadsRegister).shows(Purpose::Register);
    RegisterCsv = Row::reads("/meja/register.csv", ReadsRegister).shows(Export).behind(&[OperatorProof]);
    RegisterXlsx = Row::reads("/meja/register.xlsx", ReadsRegister).shows(Export).behind(&[OperatorProof]);
    Reports = Row::reads("/meja/laporan", ReadsReports);
    Report = Row::reads("/meja/laporan/lihat", ReadsReports).shows(Purpose::Reports);
    ReportFile = Row::reads("/meja/laporan/berkas/{format}", ReadsReports).shows(Export).behind(&[OperatorProof]);
    NumberReport = Row::writes("/meja/laporan/nomor", ReadsReports);
    Dashboard = Row::reads("/meja/dasbor", ReadsFigures);
    FigureCases = Row::reads("/meja/dasbor/perkara", ReadsFigures).shows(Purpose::Figures);
    OpenCases = Row::reads("/meja/dasbor/terbuka", ReadsFigures).shows(Purpose::Figures);
    Flow = Row::reads("/meja/dasbor/alur", ReadsFigures);
    WhatIf = Row::reads("/meja/dasbor/andai", ReadsFigures);
    Satisfaction = Row::reads("/meja/ikm", ReadsIndex);
    SatisfactionCsv = Row::reads("/meja/ikm.csv", ReadsIndex);
    Nation = Row::reads("/meja/nasional", ReadsNation);
    NationCsv = Row::reads("/meja/nasional.csv", ReadsNation);
    Destructions = Row::reads("/meja/pemusnahan", ReadsDestructions).shows(Purpose::Destruction);
    DestructionsCsv =
        Row::reads("/meja/pemusnahan.csv", ReadsDestructions).shows(Export).behind(&[OperatorProof]);

    // Who looked at whose data.
    Looks = Row::reads("/meja/akses", Oversees);
    ReviewLook = Row::writes("/meja/akses", Oversees).behind(&[NotOneself]);

    // What was done by emergency access.
    Emergency = Row::reads("/meja/darurat/{id}", Oversees).shows(Purpose::Review);
    ReviewEmergency = Row::writes("/meja/darurat/{id}", Oversees).shows(Purpose::Review)
        .behind(&[HolderNotReviewer]);

    // What people ask about their own data.
    Privacy = Row::reads("/meja/privasi", Oversees);
    ReceivePrivacy = Row::writes("/meja/privasi", Oversees);
    PrivacyRequest = Row::reads("/meja/privasi/{no}", Oversees);
    PrivacyCopy = Row::reads("/meja/privasi/{no}/salinan/{format}", Oversees).shows(Purpose::SubjectRights)
        .behind(&[OperatorProof]);
    AnswerPrivacy = Row::writes("/meja/privasi/{no}/{word}", Oversees)
        .behind(&[ReceiverNotEraser, OperatorProof]);

    // Breaches of personal data.
    Incidents = Row::reads("/meja/insiden", Oversees);
    OpenIncident = Row::writes("/meja/insiden", Oversees);
    Incident = Row::reads("/meja/insiden/{no}", Oversees).shows(Purpose::Breach);
    IncidentAct = Row::writes("/meja/insiden/{no}/{word}", Oversees).behind(&[OpenerNotCloser]);
    IncidentLetters = Row::reads("/meja/insiden/{no}/surat.pdf", Oversees).shows(Purpose::Breach)
        .behind(&[OperatorProof]);
    IncidentLetter = Row::reads("/meja/insiden/{no}/surat/{ticket}", Oversees).of(Any).shows(Purpose::Breach)
        .behind(&[OperatorProof]);
    IncidentAgency = Row::reads("/meja/insiden/{no}/lembaga.pdf", Oversees);
    IncidentCsv = Row::reads("/meja/insiden/{no}/terdampak.csv", Oversees).shows(Export)
        .behind(&[OperatorProof]);

    // The record that can be verified.
    Record = Row::reads("/meja/catatan", ReadsDestructions);
    CheckRecord = Row::writes("/meja/catatan/periksa", ReadsDestructions);
    SignRecord = Row::writes("/meja/catatan/tandai", ReadsDestructions);
    ProveCase = Row::reads("/meja/catatan/bukti", ReadsDestructions);

    // The procedure itself.
    Sop = Row::reads("/meja/sop", SeesCases);
    CompareSop = Row::reads("/meja/sop/beda", SeesCases);
    EditSop = Row::reads("/meja/sop/ubah", Proposes);
    ProposeSop = Row::writes("/meja/sop/ubah", Proposes).behind(&[OwnPower]);
    Proposal = Row::reads("/meja/sop/usulan/{version}", SeesCases);
    ProposalDocument = Row::reads("/meja/sop/usulan/{version}/dokumen", SeesCases);
    AnswerProposal = Row::writes("/meja/sop/usulan/{version}/{word}", SeesCases)
        .behind(&[OwnPower, ProposerNotApprover, OperatorProof]);
    SopVersion = Row::reads("/meja/sop/versi/{id}/{version}", SeesCases);
    SopVersionPdf = Row::reads("/meja/sop/versi/{id}/{version}/pdf", SeesCases);

    // The office's administrator.
    Users = Row::reads("/meja/pengguna", Administers).shows(Purpose::Accounts);
    AddUser = Row::writes("/meja/pengguna", Administers).shows(Purpose::Accounts).behind(&[OperatorProof]);
    User = Row::reads("/meja/pengguna/{id}", Administers).shows(Purpose::Accounts);
    ChangeUser =
        Row::writes("/meja/pengguna/{id}", Administers).shows(Purpose::Accounts)
        .behind(&[LastAdministrator, OperatorProof]);
    Invite = Row::writes("/meja/pengguna/{id}/undangan", Administers).shows(Purpose::Accounts)
        .behind(&[OperatorProof]);
    AllowKey =
        Row::writes("/meja/pengguna/{id}/kunci", Administers).shows(Purpose::Accounts)
        .behind(&[NotOneself, OperatorProof]);
    EndUserKey = Row::writes("/meja/pengguna/{id}/kunci/{key}/akhiri", Administers);
    Assign = Row::writes("/meja/pengguna/{id}/peran", Administers).shows(Purpose::Accounts)
        .behind(&[NotOneself, LastAdministrator, OperatorProof]);
    EndAssignment = Row::writes("/meja/pengguna/{id}/peran/{assignment}/akhiri", Administers)
        .shows(Purpose::Accounts).behind(&[LastAdministrator, OperatorProof]);
    RecordAbsence = Row::writes("/meja/pengguna/{id}/cuti", Administers).shows(Purpose::Accounts)
        .behind(&[OperatorProof]);
    EndAbsence = Row::writes("/meja/pengguna/{id}/cuti/{absence}/akhiri", Administers);
    RecordQualification = Row::writes("/meja/pengguna/{id}/kualifikasi", Administers).shows(Purpose::Accounts);
    EndQualification = Row::writes("/meja/pengguna/{id}/kualifikasi/{qualification}/akhiri", Administers);
    EndUserIdentity = Row::writes("/meja/pengguna/{id}/identitas/lepas", Administers);
    EndUserSessions = Row::writes("/meja/pengguna/{id}/sesi/akhiri", Administers);
    EndUserSession = Row::writes("/meja/pengguna/{id}/sesi/{session}/akhiri", Administers);
    AskRecovery = Row::writes("/meja/pengguna/{id}/pemulihan", Administers).shows(Purpose::Accounts)
        .behind(&[NotOneself]);
    MarkNik = Row::writes("/meja/pengguna/{id}/nik", Administers).shows(Purpose::Accounts);
    AccountLog = Row::reads("/meja/pengguna/catatan", ReadsDestructions).shows(Purpose::Accounts);
    Recoveries = Row::reads("/meja/pemulihan", ReadsDestructions).shows(Purpose::Accounts);
    ConfirmRecovery = Row::writes("/meja/pemulihan/{id}/setujui", ReadsDestructions).shows(Purpose::Accounts)
        .behind(&[NotOneself, OperatorProof]);
    DeclineRecovery = Row::writes("/meja/pemulihan/{id}/tolak", ReadsDestructions);
    Stations = Row::reads("/meja/stasiun", Administers);
    AddStation = Row::writes("/meja/stasiun", Administers);
    EndStation = Row::writes("/meja/stasiun/{id}/akhiri", Administers);
    Strange = Row::reads("/meja/masukan-aneh", Administers).shows(Purpose::Faults);
}
