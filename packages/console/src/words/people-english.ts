import { counter } from "./speech.ts";

const count = counter("en");

/** Sentences about people themselves: signing in, settings, unmasking, reviewers. */
export const peopleEnglish = {
  signInPasskey: "Sign in with a passkey",
  signInIssuer: "Sign in through your organisation",
  signInTroubles: {
    refused: "Your organisation's answer did not fit. Begin again.",
    expired: "That sign-in was begun elsewhere, or too long ago. Begin again.",
    unknown:
      "Your organisation knows you, and there is no account for you here. An administrator can make one.",
    disabled: "Your account is closed. An administrator can open it.",
    unreachable: "Your organisation's sign-in does not answer. Use a password or a passkey, or try later.",
  },
  passkeyNone: "No passkey was used.",

  account: "Your account",
  accountNote: (name: string, roles: string) => `${name}: ${roles}.`,
  noRoles: "no role",

  passkeys: "Passkeys",
  passkeysNote:
    "A passkey signs you in by fingerprint, face or PIN, on this device or a security key. Keep two, so that losing one does not lock you out.",
  passkeysAbsent: "This server offers no passkeys: it was started without its address (--origin).",
  passkeysEmpty: "You have no passkey yet.",
  passkeyColumns: { name: "Name", made: "Made", used: "Last used" },
  passkeyUnused: "never",
  passkeyAdd: "Add a passkey…",
  passkeyName: "What to call it",
  passkeyNameHint: "For example: blue security key, office laptop.",
  passkeyMake: "Continue",
  passkeyAdded: "The passkey was added.",
  passkeyRemove: (name: string) => `Remove ${name}`,
  passkeyRemoved: "The passkey was removed.",

  prove: "Is it still you?",
  proveNote: "Before passkeys are changed, give your password or a passkey once more.",
  proveDo: "Continue",
  provePasskey: "Use a passkey",

  password: "Password",
  passwordOld: "Old password",
  passwordNew: "New password",
  passwordHint: "At least 12 characters. Your other sessions end.",
  passwordChange: "Change password",
  passwordChanged: "The password was changed, and your other sessions have ended.",

  sessions: "Where you are signed in",
  sessionColumns: { means: "By", began: "Since", seen: "Last used" },
  means: { password: "password", passkey: "passkey", oidc: "your organisation" },
  sessionHere: "this one",
  sessionEnd: "End",
  sessionEndLabel: (began: string) => `End the session that began ${began}`,
  signOutEverywhere: "Sign out everywhere",

  look: "Language and look",
  appearance: "Colours",
  appearances: { system: "as the device has them", light: "light", dark: "dark" },

  configured: "How this server is set",
  configuredNote: "Set in counterwatch.yaml and at the start; it is changed there, not here.",
  configuredBudget: "False alerts allowed",
  configuredVersion: "Version",
  configuredInputs: "Besides HTTP it listens to",
  configuredNotices: "It tells",
  configuredNone: "nothing",
  configuredRetention: "It keeps look-ups",
  configuredForEver: "until somebody removes them by the documented way",
  configuredSpan: (source: string, span: string) => `of ${source} for ${span}`,
  configuredPasskeys: (passkeys: boolean, issuer: boolean): string =>
    passkeys
      ? issuer
        ? "passwords, passkeys, an organisation's sign-in"
        : "passwords, passkeys"
      : issuer
        ? "passwords, an organisation's sign-in"
        : "passwords",
  configuredSignIn: "People sign in with",

  noColleague: "There is no analyst or reviewer to assign it to.",
  chooseColleague: "Choose somebody",

  unmaskGranted: "You may test candidates",
  unmaskNote:
    "Nobody can be shown who stands behind a pseudonym: no table leads back. Name a candidate, and learn whether it is in this incident. Each try is recorded with its outcome and without the candidate.",
  unmaskLeft: (n: number, until: string) =>
    count(n, `# try is left, until ${until}.`, `# tries are left, until ${until}.`),
  unmaskWhat: { operator: "Operator's id", subjects: "Subject's identifier" },
  unmaskType: "What it is",
  unmaskTry: "Test",
  unmaskYes: "Yes: this candidate is in the incident.",
  unmaskNo: "No: this candidate is not in the incident.",
  unmaskTried: (what: string, matched: boolean) =>
    matched
      ? `tested a candidate for ${what}: it is in this incident`
      : `tested a candidate for ${what}: it is not in this incident`,

  reviewers: "Reviewers",
  reviewersNote:
    "How decisions on proposals of others were taken. Within a minute nobody reads the rows; who never disagrees may not be looking. Few decisions say little.",
  reviewersOwn: "These are your own figures; the auditor reads everybody's.",
  noReviewers: "Nobody has decided on a proposal yet.",
  reviewerColumns: {
    reviewer: "Reviewer",
    closed: "Agreed",
    sentBack: "Sent back",
    median: "Usual time",
    quick: "Within a minute",
    agree: "Share agreed",
  },
  countsWithheld: "Counts are not shown to whoever administers a source.",
};

export type PeopleWords = typeof peopleEnglish;
