/** A network of one hidden layer: 64 pixels, `hidden` units, 10 digits. Plain loops over typed arrays, no library. */
export class Network {
  readonly hidden: number;
  readonly weights: Readonly<Record<'first' | 'second', Float64Array>>;
  readonly biases: Readonly<Record<'first' | 'second', Float64Array>>;

  /** `random` gives numbers from 0 to 1; the same ones give the same network. */
  constructor(hidden: number, random: () => number) {
    this.hidden = hidden;
    const layer = (inputs: number, outputs: number): Float64Array =>
      Float64Array.from({ length: inputs * outputs }, () => (random() * 2 - 1) / Math.sqrt(inputs));
    this.weights = { first: layer(64, hidden), second: layer(hidden, 10) };
    this.biases = { first: new Float64Array(hidden), second: new Float64Array(10) };
  }

  /** How likely each digit is. */
  predict(pixels: Float64Array): Float64Array {
    return this.#forward(pixels).scores;
  }

  /** One step of gradient descent on one picture; returns the loss before it (cross entropy). */
  learn(pixels: Float64Array, digit: number, rate: number): number {
    const { units, scores } = this.#forward(pixels);
    const back = new Float64Array(this.hidden);
    for (let k = 0; k < 10; k++) {
      const error = (scores[k] ?? 0) - (k === digit ? 1 : 0);
      add(this.biases.second, k, -rate * error);
      for (let j = 0; j < this.hidden; j++) {
        add(back, j, error * (this.weights.second[j * 10 + k] ?? 0));
        add(this.weights.second, j * 10 + k, -rate * error * (units[j] ?? 0));
      }
    }
    for (let j = 0; j < this.hidden; j++) {
      // The unit is a tanh, whose slope is 1 - tanh².
      const error = (back[j] ?? 0) * (1 - (units[j] ?? 0) ** 2);
      add(this.biases.first, j, -rate * error);
      for (let i = 0; i < 64; i++) add(this.weights.first, i * this.hidden + j, -rate * error * (pixels[i] ?? 0));
    }
    return -Math.log(Math.max(scores[digit] ?? 0, 1e-12));
  }

  #forward(pixels: Float64Array): { readonly units: Float64Array; readonly scores: Float64Array } {
    const units = Float64Array.from(this.biases.first);
    for (let i = 0; i < 64; i++) {
      for (let j = 0; j < this.hidden; j++) {
        add(units, j, (pixels[i] ?? 0) * (this.weights.first[i * this.hidden + j] ?? 0));
      }
    }
    for (let j = 0; j < this.hidden; j++) units[j] = Math.tanh(units[j] ?? 0);
    const sums = Float64Array.from(this.biases.second);
    for (let j = 0; j < this.hidden; j++) {
      for (let k = 0; k < 10; k++) add(sums, k, (units[j] ?? 0) * (this.weights.second[j * 10 + k] ?? 0));
    }
    const most = Math.max(...sums);
    const powers = sums.map((sum) => Math.exp(sum - most));
    const total = powers.reduce((a, b) => a + b, 0);
    return { units, scores: powers.map((power) => power / total) };
  }
}

function add(values: Float64Array, at: number, change: number): void {
  values[at] = (values[at] ?? 0) + change;
}
