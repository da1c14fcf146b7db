import { counter } from "./speech.ts";

const count = counter("en");

/** What a demo says of itself, and its tour. */
export const tourEnglish = {
  demo: "Demo",
  demoLabel: "Demonstration",
  invented: "City, people and look-ups are invented.",
  pace: (hours: number) => count(hours, "the city lives # hour a second", "the city lives # hours a second"),
  paceNow: "the city has reached the present",
  workAs: "You are",
  past: (percent: string) => `Weeks of the city's past are being read: ${percent}`,
  reading: "The city's past",
  enter: (name: string, role: string) => `Sign in as ${name}, ${role}`,
  enterNote: "One click, in a demo alone. As soon as somebody is here the city goes on, an hour a second.",
  failed: "The demo's server does not answer.",

  title: "Tour",
  step: (at: number, of: number) => `Step ${at} of ${of}`,
  next: "Next",
  back: "Back",
  end: "End the tour",
  done: "Done",
  to: { queue: "To the queue", finding: "To the finding", assessment: "To what it exposed" },
  goOnAs: (name: string) => `Go on as ${name}`,

  calmTitle: "A quiet desk",
  calm: "A simulator made this city and weeks of its look-ups, and its people closed what was found in them: it was honest work, which only the simulator can know. The detectors are those of every server and were told nothing. Soon one account will start to follow a person.",
  waitTitle: "Something begins",
  wait: "One account will start to follow a person. Nobody told the detectors who or when. Watch the clock: the finding comes here by itself.",
  arrived: "It has come. Load what is new, and open the finding that is marked.",
  whyTitle: "Why it stands here",
  why: "The sentence says what was seen and what work here makes of it by itself. A case, a reason, a colleague on the same matter would have explained it. It is a lead, and no verdict.",
  twoTitle: "Two people decide",
  take: "Take it: then others see that you are on it.",
  propose: "Propose to close it, for example as misuse, and say why. You cannot close it alone.",
  switch: (name: string) => `It waits for somebody else. ${name} is a reviewer.`,
  agree: (name: string) => `You read what ${name} read. Close it as proposed, or say what you see otherwise.`,
  second: "You proposed it yourself, and there is no second reviewer here. Reopen it, and let ana propose.",
  closed: "Closed by two. Both names and reasons stay in its history, and nobody can change them.",
  cannot: "An analyst or a reviewer reads and judges findings.",
  warnTitle: "Whoever was exposed is warned",
  warn: (name: string) =>
    `What that account saw may have given somebody away. ${name} is a register officer, reads no findings, and answers for the warnings.`,
  assess:
    "The incident’s look-ups leave as a file, to where the sealed register is. There counterwatch assess works out whom they exposed; the answer comes back here. This demo has no register: the step shows the way and stays open.",
  assessed:
    "This is what the look-ups exposed. Draft the warnings: a second officer must agree before one goes out, and on the board each has a clock until somebody was told.",
  ledgerTitle: "Nothing was left out",
  ledger:
    "Each look-up is a leaf in the ledger, yours of the last minute too. “Verify now” fetches it and works out every hash in this browser.",
  verified:
    "Verified here, without trusting the server. That was the tour: the desk is yours, the city goes on.",
};

export type TourWords = typeof tourEnglish;
