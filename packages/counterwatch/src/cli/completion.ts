/** Completion scripts, made from the commands themselves so that they cannot fall behind. */
import { Argument, type Command } from "commander";
import { print } from "./standard-streams.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

export function addCompletion(program: Command): void {
  program
    .command("completion")
    .summary("print a completion script for a shell")
    .addArgument(new Argument("<shell>", "which shell").choices(SHELLS))
    .addHelpText(
      "after",
      `
Examples:
  counterwatch completion bash > ~/.local/share/bash-completion/completions/counterwatch
  counterwatch completion zsh > "\${fpath[1]}/_counterwatch"
  counterwatch completion fish > ~/.config/fish/completions/counterwatch.fish`,
    )
    .action(async (shell: Shell) => {
      const { CONNECTORS } = await import("../intake/connectors.ts");
      const format = CONNECTORS.map(({ id }) => id);
      const { ROW_CONNECTORS } = await import("../intake/shown-rows/row-connectors.ts");
      const rowFormat = ROW_CONNECTORS.map(({ id }) => id);
      await print(completionScript(program, shell, { "--format": format, "--row-format": rowFormat }));
    });
}

type Values = Readonly<Record<string, readonly string[]>>;

/** `values`: what a flag takes, where the command line does not say it itself. */
export function completionScript(program: Command, shell: Shell, values: Values = {}): string {
  return { bash, zsh, fish }[shell](shapesOf(program, values));
}

interface OptionShape {
  readonly flags: readonly string[];
  readonly summary: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

interface CommandShape {
  /** Words after `counterwatch`, joined by a space; empty for the root. */
  readonly place: string;
  readonly children: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly OptionShape[];
  /** Choices of the first argument. */
  readonly choices: readonly string[];
}

function shapesOf(command: Command, values: Values, place = ""): CommandShape[] {
  const own: CommandShape = {
    place,
    children: command.commands.map((child) => ({ name: child.name(), summary: child.summary() })),
    options: [
      ...command.options.map((option) => ({
        flags: [option.short, option.long].filter((flag) => flag != null),
        summary: option.description,
        takesValue: option.required || option.optional,
        choices: option.argChoices ?? values[option.long ?? ""] ?? [],
      })),
      { flags: ["-h", "--help"], summary: "print help", takesValue: false, choices: [] },
    ],
    choices: command.registeredArguments[0]?.argChoices ?? [],
  };
  return [
    own,
    ...command.commands.flatMap((child) => shapesOf(child, values, `${place} ${child.name()}`.trim())),
  ];
}

/** Which command the words so far have reached: shared by bash and zsh, whose `case` and `for` are the same. */
function placeLoop(shapes: readonly CommandShape[], words: string): string {
  const cases = shapes
    .filter(({ place }) => place !== "")
    .map(({ place }) => {
      const parent = place.includes(" ") ? place.slice(0, place.lastIndexOf(" ")) : "";
      return `      "${parent}:${place.slice(parent.length).trim()}") place="${place}" ;;`;
    });
  return [`  for word in ${words}; do`, '    case "$place:$word" in', ...cases, "    esac", "  done"].join(
    "\n",
  );
}

/** `case` branches on `place:previous word` for options that take one of a few words, or a path. */
function valueCases(
  shapes: readonly CommandShape[],
  choose: (choices: string) => string,
  paths: string,
): string[] {
  return shapes.flatMap(({ place, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, choices }) => {
        const patterns = flags.map((flag) => `"${place}:${flag}"`).join("|");
        return `    ${patterns}) ${choices.length > 0 ? choose(choices.join(" ")) : paths}; return ;;`;
      }),
  );
}

function bash(shapes: readonly CommandShape[]): string {
  const lists = shapes.map(({ place, children, options, choices }) => {
    const names = [...children.map(({ name }) => name), ...choices].join(" ");
    return `    "${place}") names="${names}"; flags="${options.flatMap(({ flags }) => flags).join(" ")}" ;;`;
  });
  return `# bash completion for counterwatch
_counterwatch() {
  local place="" word current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" names="" flags=""
  COMPREPLY=()
${placeLoop(shapes, '"${COMP_WORDS[@]:1:COMP_CWORD-1}"')}
  case "$place:$previous" in
${valueCases(shapes, (choices) => `COMPREPLY=($(compgen -W "${choices}" -- "$current"))`, 'COMPREPLY=($(compgen -f -- "$current"))').join("\n")}
  esac
  case "$place" in
${lists.join("\n")}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  elif [[ -n "$names" ]]; then
    COMPREPLY=($(compgen -W "$names" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _counterwatch counterwatch
`;
}

function zsh(shapes: readonly CommandShape[]): string {
  const lists = shapes.map(({ place, children, options, choices }) => {
    const names = [
      ...children.map(({ name, summary }) => zshItem(name, summary)),
      ...choices.map((choice) => zshItem(choice, "")),
    ];
    const flags = options.flatMap((option) => option.flags.map((flag) => zshItem(flag, option.summary)));
    return `    "${place}")\n      names=(${names.join(" ")})\n      flags=(${flags.join(" ")}) ;;`;
  });
  return `#compdef counterwatch
_counterwatch() {
  local place="" word previous="\${words[CURRENT-1]}"
  local -a names flags
${placeLoop(shapes, '"${(@)words[2,CURRENT-1]}"')}
  case "$place:$previous" in
${valueCases(shapes, (choices) => `compadd -- ${choices}`, "_files").join("\n")}
  esac
  case "$place" in
${lists.join("\n")}
  esac
  if [[ "$PREFIX" == -* ]]; then
    _describe -o option flags
  elif (( \${#names} )); then
    _describe command names
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _counterwatch ]]; then
  _counterwatch "$@"
else
  compdef _counterwatch counterwatch
fi
`;
}

function zshItem(name: string, summary: string): string {
  return `'${quoted(`${name}:${summary.replaceAll(":", "\\:")}`)}'`;
}

function fish(shapes: readonly CommandShape[]): string {
  const lines = ["# fish completion for counterwatch"];
  for (const { place, children, options, choices } of shapes) {
    const condition = fishCondition(
      place,
      children.map(({ name }) => name),
    );
    const start = `complete -c counterwatch -n '${condition}'`;
    for (const { name, summary } of children) lines.push(`${start} -f -a ${name} -d '${quoted(summary)}'`);
    if (choices.length > 0) lines.push(`${start} -f -a '${choices.join(" ")}'`);
    for (const option of options) {
      const flags = option.flags.map((flag) =>
        flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
      );
      const value =
        option.choices.length > 0 ? ` -x -a '${option.choices.join(" ")}'` : option.takesValue ? " -r" : "";
      lines.push(`${start} ${flags.join(" ")}${value} -d '${quoted(option.summary)}'`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function fishCondition(place: string, children: readonly string[]): string {
  if (place === "") return "__fish_use_subcommand";
  const seen = place.split(" ").map((word) => `__fish_seen_subcommand_from ${word}`);
  if (children.length > 0) seen.push(`not __fish_seen_subcommand_from ${children.join(" ")}`);
  return seen.join("; and ");
}

/** For single quotes in all three shells: no summary needs a quote, so it is dropped. */
function quoted(text: string): string {
  return text.replaceAll("'", "’").replaceAll("\\\\", "");
}
