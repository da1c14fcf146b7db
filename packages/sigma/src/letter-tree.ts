/** A tree of texts, walked along another text or its bytes to find which of them stand there. */
export class LetterTree {
  readonly #codes: number[] = [0];
  readonly #firstChild: number[] = [0];
  readonly #sibling: number[] = [0];
  readonly #values: number[] = [-1];
  /** Child of the root by code, below 128: nearly every walk ends there. */
  readonly #roots = new Int32Array(128);

  /** `value` is what walks report for this text; texts must be distinct. A tree for `walkBack` takes its texts reversed. */
  add(text: string, value: number): void {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      let child = this.#child(node, code);
      if (child === 0) {
        child = this.#codes.length;
        this.#codes.push(code);
        this.#sibling.push(this.#firstChild[node] ?? 0);
        this.#firstChild.push(0);
        this.#values.push(-1);
        this.#firstChild[node] = child;
        if (node === 0 && code < 128) this.#roots[code] = child;
      }
      node = child;
    }
    this.#values[node] = value;
  }

  /** The values of all texts with which `text` starts. */
  walk(text: string, into: number[]): void {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      node = this.#child(node, text.charCodeAt(i));
      if (node === 0) return;
      const value = this.#values[node] as number;
      if (value >= 0) into.push(value);
    }
  }

  /** The values of all texts with which `text` ends. */
  walkBack(text: string, into: number[]): void {
    let node = 0;
    for (let i = text.length - 1; i >= 0; i--) {
      node = this.#child(node, text.charCodeAt(i));
      if (node === 0) return;
      const value = this.#values[node] as number;
      if (value >= 0) into.push(value);
    }
  }

  /** The values of all texts that stand at `start` of the first `length` bytes. */
  walkBytes(bytes: Uint8Array, start: number, length: number, into: number[]): void {
    const first = bytes[start] as number;
    let node = first < 128 ? (this.#roots[first] as number) : 0;
    for (let i = start + 1; node !== 0; i++) {
      const value = this.#values[node] as number;
      if (value >= 0) into.push(value);
      if (i >= length) return;
      node = this.#child(node, bytes[i] as number);
    }
  }

  #child(node: number, code: number): number {
    if (node === 0 && code < 128) return this.#roots[code] as number;
    let child = this.#firstChild[node] as number;
    while (child !== 0 && this.#codes[child] !== code) child = this.#sibling[child] as number;
    return child;
  }
}
