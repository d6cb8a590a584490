import { useEffect, useRef, type KeyboardEvent, type ReactElement, type Ref, useImperativeHandle } from 'react';
import type { SharedCamera } from './camera.ts';
import type { SceneContent } from './load.ts';
import styles from './scene.module.css';
import { type SceneLook, Stage } from './stage.ts';

export interface SceneHandle {
  /** Back to where everything is seen. */
  readonly reset: () => void;
}

export interface SceneViewProps {
  readonly content: SceneContent;
  readonly look: SceneLook;
  readonly camera: SharedCamera;
  /** Says in words what is drawn. */
  readonly label: string;
  readonly onFault: (fault: string) => void;
  readonly ref?: Ref<SceneHandle>;
}

/** Radians of one press of an arrow key. */
const TURN = 0.12;
const ZOOM = 0.85;

/** A scene on the page: drag turns, wheel zooms, Ctrl or Shift and a drag moves; arrows, plus, minus and 0 by keyboard. */
export function SceneView({ content, look, camera, label, onFault, ref }: SceneViewProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Stage | undefined>(undefined);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const made = new Stage(canvas.current, look, camera, onFault);
    stage.current = made;
    const observer = new ResizeObserver(() => made.draw());
    observer.observe(canvas.current);
    return () => {
      observer.disconnect();
      made.end();
      stage.current = undefined;
    };
    // The look is set below; a new one needs no new stage.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [camera, onFault]);
  useEffect(() => stage.current?.setLook(look), [look]);
  useEffect(() => stage.current?.show(content), [content, camera, onFault]);
  useImperativeHandle(ref, () => ({ reset: () => stage.current?.reset() }), []);
  const press = (event: KeyboardEvent): void => {
    const turns: Readonly<Record<string, readonly [number, number, number]>> = {
      ArrowLeft: [-TURN, 0, 1],
      ArrowRight: [TURN, 0, 1],
      ArrowUp: [0, -TURN, 1],
      ArrowDown: [0, TURN, 1],
      '+': [0, 0, ZOOM],
      '-': [0, 0, 1 / ZOOM],
    };
    const turn = event.ctrlKey || event.metaKey || event.altKey ? undefined : turns[event.key];
    if (turn !== undefined) stage.current?.turn(...turn);
    else if (event.key === '0') stage.current?.reset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <canvas
      ref={canvas}
      className={styles.canvas}
      role="img"
      aria-label={label}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown + - 0"
      tabIndex={0}
      onKeyDown={press}
      onDoubleClick={() => stage.current?.reset()}
    />
  );
}
