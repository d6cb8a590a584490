import { Image, init, Table } from '../../sdk/index.ts';
import { finishThere, placeAt } from '../support/demo/place.ts';

const [WIDTH, HEIGHT] = [240, 180];
const LABELS = { 0: 'ground', 1: 'road', 2: 'car', 3: 'person' };
/** Boxes of each picture. */
const BOXES = 6;

/** Pixels and masks are the same each time, and different in each row. */
function pictureOf(row: number): Image {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3);
  const classes = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const at = y * WIDTH + x;
      pixels[at * 3] = x + row * 7;
      pixels[at * 3 + 1] = y * 2 + row;
      pixels[at * 3 + 2] = row * 31;
      const isInside = Math.hypot(x - WIDTH / 2, y - HEIGHT / 2) < 30 + (row % 50);
      classes[at] = isInside ? 1 + (row % 3) : 0;
    }
  }
  const boxes = Array.from({ length: BOXES }, (_, i) => {
    const [minX, minY] = [((row + i) % 6) / 10, ((row * 3 + i) % 6) / 10];
    return { position: { minX, minY, maxX: minX + 0.3, maxY: minY + 0.3 }, classId: 1 + (i % 3) };
  });
  return new Image(
    { data: pixels, width: WIDTH, height: HEIGHT, channels: 3 },
    {
      masks: { predicted: { data: classes, width: WIDTH, height: HEIGHT, labels: LABELS } },
      boxes: { found: { boxes, labels: LABELS } },
    },
  );
}

/** Logs a table of `rows` pictures, each with a mask and boxes, as a script does: in an artifact. */
export async function writeLayeredTable(
  address: string,
  {
    project,
    id,
    key,
    rows,
  }: { readonly project: string; readonly id: string; readonly key: string; readonly rows: number },
): Promise<void> {
  using place = placeAt(address);
  const run = await init({ ...place, project, id, console: false });
  const data = Array.from({ length: rows }, (_, i) => [i, pictureOf(i), (i % 97) / 97]);
  run.log({ [key]: new Table({ columns: ['n', 'picture', 'score'], data }) });
  await finishThere(run);
}
