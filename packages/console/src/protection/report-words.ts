/** The words of the report's own catalogue about exposure, warnings, rehearsals and posture: a page here and a file there say the same. */
import { useMemo } from "react";
import { englishAssessment } from "../../../counterwatch/src/report/words/messages-assessment.en.ts";
import { spanishAssessment } from "../../../counterwatch/src/report/words/messages-assessment.es.ts";
import { englishPosture } from "../../../counterwatch/src/report/words/messages-posture.en.ts";
import { spanishPosture } from "../../../counterwatch/src/report/words/messages-posture.es.ts";
import { englishRehearsal } from "../../../counterwatch/src/report/words/messages-rehearsal.en.ts";
import { spanishRehearsal } from "../../../counterwatch/src/report/words/messages-rehearsal.es.ts";
import { englishWarnings } from "../../../counterwatch/src/report/words/messages-warnings.en.ts";
import { spanishWarnings } from "../../../counterwatch/src/report/words/messages-warnings.es.ts";
import { Speech } from "../../../counterwatch/src/report/words/speech.ts";
import { useWords } from "../words/words.tsx";

export function useReportWords() {
  const {
    say: { locale, zone },
  } = useWords();
  return useMemo(() => {
    const speech = new Speech(locale, zone);
    return locale === "es"
      ? {
          speech,
          assessment: spanishAssessment(speech),
          posture: spanishPosture(speech),
          rehearsal: spanishRehearsal(speech),
          warnings: spanishWarnings(speech),
        }
      : {
          speech,
          assessment: englishAssessment(speech),
          posture: englishPosture(speech),
          rehearsal: englishRehearsal(speech),
          warnings: englishWarnings(speech),
        };
  }, [locale, zone]);
}
