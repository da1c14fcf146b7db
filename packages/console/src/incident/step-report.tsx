import type { StepReport } from "./taking-steps.ts";

/** What became of the last step. */
export function StepReportNote({ report }: { readonly report: StepReport | undefined }) {
  if (report === undefined) return null;
  return (
    <div className={report.good ? "note" : "trouble"} role={report.good ? "status" : "alert"}>
      <p>{report.sentence}</p>
      {report.details.length > 0 && (
        <ul>
          {report.details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
