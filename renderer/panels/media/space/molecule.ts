import { createViewer, type GLViewer } from '3dmol';
import type { MoleculeStyle } from '../config.ts';

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

/** Browsers allow about 16 WebGL contexts; the rest of the page needs some. */
const MOST_LIVE = 8;
let live = 0;

/** Whether one more molecule may be drawn now. */
export function hasRoom(): boolean {
  return live < MOST_LIVE;
}

export interface Molecule {
  readonly atomCount: number;
  readonly setStyle: (style: MoleculeStyle) => void;
  readonly setGround: (color: string) => void;
  readonly spin: (isOn: boolean) => void;
  readonly turn: (degrees: number, axis: 'x' | 'y') => void;
  readonly zoom: (factor: number) => void;
  readonly reset: () => void;
  readonly resize: () => void;
  readonly end: () => void;
}

/**
 * Draws a molecule into an element. Nothing is fetched but its own file. Errors: rejects with an Error in words for
 * files of no known format or without atoms, and where there is no WebGL.
 */
export async function drawMolecule(
  element: HTMLElement,
  name: string,
  href: string,
  ground: string,
): Promise<Molecule> {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const known = FORMATS[ending];
  if (known === undefined) throw new Error(`files of the kind .${ending} are no molecules that can be drawn`);
  const response = await fetch(href);
  if (!response.ok) throw new Error(`the file could not be had (${response.status})`);
  const data = known.isBinary === true ? new Uint8Array(await response.arrayBuffer()) : await response.text();
  const viewer = createViewer(element, { backgroundColor: ground, antialias: true }) as GLViewer | undefined;
  if (viewer === undefined) throw new Error('this browser has no WebGL');
  live += 1;
  const end = (): void => {
    live -= 1;
    viewer.spin(false);
    viewer.clear();
    const canvas = element.querySelector('canvas');
    (canvas?.getContext('webgl2') ?? canvas?.getContext('webgl'))?.getExtension('WEBGL_lose_context')?.loseContext();
    element.replaceChildren();
  };
  try {
    viewer.addModel(data, known.format, { keepH: true });
    const atomCount = viewer.selectedAtoms({}).length;
    if (atomCount === 0) throw new Error('no atoms');
    return handleOf(viewer, atomCount, end);
  } catch (error) {
    end();
    throw error;
  }
}

function handleOf(viewer: GLViewer, atomCount: number, end: () => void): Molecule {
  const isProtein = viewer.selectedAtoms({ atom: 'CA' }).length > 1;
  const setStyle = (style: MoleculeStyle): void => {
    viewer.removeAllSurfaces();
    viewer.setStyle({}, styleOf(style, isProtein));
    if (style === 'surface') void viewer.addSurface('VDW', { opacity: 0.85, colorscheme: 'Jmol' });
    // What is no chain of a protein has no ribbon.
    if (style === 'cartoon' && isProtein) viewer.setStyle({ hetflag: true }, { stick: { radius: 0.15 } });
    viewer.render();
  };
  viewer.zoomTo();
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
    reset: () => {
      viewer.zoomTo();
      viewer.render();
    },
    resize: () => viewer.resize(),
    end,
  };
}

function styleOf(style: MoleculeStyle, isProtein: boolean): Record<string, object> {
  switch (style) {
    case 'cartoon':
      return isProtein ? { cartoon: { color: 'spectrum' } } : styleOf('stick', false);
    case 'stick':
      return { stick: { radius: 0.14, colorscheme: 'Jmol' }, sphere: { scale: 0.25, colorscheme: 'Jmol' } };
    case 'sphere':
      return { sphere: { colorscheme: 'Jmol' } };
    case 'surface':
      return { stick: { radius: 0.1, colorscheme: 'Jmol' } };
  }
}
