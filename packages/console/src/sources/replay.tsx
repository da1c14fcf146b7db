import { useMutation, useQueryClient } from "@tanstack/react-query";
import { watchApi } from "../api/watch-api.ts";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** For rows of files that the server follows: they stand there still. */
export function Replay({ source }: { readonly source: string }) {
  const { words } = useWords();
  const queries = useQueryClient();
  const text = words.sources;
  const replay = useMutation({
    mutationFn: () => watchApi.replay(source),
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ["sources"] }),
        queries.invalidateQueries({ queryKey: ["letters", source] }),
      ]);
    },
  });
  return (
    <div className="stack">
      <p>{text.replayNote}</p>
      <button type="button" onClick={() => replay.mutate()} disabled={replay.isPending}>
        {text.replay}
      </button>
      {replay.error !== null && (
        <p className="trouble" role="alert">
          {saidOf(replay.error, words).sentence} {saidOf(replay.error, words).remedy}
        </p>
      )}
      {replay.data !== undefined && (
        <ul className="plain" role="status">
          <li>{text.replayed(replay.data.replayed)}</li>
          {replay.data.rejected > 0 && <li>{text.replayRejected(replay.data.rejected)}</li>}
          {replay.data.gone > 0 && <li>{text.replayGone(replay.data.gone)}</li>}
          {replay.data.left > 0 && <li>{text.replayLeft(replay.data.left)}</li>}
        </ul>
      )}
    </div>
  );
}
