// A real identity provider (OpenID Connect), as other people wrote it: people sign in there under any name, with any password.
import Provider from 'oidc-provider';

export async function identityProvider(port, office) {
  const provider = new Provider(`http://localhost:${port}`, {
    clients: [{
      client_id: 'rancak',
      client_secret: 'rahasia untuk percobaan',
      redirect_uris: [`${office}/masuk/penyedia/kembali`],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    }],
    pkce: { required: () => true },
    cookies: { keys: ['untuk percobaan'] },
  });
  const server = await new Promise((resolve) => {
    const listening = provider.listen(port, '127.0.0.1', () => resolve(listening));
  });
  return {
    async end() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
