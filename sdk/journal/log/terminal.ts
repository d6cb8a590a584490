/** One line of a run's console output. `number` counts from 0 over both streams, in the order the lines began. */
export interface TerminalLine {
  readonly number: number;
  readonly text: string;
  /** Milliseconds since 1970 of the record that began the line; fractions are microseconds. */
  readonly atMs: number;
  readonly stream: 'stdout' | 'stderr';
}

/** How many of the newest lines can still change, and how high each stream's screen is. Source: the client, see below. */
const OPEN_LINES = 32;
/** Characters (code points) of a line; what is written beyond is dropped. */
const MAX_LINE_CHARS = 4096;
const ESCAPE = '\u001B';

interface OpenLine {
  readonly number: number;
  readonly cells: string[];
  readonly atMs: number;
  readonly stream: TerminalLine['stream'];
  isDirty: boolean;
}

/**
 * The lines that the client's core would stream for the output of a script: `\r` goes back to the line's start and
 * overwrites, `\n` goes on, `ESC [ A` and `ESC [ B` move by one line; every other sequence stays in the text. stdout and
 * stderr have a screen each and share the numbering.
 * Source: wandb core, internal/terminalemulator and internal/runconsolelogs (0.31).
 */
export class Console {
  #next = 0;
  readonly #open: OpenLine[] = [];
  readonly #dirty = new Set<OpenLine>();
  readonly #screens = {
    stdout: new Screen((atMs) => this.#begin('stdout', atMs, '')),
    stderr: new Screen((atMs) => this.#begin('stderr', atMs, '')),
  };

  /** Takes a piece of output, cut anywhere. */
  write(stream: TerminalLine['stream'], text: string, atMs: number): void {
    this.#screens[stream].write(text, atMs, (line) => this.#touch(line));
  }

  /** Adds whole lines that no cursor can reach (`run.write_logs`). */
  append(text: string, atMs: number): void {
    for (const line of text.replace(/\n$/, '').split('\n')) this.#begin('stdout', atMs, line);
  }

  /** Lines that came or changed since the last call, by number. */
  takeChanged(): TerminalLine[] {
    const changed = [...this.#dirty].sort((a, b) => a.number - b.number);
    this.#dirty.clear();
    return changed.map(({ number, cells, atMs, stream }) => ({ number, text: cells.join(''), atMs, stream }));
  }

  get lineCount(): number {
    return this.#next;
  }

  #begin(stream: TerminalLine['stream'], atMs: number, text: string): OpenLine {
    const line = { number: this.#next++, cells: [...text], atMs, stream, isDirty: true };
    this.#open.push(line);
    if (this.#open.length > OPEN_LINES) this.#open.shift();
    this.#dirty.add(line);
    return line;
  }

  /** True when the line can still change. */
  #touch(line: OpenLine): boolean {
    if (line.number < this.#next - OPEN_LINES) return false;
    this.#dirty.add(line);
    return true;
  }
}

/** The visible part of one stream and its cursor. */
class Screen {
  readonly #begin: (atMs: number) => OpenLine;
  readonly #lines: OpenLine[] = [];
  #row = 0;
  #column = 0;
  #escape = '';

  constructor(begin: (atMs: number) => OpenLine) {
    this.#begin = begin;
  }

  write(text: string, atMs: number, touch: (line: OpenLine) => boolean): void {
    const put = (character: string): void => this.#put(character, atMs, touch);
    for (const character of text) {
      if (this.#escape === '') {
        if (character === '\r') this.#column = 0;
        else if (character === '\n') this.#lineFeed();
        else if (character === ESCAPE) this.#escape = ESCAPE;
        else put(character);
      } else if (this.#escape === ESCAPE && character === '[') this.#escape = `${ESCAPE}[`;
      else if (this.#escape === `${ESCAPE}[` && (character === 'A' || character === 'B')) {
        this.#escape = '';
        if (character === 'B') this.#down();
        else this.#row = Math.max(0, this.#row - 1);
      } else {
        const pending = this.#escape;
        this.#escape = '';
        for (const unit of pending + character) put(unit);
      }
    }
  }

  #put(character: string, atMs: number, touch: (line: OpenLine) => boolean): void {
    while (this.#row >= this.#lines.length) this.#lines.push(this.#begin(atMs));
    const line = this.#lines[this.#row] as OpenLine;
    const column = this.#column++;
    if (column >= MAX_LINE_CHARS || !touch(line)) return;
    while (column >= line.cells.length) line.cells.push(' ');
    line.cells[column] = character;
  }

  #lineFeed(): void {
    this.#column = 0;
    this.#down();
  }

  #down(): void {
    this.#row += 1;
    if (this.#row < OPEN_LINES) return;
    this.#lines.shift();
    this.#row -= 1;
  }
}
