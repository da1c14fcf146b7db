/**
 * Every rate of the model, with its source.
 *
 * - "audit-14": the published summary of one real plate-reader audit (14 months, 126-129 operators, 40,159 look-ups).
 * - "audit-6": measured by the authors on the six-month public-records log of the same kind of system
 *   (112 operators, 18,652 look-ups).
 * - "audit-6, fitted": set so that a simulated 14-month world reproduces an audit-14 figure.
 * - "assumed": no measurement is known to the authors; vary it before relying on it.
 */

/** Probability, value pairs of a measured distribution. */
type Quantiles = readonly (readonly [probability: number, value: number])[];

export const ENGAGEMENT = {
  /** Cases opened a day per operator: gives 5,304 operator-subject pairs. audit-14, fitted. */
  casesPerOperatorDay: 0.0452,
  /** Subjects of a case beyond the first, mean (geometric). audit-6, fitted: a session touches 1.14 subjects. */
  furtherSubjects: 0.28,
  /** Operators who look at one subject: 1, 2, 3, … audit-6 (1,479 plates). */
  companyWeights: [
    1121, 185, 64, 44, 22, 20, 7, 7, 6, 2, 0.8, 0.8, 0.6, 0.5, 0.4, 0.3, 0.3, 0.2, 0.2,
  ] as readonly number[],
  /** Chance that a subject of a new case is one the agency already looked at lately. assumed. */
  revisitSubject: 0.03,
  /** Hours between one colleague's first look-up of a subject and the next colleague's. audit-6. */
  companyLagHours: [
    [0, 0.004],
    [0.1, 0.01],
    [0.25, 0.04],
    [0.5, 0.26],
    [0.75, 11.4],
    [0.9, 214],
    [0.95, 637],
    [1, 2400],
  ] as Quantiles,
  /**
   * Chance of one more day after d = 1, 2, … days on a subject. audit-14, fitted (9, 30, 45, 57, 68 %); these are a little
   * lower because a night shift touches two UTC days and because of watches. The tail is assumed.
   */
  oneMoreDay: [0.052, 0.3, 0.37, 0.44, 0.62, 0.66, 0.66, 0.66] as readonly number[],
  /** Factor on the first of these chances, and on that of a watch, by company (1, 2, 3-4, 5+ operators). audit-6: pairs with two or more sittings. */
  companyPull: [0.68, 1.24, 1.62, 1.78] as readonly number[],
  /**
   * Watches: a few pursuits are dense, on several days in a row, several sittings a day, and hardly ever written down
   * ("registered owner is wanted"). Share of engagements, days, sittings a day, share documented. audit-6 (its longest
   * pairs), audit-14, fitted (39 pairs with ten and more sittings).
   */
  watch: {
    share: 0.0072,
    days: [1, 10] as const,
    sittings: [0.16, 0.24, 0.24, 0.18, 0.11, 0.07] as readonly number[],
    documented: 0.2,
    nextDay: 0.75,
  },
  /** Longest pursuit in days looked. assumed. */
  longestPursuit: 40,
  /** Days from one day on a subject to the next. audit-6, tail lengthened for a 14-month log (audit-14: 89 long pairs). */
  dayGap: [
    [0, 1],
    [0.27, 1.4],
    [0.37, 2.4],
    [0.43, 4],
    [0.56, 7],
    [0.72, 14],
    [0.86, 28],
    [0.94, 50],
    [1, 150],
  ] as Quantiles,
  /** Sittings on a day of a pursuit that has only this day: 1, 2, … audit-14, fitted. */
  sittingsOnlyDay: [0.853, 0.093, 0.03, 0.013, 0.006, 0.003, 0.001, 0.0005, 0.0005] as readonly number[],
  /** The same on a day of a pursuit of several days. audit-14, fitted. */
  sittingsOneOfDays: [0.77, 0.14, 0.05, 0.022, 0.01, 0.005, 0.003] as readonly number[],
  /** Hours from the end of one sitting to the next on the same day. audit-6 (below 24 hours, overnight part apart). */
  sittingGapHours: [
    [0, 0.51],
    [0.1, 0.68],
    [0.3, 1.0],
    [0.6, 1.74],
    [0.9, 3.6],
    [1, 6.5],
  ] as Quantiles,
  /** Look-ups in a sitting: 1, 2, 3, … audit-6, tail cut to the 3.78 of audit-14. */
  lookupsInSitting: [
    1330, 700, 388, 233, 117, 84, 61, 42, 49, 30, 20, 19, 17, 14, 20, 14, 10, 13, 8, 5, 9, 7, 5, 6, 6, 2, 4,
    2, 3, 3, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  ] as readonly number[],
  /** Seconds between look-ups of one sitting. audit-6. */
  lookupGapSeconds: [
    [0, 2],
    [0.05, 3],
    [0.1, 4],
    [0.25, 9],
    [0.5, 29],
    [0.75, 107],
    [0.9, 373],
    [0.95, 732],
    [0.99, 1460],
    [1, 1780],
  ] as Quantiles,
  /** Look-ups by description (no subject) around a sitting on the plates system, mean. audit-14: 10,549 per 7,840. */
  descriptionSearches: 1.35,
  /** Look-ups by local hour. audit-6. */
  hourWeights: [
    925, 445, 249, 249, 106, 191, 279, 663, 881, 685, 839, 818, 958, 1407, 1664, 1527, 985, 776, 669, 1081,
    1020, 664, 863, 708,
  ] as readonly number[],
  /** Days of scheduling before the first event, so that a world opens with pursuits under way. assumed. */
  warmUpDays: 45,
} as const;

/** Which record system an honest piece of work turns to, by role. Weights; systems that a world lacks drop out. assumed. */
export const SYSTEM_WEIGHTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  officer: { plates: 0.82, calls: 0.03, location: 0.03, travel: 0.08, finance: 0.04 },
  detective: { plates: 0.36, calls: 0.27, location: 0.12, travel: 0.09, finance: 0.16 },
  analyst: { plates: 0.15, calls: 0.25, location: 0.1, travel: 0.2, finance: 0.3 },
  "camera-operator": { plates: 0.7, location: 0.3 },
  supervisor: { plates: 0.6, calls: 0.15, location: 0.1, travel: 0.05, finance: 0.1 },
  administrator: { plates: 1 },
};

/** All assumed but where said. */
export const RECORDS = {
  /** Chance that a detective or analyst asks a second system about the same person. */
  secondSystem: 0.25,
  /** Share of sittings on calls or finance that end with an export. */
  exported: 0.04,
  /** Days of record time asked for, by system. audit-6 for plates. */
  windowDays: { plates: 30, calls: 90, location: 2, travel: 365, finance: 180, cameras: 0 } as Readonly<
    Record<string, number>
  >,
  /** Networks asked by a look-up on plates, equally often. audit-6: the most frequent ones. */
  networks: [3, 3, 4, 1480, 1429, 1, 572] as readonly number[],
  /** Share of cases, by kind, for which somebody asks the cells at the scene. */
  towerSearch: { major: 0.6, investigation: 0.05 },
  /** Share of searches by description that name the reader at which the vehicle passed, where the world has sites. */
  atReader: 0.4,
  /** Chance that a visit is done by a colleague on call, and that a case moves to a colleague for good. */
  onCall: 0.03,
  transfer: 0.012,
} as const;

/** Camera rooms. Sites in a sitting and the share with an incident number from a city's camera log (367 views); else assumed. */
export const CAMERAS = {
  /** Rounds without an incident, a shift and camera operator. */
  rounds: 1.4,
  sitesInRound: 4.6,
  /** Views of a place in a round: several cameras hang at one crossing. */
  secondsBetweenViews: 22,
  /** Share of rounds that go over the operator's own favourite places. */
  favourites: 0.7,
  favouritePlaces: 12,
  /** Share of broadcast cases for which the camera room is dispatched; sites looked at; share that follow the subject's way. */
  dispatched: 0.35,
  sitesAtIncident: 5,
  follows: 0.3,
  /** Share of camera work under dispatch that has the number written down. */
  numbered: 0.85,
  /** Playbacks by detectors along a suspect's way, a case of theirs. */
  playback: 0.12,
} as const;

/** All assumed. */
export const ROUTINE = {
  /** Audit reviews a week and supervisor, and the share of them that repeat the look-up under review. */
  reviewsPerWeek: 2,
  reviewRepeats: 0.15,
  /** Hours between polls of the hotlist, plates in a poll, and share of the list renewed a day. */
  pollHours: 4,
  platesInPoll: 10,
  hotlistRenewal: 0.04,
} as const;

/** Where an operator sits. All assumed. */
export const SEATS = {
  /** Share of days on a mobile terminal; days until a workstation is replaced. */
  mobile: 0.08,
  workstationDays: 150,
} as const;

/** What `stress` adds to a world. All assumed. */
export const STRESS = {
  /** unequal: spread of activity instead of AGENCY.activitySpread. */
  unequalSpread: 1.9,
  /** bursts: chance a day that an agency's caseload rises, factor, days. */
  burstChance: 0.05,
  burstFactor: 4,
  burstDays: 3,
  /** reorganisation: at this share of the period, this share of operators changes unit and habits. */
  reorganisedAt: 0.5,
  reorganised: 0.4,
} as const;

export const CASE_KINDS = {
  /** Share of cases by kind. assumed; the broadcast kinds come from the reasons of audit-6. */
  weights: { stop: 0.36, stolen: 0.22, hitAndRun: 0.08, disorder: 0.12, investigation: 0.213, major: 0.007 },
  /** Least number of interested operators in a major incident. audit-6: one plate had 19 operators. */
  majorCompany: 5,
  /** Further operators in a major incident, mean (geometric). assumed. */
  majorFurther: 6,
  /** Days until a case closes: median and spread of the logarithm. assumed. */
  closesAfter: { median: 21, sigma: 1 },
} as const;

export const PURPOSE = {
  /** Share of look-ups whose reason is a bare case number. audit-14. */
  bareNumber: 0.51,
  /** Share of look-ups with the case field filled. audit-14. */
  caseField: 0.26,
  /** Share of engagements by length in sittings planned that are documented with a case number. audit-14, fitted. */
  documented: { short: 0.985, long: 0.46 },
  /** Share of documented engagements that use the case field at all (the others write the number as the reason). fitted. */
  caseFieldOfDocumented: 0.285,
  /** Share of a documented engagement's sittings that do cite the number. assumed. */
  cites: 0.94,
  /** The same where the number came only after two weeks of pursuit. assumed. */
  citesLate: 0.5,
  /** A pursuit of 3 or more days over 14 or more gets a number if it had none. audit-14: 83 of 89. */
  longPursuitDocumented: 0.93,
  /** How the units' sloppiness differs: standard deviation of the log odds. assumed. */
  unitSpread: 0.5,
  /** The same between operators of a unit. audit-6: operators range from 0 to 70 % in the case field. */
  operatorSpread: 1.1,
  /** Share of undocumented reasons that are vague ("investigation") rather than an offence. assumed. */
  vague: 0.35,
  /** Share of undocumented look-ups with an empty reason. assumed: audit-6 is masked here. */
  emptyReason: 0.08,
  /** Share of citations with the number written another way. assumed. */
  otherSpelling: 0.04,
} as const;

export const AGENCY = {
  /** Operators of one agency; larger worlds have several. assumed. */
  size: 400,
  /** Standard deviation of the log of operators' activity. audit-6: median 13, mean 29, largest 300 sittings. */
  activitySpread: 1.26,
  /** Share of weeks an operator is on leave. assumed: six weeks a year. */
  leave: 0.115,
  /** Share of shifts swapped with another shift. assumed. */
  shiftSwap: 0.02,
  /** Share of operators who join, or leave, in a year. assumed; audit-14 saw 126 to 129 at a time. */
  turnover: 0.08,
  /** Share of look-ups outside the operator's shift. audit-6: heavy users' hours. assumed in size. */
  overtime: 0.04,
  /** Local hours from UTC. assumed. */
  zoneHours: -6,
  /** Share of a colleague's interest that stays in the unit, when not on a broadcast. assumed. */
  sameUnit: 0.6,
} as const;

/** All assumed: no log shows the people behind it. */
export const CITY = {
  /** Inhabitants per operator, and at least so many in a city. */
  peoplePerOperator: 120,
  leastPeople: 30_000,
  /** Crossings: one per so many inhabitants, within limits on the side of the grid. */
  peoplePerCrossing: 60,
  leastSide: 16,
  mostSide: 48,
  blockMetres: 250,
  /** Share of crossings with a camera, and with a plate reader; side of the block that a cell covers. */
  cameraShare: 0.3,
  readerShare: 0.1,
  cellBlock: 4,
  /** Members of a circle. */
  circleSize: { household: 3, friends: 7, acquaintances: 5, workplace: 18 },
  /** Chance that a circle of friends meets on an evening, and that one of them comes. */
  meetingChance: 0.22,
  meetingAttendance: 0.7,
  secondsPerBlock: 35,
  /** One number in so many belongs to a shop or taxi rank that everybody calls. */
  peoplePerHub: 400,
  /** People shown by a look-up of call records. */
  contactsShown: 6,
} as const;

/** The register of protected people that a world comes with. All assumed. */
export const REGISTER = {
  /** Protected people who are nobody's target, one per so many operators; relations of each. */
  operatorsPerPerson: 20,
  relations: 3,
} as const;

export const CAMPAIGNS = {
  /** Operators who misuse, of all. assumed: "at most a few in a thousand". */
  prevalence: 0.0025,
  /** A campaign starts no sooner than this share of the period … assumed: detectors need to learn. */
  earliestStart: 0.3,
  /** … and no later than this, so that it has time to show. assumed. */
  latestStart: 0.75,
  /** The same for shapes of about one sitting a week. assumed. */
  latestSlowStart: 0.45,
} as const;

/** What the record systems hold about people, besides who looked. All assumed but where said. */
export const CALLS = {
  /** Calls and messages a week between two members of a circle, mean. */
  perWeek: { household: 5, friends: 1.2, acquaintances: 0.25, workplace: 0.2 },
  /** Standard deviation of the log: between pairs of one circle, between people, between weeks of one pair. */
  pairSpread: 1.1,
  personSpread: 0.5,
  weekSpread: 0.6,
  /** Hubs that everybody calls: favourites of a person, calls a week with each, share called back, and how popularity falls with rank. */
  favouriteHubs: 3,
  hubPerWeek: 0.4,
  hubCallsBack: 0.25,
  hubPopularity: 0.8,
  /** Chance acquaintance in a week: how many numbers a person may dial, and the chance of each. */
  chanceSlots: 2,
  chanceShare: 0.15,
  /** Share of those that are a wrong number, once and short; the others call a few times about one matter. */
  wrongNumber: 0.5,
  matterFurther: 1.5,
  wrongNumberSeconds: 25,
  /** Share that are messages; seconds of the others, median and spread of the logarithm. */
  messages: 0.55,
  seconds: { median: 70, sigma: 1.2 },
  /** Share of people with a second phone, and of their pairs that use it. */
  secondPhone: 0.06,
  overSecondPhone: 0.25,
  /** By local hour. */
  hourWeights: [8, 5, 3, 2, 2, 4, 12, 30, 48, 55, 56, 58, 60, 58, 54, 55, 60, 68, 72, 70, 62, 50, 34, 18],
} as const;

/** All assumed. */
export const TRANSFERS = {
  perWeek: { household: 0.3, friends: 0.08, acquaintances: 0.01, workplace: 0.01 },
  pairSpread: 1.2,
  personSpread: 0.5,
  weekSpread: 0.3,
  favouriteHubs: 3,
  hubPerWeek: 0.5,
  hubCallsBack: 0.02,
  hubPopularity: 0.8,
  chanceSlots: 1,
  chanceShare: 0.03,
  wrongNumber: 1,
  matterFurther: 0,
  hourWeights: [2, 1, 1, 1, 1, 2, 8, 20, 40, 60, 60, 58, 60, 55, 50, 50, 50, 55, 55, 45, 35, 25, 14, 6],
} as const;

/** Where people stop besides home, work and their friends' venue, and what systems notice of it. All assumed. */
export const POSITIONS = {
  /** Places where everybody passes, near the centre; chance a day of a stop there; how popularity falls with rank; minutes. */
  publicPlaces: 8,
  publicPlaceSpan: 0.25,
  visits: 0.2,
  placePopularity: 0.7,
  visitMinutes: [15, 60] as const,
  /** Nobody is punctual: seconds by which a way begins sooner or later. Below the three minutes that campaigns play back around a stop. */
  unpunctual: 100,
  /** Share of passages that a camera recognises, and that a plate reader reads. */
  recognised: 0.35,
  read: 0.92,
  /** Hours between fixes of a phone that stays where it is; share of days on which a second phone is on. */
  fixHours: 3,
  secondPhoneOn: 0.4,
  /** Record time that a live view shows, before the look-up. */
  liveMilliseconds: 60_000,
} as const;

/** Devices, addresses, bookings. All assumed. */
export const HOLDINGS = {
  /** Share of households with a device that all use; of second phones that are in the first one's handset; of handsets bought from a stranger. */
  householdDevice: 0.5,
  sameHandset: 0.25,
  secondHand: 0.08,
  /** Days in which trips are drawn; chance of a trip in them by circle, and that a member comes. */
  tripDays: 91,
  trips: { household: 0.5, friends: 0.12, acquaintances: 0, workplace: 0.3 },
  joins: { household: 0.8, friends: 0.5, acquaintances: 0, workplace: 0.12 },
  tripLength: [2, 14] as const,
} as const;

/**
 * How the two of a registered relation keep in touch, besides what their circles do. Weights; calls, meetings and transfers a week;
 * phones and places. All assumed: no log shows how sources are met.
 */
export const TRADECRAFT = {
  open: { weight: 0.2, calls: 0.8, meetings: 0.3, transfers: 0.05, second: false, busy: false },
  "second-phone": { weight: 0.3, calls: 0.8, meetings: 0.25, transfers: 0, second: true, busy: true },
  "rare-calls": { weight: 0.2, calls: 0.15, meetings: 0.25, transfers: 0, second: false, busy: true },
  "meetings-only": { weight: 0.3, calls: 0, meetings: 0.35, transfers: 0, second: false, busy: true },
} as const;

/** Registered relations in worlds with records. All assumed. */
export const TIES = {
  /** Standard deviation of the log of a relation's traffic. */
  spread: 0.5,
  /** Share of family and friends in the register who take care, and what is then left of their calls and transfers. */
  guarded: 0.4,
  guardedLeft: 0.1,
  /** Minutes that a meeting lasts, and the local hours within which it begins. */
  meetingMinutes: [20, 90] as const,
  meetingHours: [18, 21] as const,
} as const;
