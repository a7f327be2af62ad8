// Google and GitHub sign-in by Firebase's official library. src/lib/firebase/oauth.rs loads it and says why.
import { initializeApp } from 'firebase/app';
import {
  GithubAuthProvider,
  GoogleAuthProvider,
  browserPopupRedirectResolver,
  connectAuthEmulator,
  inMemoryPersistence,
  initializeAuth,
  signInWithPopup,
} from 'firebase/auth';

const providers = {
  Google: () => new GoogleAuthProvider(),
  // The REST service knows people by their address, and GitHub hides it from who does not ask.
  GitHub: () => new GithubAuthProvider().addScope('user:email'),
};
let auth;

// Takes a project and a provider, gives who has signed in or `{ error }`, the library's code; both are JSON.
export async function signIn(request) {
  const { project, emulator, provider } = JSON.parse(request);
  try {
    auth ??= start(project, emulator);
    const { user } = await signInWithPopup(auth, providers[provider]());
    const { token, expirationTime } = await user.getIdTokenResult();
    const { uid, email, displayName, refreshToken } = user;
    // From here on the page keeps the session.
    await auth.signOut();
    return JSON.stringify({
      uid,
      email,
      displayName,
      idToken: token,
      refreshToken,
      expirationTime: Date.parse(expirationTime),
    });
  } catch (error) {
    return JSON.stringify({ error: codeOf(error) });
  }
}

// When the script of Google's that it loads does not come, the library says no more than that something went wrong.
function codeOf(error) {
  if (error.customData instanceof Event) {
    return 'auth/network-request-failed';
  }
  return error.code ?? 'auth/internal-error';
}

function start(project, emulator) {
  // The library takes a member that is null for one that is given.
  const given = Object.fromEntries(Object.entries(project).filter(([, value]) => value !== null));
  const auth = initializeAuth(initializeApp(given), {
    persistence: inMemoryPersistence,
    popupRedirectResolver: browserPopupRedirectResolver,
  });
  if (emulator) {
    // Its banner has an inline style, which the page's policy forbids.
    connectAuthEmulator(auth, emulator, { disableWarnings: true });
  }
  return auth;
}
