import { useMutation } from "@tanstack/react-query";
import { caseApi } from "../api/case-api.ts";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** The evidence as one file, made by the server at this moment and kept by whoever asked for it. */
export function BundleButton({ incident }: { readonly incident: string }) {
  const { words } = useWords();
  const text = words.casework.incident;
  const fetched = useMutation({
    mutationFn: () => caseApi.bundle(incident),
    onSuccess({ name, tar }) {
      const address = URL.createObjectURL(tar);
      const link = document.createElement("a");
      link.href = address;
      link.download = name;
      link.click();
      URL.revokeObjectURL(address);
    },
  });
  return (
    <div className="bundle">
      <button type="button" disabled={fetched.isPending} onClick={() => fetched.mutate()}>
        {fetched.isPending ? text.bundleMaking : text.bundle}
      </button>
      <p className="muted">{text.bundleNote}</p>
      {fetched.isSuccess && (
        <p role="status">
          {text.bundleDone} <code>counterwatch ledger verify {fetched.data.name} --key ledger.vkey</code>
        </p>
      )}
      {fetched.isError && (
        <p className="trouble" role="alert">
          {saidOf(fetched.error, words).sentence} {saidOf(fetched.error, words).remedy}
        </p>
      )}
    </div>
  );
}
