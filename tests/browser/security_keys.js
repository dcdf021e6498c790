// Security keys in the browser: Chromium's virtual authenticators, and enrolling one with the administrator.

/** A security key plugged into the browser of this page. */
export async function plugsIn(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    /** Whether finger or PIN are right from now on. */
    verifies: (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    unplug: () => cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
  };
}

/** The administrator opens this person's page. */
export async function opensPerson(office, admin, name) {
  await admin.goto(`${office.url}/meja/pengguna`);
  await admin.getByRole('link', { name }).click();
}

/** The code by which a person may enrol a key, as the administrator is shown it. */
export async function allows(office, admin, name) {
  await opensPerson(office, admin, name);
  await admin.getByRole('button', { name: 'Izinkan kunci baru' }).click();
  return admin.getByLabel('Kode dari administrator').inputValue();
}

export async function enrols(page, name, code, label) {
  await page.getByRole('link', { name }).click();
  await page.getByRole('link', { name: 'Kunci pengaman' }).click();
  await page.getByLabel('Kode dari administrator').fill(code);
  await page.getByLabel('Nama kunci').fill(label);
  await page.getByRole('button', { name: 'Daftarkan' }).click();
}
