import {
  BufferAttribute,
  BufferGeometry,
  PerspectiveCamera,
  Points,
  PointsMaterial,
  Scene,
  WebGLRenderer,
} from 'three';

/** Points as plain three.js draws them on a canvas of the page's size: the floor of `scene.bench.ts`, in a page of its own. */
function drawBare(positions: Float32Array, width: number, height: number): (turn: number) => void {
  const gl = new WebGLRenderer({ antialias: true, powerPreference: 'high-performance' });
  gl.setSize(width, height);
  document.body.append(gl.domElement);
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setAttribute('color', new BufferAttribute(new Uint8Array(positions.length).fill(120), 3, true));
  geometry.computeBoundingSphere();
  const { center, radius } = geometry.boundingSphere ?? { center: { x: 0, y: 0, z: 0 }, radius: 1 };
  const scene = new Scene();
  scene.add(new Points(geometry, new PointsMaterial({ size: 2, sizeAttenuation: false, vertexColors: true })));
  const camera = new PerspectiveCamera(40, width / height, radius / 500, radius * 100);
  camera.up.set(0, 0, 1);
  return (turn) => {
    const [x, y] = [Math.cos(turn) * 2.58, Math.sin(turn) * 2.58];
    camera.position.set(center.x + x * radius, center.y + y * radius, center.z + 1.2 * radius);
    camera.lookAt(center.x, center.y, center.z);
    gl.render(scene, camera);
  };
}

Object.assign(window, { drawBare });
