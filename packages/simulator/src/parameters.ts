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
  casesPerOperatorDay: 0.0458,
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
  oneMoreDay: [0.066, 0.26, 0.4, 0.53, 0.66, 0.66, 0.66, 0.66] as readonly number[],
  /** Factor on the first of these chances by company (1, 2, 3-4, 5+ operators). audit-6: pairs with two or more sittings. */
  companyPull: [0.72, 1.22, 1.6, 1.75] as readonly number[],
  /**
   * Watches: a few pursuits are dense, on several days in a row, several sittings a day, and hardly ever written down
   * ("registered owner is wanted"). Share of engagements, days, sittings a day, share documented. audit-6 (its longest
   * pairs), audit-14, fitted (39 pairs with ten and more sittings).
   */
  watch: {
    share: 0.0075,
    days: [2, 11] as const,
    sittings: [0.24, 0.27, 0.22, 0.14, 0.08, 0.05] as readonly number[],
    documented: 0.2,
    nextDay: 0.75,
  },
  /** Longest pursuit in days looked. assumed. */
  longestPursuit: 40,
  /** Days from one day on a subject to the next. audit-6, tail lengthened for a 14-month log (audit-14: 89 long pairs). */
  dayGap: [
    [0, 1],
    [0.44, 1.4],
    [0.54, 2.4],
    [0.6, 4],
    [0.7, 6],
    [0.8, 10],
    [0.88, 21],
    [0.94, 40],
    [1, 150],
  ] as Quantiles,
  /** Sittings on a day of a pursuit that has only this day: 1, 2, … audit-14, fitted. */
  sittingsOnlyDay: [0.872, 0.085, 0.025, 0.009, 0.004, 0.0025, 0.001, 0.0005, 0.0005] as readonly number[],
  /** The same on a day of a pursuit of several days. audit-14, fitted. */
  sittingsOneOfDays: [0.79, 0.13, 0.045, 0.02, 0.008, 0.004, 0.003] as readonly number[],
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
  /** Days of scheduling before the first event, so that a world opens with pursuits under way. assumed. */
  warmUpDays: 45,
} as const;

export const CASE_KINDS = {
  /** Share of cases by kind. assumed; the broadcast kinds come from the reasons of audit-6. */
  weights: { stop: 0.36, stolen: 0.22, hitAndRun: 0.08, disorder: 0.12, investigation: 0.2, major: 0.02 },
  /** Least number of interested operators in a major incident. audit-6: one plate had 19 operators. */
  majorCompany: 5,
} as const;

export const PURPOSE = {
  /** Share of look-ups whose reason is a bare case number. audit-14. */
  bareNumber: 0.51,
  /** Share of look-ups with the case field filled. audit-14. */
  caseField: 0.26,
  /** Share of engagements by length in sittings planned that are documented with a case number. audit-14, fitted. */
  documented: { short: 0.86, long: 0.66 },
  /** Share of documented engagements that use the case field at all (the others write the number as the reason). fitted. */
  caseFieldOfDocumented: 0.27,
  /** Share of a documented engagement's sittings that do cite the number. assumed. */
  cites: 0.94,
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

export const CITY = {
  /** Inhabitants per operator, and at least so many. assumed. */
  peoplePerOperator: 60,
  leastPeople: 60_000,
} as const;

export const CAMPAIGNS = {
  /** Operators who misuse, of all. assumed: "at most a few in a thousand". */
  prevalence: 0.0025,
  /** A campaign starts no sooner than this share of the period … assumed: detectors need to learn. */
  earliestStart: 0.3,
  /** … and no later than this, so that it has time to show. assumed. */
  latestStart: 0.75,
} as const;
