import type { BufferGeometry, Group } from 'three';
import { Box3, Mesh, MeshStandardMaterial, type Object3D, Points, PointsMaterial, TextureLoader } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js';
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js';
import { STLLoader } from 'three/addons/loaders/STLLoader.js';
import { toGlb } from './gltf.ts';
import type { SceneContent } from './load.ts';
import { strings } from './strings.ts';

/** Reads a model. Errors: an Error in words; a file that names other files is refused, nothing is fetched for it. */
export async function readModel(ending: string, bytes: ArrayBuffer): Promise<SceneContent> {
  const object = await read(ending, bytes);
  const box = new Box3().setFromObject(object);
  if (box.isEmpty() || ![...box.min.toArray(), ...box.max.toArray()].every(Number.isFinite))
    throw new Error(strings.noExtent);
  return { kind: 'model', object, triangles: trianglesOf(object) };
}

async function read(ending: string, bytes: ArrayBuffer): Promise<Object3D> {
  switch (ending) {
    case 'obj':
      return plain(new OBJLoader().parse(new TextDecoder().decode(bytes)));
    case 'stl':
      return meshOf(new STLLoader().parse(bytes));
    case 'ply': {
      const geometry = new PLYLoader().parse(bytes);
      // Files of scanners hold points only.
      return geometry.index === null ? pointsOf(geometry) : meshOf(geometry);
    }
    case 'glb':
    case 'gltf':
      return readGltf(bytes);
    case 'babylon':
      throw new Error(strings.babylon);
    default:
      throw new Error(strings.unknownKind(ending));
  }
}

async function readGltf(bytes: ArrayBuffer): Promise<Object3D> {
  const loader = new GLTFLoader();
  loader.register((parser) => {
    // The usual loader fetches its pictures, which the page's policy forbids even where they are in memory.
    parser.textureLoader = new TextureLoader();
    return { name: 'pictures-by-element' };
  });
  const { scene } = await loader.parseAsync(toGlb(bytes), '');
  return scene;
}

function pointsOf(geometry: BufferGeometry): Object3D {
  const vertexColors = geometry.hasAttribute('color');
  return new Points(geometry, new PointsMaterial({ size: 2, sizeAttenuation: false, vertexColors }));
}

function meshOf(geometry: BufferGeometry): Object3D {
  if (!geometry.hasAttribute('normal')) geometry.computeVertexNormals();
  return new Mesh(geometry, material(geometry.hasAttribute('color')));
}

/** Materials of OBJ files lie in other files; one of ours stands in for them. */
function plain(group: Group): Object3D {
  group.traverse((one) => {
    if (!(one instanceof Mesh)) return;
    const geometry = one.geometry as BufferGeometry;
    if (!geometry.hasAttribute('normal')) geometry.computeVertexNormals();
    one.material = material(geometry.hasAttribute('color'));
  });
  return group;
}

function material(hasColors: boolean): MeshStandardMaterial {
  // Sides are not told apart: scripts write faces in either order.
  return new MeshStandardMaterial({
    color: hasColors ? 0xffffff : 0x9fb4bd,
    roughness: 0.75,
    metalness: 0.05,
    vertexColors: hasColors,
    side: 2,
  });
}

function trianglesOf(object: Object3D): number {
  let count = 0;
  object.traverse((one) => {
    if (!(one instanceof Mesh)) return;
    const { index, attributes } = one.geometry as BufferGeometry;
    count += Math.floor((index?.count ?? attributes['position']?.count ?? 0) / 3);
  });
  return count;
}
