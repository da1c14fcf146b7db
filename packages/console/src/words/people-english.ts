/** Sentences about people themselves: signing in, settings, unmasking, reviewers. */
export const peopleEnglish = {
  unmaskTried: (what: string, matched: boolean) =>
    matched
      ? `tried a candidate for ${what}: it is in this incident`
      : `tried a candidate for ${what}: it is not`,
};

export type PeopleWords = typeof peopleEnglish;
