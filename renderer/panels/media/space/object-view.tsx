import { Maximize } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { SpaceItem } from '#shared/media';
import {
  loadScene,
  SceneView,
  shownBoxes,
  shownPoints,
  type SceneContent,
  type SceneHandle,
  type SceneLook,
} from '#ui/scene';
import { useTheme, type Theme } from '#ui/widgets';
import type { SpaceConfig } from '../config.ts';
import { strings } from '../strings.ts';
import { Broken } from '../trouble.tsx';
import { useCameras, useSpaceConfig } from './cameras.tsx';
import { groundColors } from './ground.ts';
import { CloudLegend } from './legend.tsx';
import { pointSizeFor } from './point-size.ts';
import styles from './space.module.css';

export interface ObjectViewProps {
  readonly item: SpaceItem;
  readonly href: string;
  readonly sizeBytes: number;
  readonly config: SpaceConfig;
  readonly save: string | undefined;
}

/** A point cloud, a scene or a model, to be turned; its camera is the panel's. */
export function ObjectView({ item, href, sizeBytes, config: given, save }: ObjectViewProps): ReactElement {
  const [config, setConfig] = useSpaceConfig(given);
  const [content, setContent] = useState<SceneContent | undefined>(undefined);
  const [fault, setFault] = useState<string | undefined>(undefined);
  const scene = useRef<SceneHandle>(null);
  const { scenes: camera } = useCameras();
  const theme = useTheme();
  useEffect(() => {
    let isWanted = true;
    loadScene(item.file, href, sizeBytes).then(
      (loaded) => {
        if (isWanted) setContent(loaded);
      },
      (error: unknown) => {
        if (isWanted) setFault(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [item.file, href, sizeBytes]);
  const look = useMemo(() => lookOf(config, content, theme), [config, content, theme]);
  const facts = useMemo(() => (content === undefined ? '' : factsOf(content, config)), [content, config]);
  if (fault !== undefined) return <Broken tip={strings.brokenSpace(fault)} save={save} />;
  if (content === undefined) return <div className={styles.loading} role="status" aria-label={strings.loading} />;
  if (facts === '') return <Broken tip={strings.emptyCloud} save={save} />;
  return (
    <div className={styles.space}>
      <SceneView
        ref={scene}
        content={content}
        look={look}
        camera={camera}
        label={`${item.caption ?? item.file.split('/').at(-1) ?? ''}: ${facts}`}
        onFault={setFault}
      />
      {content.kind === 'cloud' ? (
        <CloudLegend cloud={content.cloud} config={config} onConfig={setConfig} />
      ) : undefined}
      <div className={styles.facts}>{facts}</div>
      <button
        type="button"
        className={styles.reset}
        aria-label={strings.resetCamera}
        title={strings.resetCamera}
        onClick={() => scene.current?.reset()}
      >
        <Maximize size={13} aria-hidden />
      </button>
    </div>
  );
}

function lookOf(config: SpaceConfig, content: SceneContent | undefined, _theme: Theme): SceneLook {
  const { pointSize, hasLabels, hasAxes, hasFog, leastScore, colors, hidden } = config;
  const cloud = content?.kind === 'cloud' ? content.cloud : undefined;
  return {
    pointSize: pointSize === 0 ? pointSizeFor((cloud?.positions.length ?? 0) / 3) : pointSize,
    hasLabels,
    hasAxes,
    hasFog,
    leastScore,
    colors,
    hidden,
    up: config.up === 'auto' ? (cloud === undefined ? 'y' : 'z') : config.up,
    ...groundColors(config.ground),
    font: getComputedStyle(document.documentElement).getPropertyValue('--font-ui'),
  };
}

/** What is shown in words; '' when there is nothing. */
function factsOf(content: SceneContent, config: SpaceConfig): string {
  if (content.kind === 'model') return strings.triangles(content.triangles);
  const { cloud } = content;
  const points = cloud.positions.length / 3;
  const drawn = shownPoints(cloud, config)?.length ?? points;
  const boxes = shownBoxes(cloud, config).length;
  const arrows = cloud.arrows.length / 6;
  if (points + cloud.boxes.length + arrows === 0) return '';
  const parts = [
    ...(points > 0 ? [drawn < points ? strings.pointsOf(drawn, points) : strings.points(points)] : []),
    ...(cloud.boxes.length > 0 ? [strings.boxesShown(boxes)] : []),
    ...(arrows > 0 ? [strings.arrows(arrows)] : []),
    ...(cloud.leftOut > 0 ? [strings.leftOutOfSpace(cloud.leftOut)] : []),
  ];
  return parts.join(' · ');
}
