import type { PeopleWords } from "./people-english.ts";

export const peopleSpanish: PeopleWords = {
  unmaskTried: (what, matched) =>
    matched
      ? `probó un candidato para ${what}: está en este incidente`
      : `probó un candidato para ${what}: no está`,
};
