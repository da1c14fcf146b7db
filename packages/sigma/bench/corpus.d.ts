export interface CorpusFile {
  readonly path: string;
  readonly text: string;
}
export function readData(name: string): Buffer | undefined;
export function readCorpus(): CorpusFile[] | undefined;
export function readEventLines(): string[] | undefined;
