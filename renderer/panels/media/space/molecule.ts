import { createViewer, type GLViewer } from '3dmol';
import type { Shared } from '#ui/scene';
import type { MoleculeColors, MoleculeStyle } from '../config.ts';
import type { MoleculePlace } from './camera-store.ts';
import { Slots } from './slots.ts';
import { strings } from '../strings.ts';

/** By the endings that the client sends, what the library calls the format. Source: protocol 9.2. */
const FORMATS: Readonly<Record<string, { readonly format: string; readonly isBinary?: true }>> = {
  pdb: { format: 'pdb' },
  pqr: { format: 'pqr' },
  cif: { format: 'cif' },
  mcif: { format: 'cif' },
  mmcif: { format: 'cif' },
  sdf: { format: 'sdf' },
  sd: { format: 'sdf' },
  gro: { format: 'gro' },
  mol2: { format: 'mol2' },
  mmtf: { format: 'mmtf', isBinary: true },
};

/** Ångströms: what is smaller does not fill its place, so that a single atom is no wall. */
const SMALLEST = 2;

/** Browsers allow about 16 WebGL contexts; the rest of the page needs some. */
export const moleculeSlots = new Slots(8);

export interface Molecule {
  readonly atomCount: number;
  readonly setStyle: (style: MoleculeStyle, colors: MoleculeColors) => void;
  readonly setGround: (color: string) => void;
  readonly spin: (isOn: boolean) => void;
  readonly turn: (degrees: number, axis: 'x' | 'y') => void;
  readonly zoom: (factor: number) => void;
  readonly reset: () => void;
  readonly resize: () => void;
  readonly end: () => void;
}

/**
 * Draws a molecule into an element, with a WebGL context of its own: only with a place in `moleculeSlots`. Nothing is
 * fetched but its own file. Errors: rejects with an Error in words for files of no known format or without atoms, and
 * where there is no WebGL; with an AbortError once nobody wants it.
 */
export async function drawMolecule(
  element: HTMLElement,
  name: string,
  href: string,
  ground: string,
  camera: Shared<MoleculePlace>,
  signal: AbortSignal,
): Promise<Molecule> {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const known = FORMATS[ending];
  if (known === undefined) throw new Error(strings.noMolecule(ending));
  const response = await fetch(href, { signal });
  if (!response.ok) throw new Error(strings.notHad(response.status));
  const data = known.isBinary === true ? new Uint8Array(await response.arrayBuffer()) : await response.text();
  signal.throwIfAborted();
  const config = { backgroundColor: ground, antialias: true, minimumZoomToDistance: SMALLEST };
  const viewer = createViewer(element, config) as GLViewer | undefined;
  if (viewer === undefined) throw new Error(strings.noWebGl);
  const end = (): void => {
    viewer.spin(false);
    viewer.clear();
    const canvas = element.querySelector('canvas');
    (canvas?.getContext('webgl2') ?? canvas?.getContext('webgl'))?.getExtension('WEBGL_lose_context')?.loseContext();
    element.replaceChildren();
  };
  try {
    viewer.addModel(data, known.format, { keepH: true });
    const atomCount = viewer.selectedAtoms({}).length;
    if (atomCount === 0) throw new Error(strings.noAtoms);
    return handleOf(viewer, atomCount, camera, end);
  } catch (error) {
    end();
    throw error;
  }
}

function handleOf(viewer: GLViewer, atomCount: number, camera: Shared<MoleculePlace>, end: () => void): Molecule {
  const isProtein = viewer.selectedAtoms({ atom: 'CA' }).length > 1;
  const setStyle = (style: MoleculeStyle, colors: MoleculeColors): void => {
    viewer.removeAllSurfaces();
    viewer.setStyle({}, styleOf(style, isProtein, colors));
    if (style === 'surface') void viewer.addSurface('VDW', { opacity: 0.85, colorscheme: SCHEMES[colors] });
    // What is no chain of a protein has no ribbon.
    if (style === 'cartoon' && isProtein) viewer.setStyle({ hetflag: true }, { stick: { radius: 0.15 } });
    viewer.render();
  };
  const lookThrough = shareView(viewer, camera);
  return {
    atomCount,
    setStyle,
    setGround: (color) => {
      viewer.setBackgroundColor(color, 1);
      viewer.render();
    },
    spin: (isOn) => viewer.spin(isOn ? 'y' : false),
    turn: (degrees, axis) => {
      viewer.rotate(degrees, axis);
      viewer.render();
    },
    zoom: (factor) => {
      viewer.zoom(factor);
      viewer.render();
    },
    reset: lookThrough.reset,
    resize: () => viewer.resize(),
    end: () => {
      lookThrough.stop();
      end();
    },
  };
}

/** From the eye to the middle of the space, in ångströms, where the library's own zoom is 0. */
const EYE = 150;

/** Looks from where the shared camera is, and tells it when a person turns this one. */
function shareView(
  viewer: GLViewer,
  camera: Shared<MoleculePlace>,
): { readonly reset: () => void; readonly stop: () => void } {
  const me = {};
  let isFollowing = true;
  viewer.zoomTo();
  const [x0 = 0, y0 = 0, z0 = 0, near0 = 0, ...turn0] = viewer.getView() as number[];
  let seen = '';
  const follow = (): void => {
    const { turn = turn0, nearness = 1, aside: [x, y, z] = [0, 0, 0] } = camera.place ?? {};
    isFollowing = true;
    viewer.setView([x0 + x, y0 + y, z0 + z, EYE - (EYE - near0) / nearness, ...turn]);
    isFollowing = false;
    seen = viewer.getView().join();
  };
  viewer.setViewChangeCallback(() => {
    // Called at whatever is drawn, also where nothing has moved.
    const now = viewer.getView().join();
    if (isFollowing || now === seen) return;
    seen = now;
    const [x = 0, y = 0, z = 0, near = 0, a = 0, b = 0, c = 0, d = 1] = viewer.getView() as number[];
    const nearness = (EYE - near0) / (EYE - near);
    camera.move({ turn: [a, b, c, d], nearness, aside: [x - x0, y - y0, z - z0] }, me);
  });
  const stop = camera.listen((_place, by) => {
    if (by !== me) follow();
  });
  follow();
  return {
    reset: () => {
      camera.move(undefined, me);
      follow();
    },
    stop,
  };
}

/** What the library calls the ways to colour. */
const SCHEMES: Readonly<Record<MoleculeColors, string>> = {
  auto: 'Jmol',
  element: 'Jmol',
  chain: 'chain',
  residue: 'amino',
};

function styleOf(style: MoleculeStyle, isProtein: boolean, colors: MoleculeColors): Record<string, object> {
  const colorscheme = SCHEMES[colors];
  switch (style) {
    case 'cartoon':
      if (!isProtein) return styleOf('stick', false, colors);
      return { cartoon: colors === 'auto' ? { color: 'spectrum' } : { colorscheme } };
    case 'stick':
      return { stick: { radius: 0.14, colorscheme }, sphere: { scale: 0.25, colorscheme } };
    case 'sphere':
      return { sphere: { colorscheme } };
    case 'surface':
      return { stick: { radius: 0.1, colorscheme } };
  }
}
