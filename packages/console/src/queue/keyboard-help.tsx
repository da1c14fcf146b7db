import { Fragment } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { useWords } from "../words/words.tsx";
import { COMMANDS, keysOf } from "./keyboard.ts";

export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  const { words } = useWords();
  return (
    <Dialog title={words.keys.title} onClose={onClose}>
      <div>
        <dl className="keys">
          {COMMANDS.map((command) => (
            <Fragment key={command}>
              <dt>
                {keysOf(command).map((key) => (
                  <Fragment key={key}>
                    <kbd>{SHOWN[key] ?? key}</kbd>{" "}
                  </Fragment>
                ))}
              </dt>
              <dd>{words.keys[command]}</dd>
            </Fragment>
          ))}
        </dl>
        <button type="button" onClick={onClose} autoFocus>
          {words.close}
        </button>
      </div>
    </Dialog>
  );
}

const SHOWN: Readonly<Record<string, string>> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  Enter: "↵",
  Escape: "Esc",
};
