import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement, type RefObject } from 'react';
import { ErrorNotice, IconButton, SearchField, SegmentedControl, Select } from '#ui/widgets';
import { PanelFrame, PanelMessage } from '../../frame/panel-frame.tsx';
import { PlotMenu } from '../../frame/plot-menu.tsx';
import mediaStyles from '../media.module.css';
import type { MediaPanelProps } from '../props.ts';
import { PlainStepBar } from '../step-bar.tsx';
import { strings as mediaStrings } from '../strings.ts';
import { TablePanel } from '../table/table-panel.tsx';
import { readModelConfig, sparseModelConfig, type ModelConfig } from './config.ts';
import { Details } from './details.tsx';
import type { ModelDrawing } from './layout.ts';
import type { Layer, Model } from './model.ts';
import { ModelGraph } from './model-graph.tsx';
import styles from './model.module.css';
import { modelOnPaper, tableOfModel } from './paper.ts';
import { strings } from './strings.ts';
import { useDrawing } from './use-drawing.ts';
import { useModel, type FoundModel } from './use-model.ts';
import { aroundOf, findLayers, modulesOf, openAtFirst } from './visible.ts';

const VIEWS = [
  { value: 'graph', label: strings.viewNames.graph },
  { value: 'table', label: strings.viewNames.table },
] as const;

/** The graph of a model that `wandb.watch` or `wandb.Graph` logged, or its layers as a table. */
export function ModelPanel(props: MediaPanelProps): ReactElement {
  const { saved, onSave } = props;
  const config = useMemo(() => readModelConfig(saved), [saved]);
  const set = useCallback(
    (part: Partial<ModelConfig>) => onSave(sparseModelConfig({ ...config, ...part })),
    [config, onSave],
  );
  const views = (
    <SegmentedControl
      label={strings.views}
      items={VIEWS}
      value={config.isTable ? 'table' : 'graph'}
      onValue={(view) => set({ isTable: view === 'table' })}
    />
  );
  if (config.isTable)
    return <TablePanel {...props} pinned={views} saved={config.table} onSave={(table) => set({ table })} />;
  return <GraphPanel {...props} config={config} onConfig={set} views={views} />;
}

interface GraphPanelProps extends MediaPanelProps {
  readonly config: ModelConfig;
  readonly onConfig: (part: Partial<ModelConfig>) => void;
  readonly views: ReactElement;
}

function GraphPanel(props: GraphPanelProps): ReactElement {
  const { source, config, onConfig, views, isFullScreen, onFullScreen } = props;
  const found = useModel(props, config.run);
  const { model, steps, step } = found;
  /** What is drawn at the moment, for paper. */
  const drawn = useRef<ModelDrawing | undefined>(undefined);
  return (
    <PanelFrame
      title={source.title}
      isKey
      notes={model === undefined ? undefined : <span>{strings.facts(model.layerCount, model.parameterCount)}</span>}
      pinned={views}
      actions={
        <PlotMenu
          title={source.title}
          isFullScreen={isFullScreen}
          onFullScreen={onFullScreen}
          picture={() => (drawn.current === undefined ? undefined : modelOnPaper(drawn.current, source.title))}
          table={() => (model === undefined ? { head: [], rows: [] } : tableOfModel(model))}
          isEmpty={model === undefined}
        />
      }
    >
      <div className={mediaStyles.panel} aria-busy={found.isLoading}>
        {model === undefined ? (
          <Nothing found={found} props={props} />
        ) : (
          <Explorer
            // Another model has other modules to be opened.
            key={found.run?.path.run}
            model={model}
            found={found}
            name={source.title}
            onRun={(run) => onConfig({ run })}
            isFullScreen={isFullScreen}
            drawn={drawn}
          />
        )}
        <PlainStepBar steps={steps} step={step} />
      </div>
    </PanelFrame>
  );
}

function Nothing({ found, props }: { readonly found: FoundModel; readonly props: MediaPanelProps }): ReactElement {
  if (found.trouble !== undefined) return <PanelMessage title={found.trouble} />;
  if (found.error !== undefined) return <ErrorNotice title={found.error.message} onRetry={found.retry} />;
  if (found.isLoading) return <div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />;
  return (
    <PanelMessage title={props.runs.length === 0 ? mediaStrings.noRuns : mediaStrings.nothing(props.source.key)} />
  );
}

interface ExplorerProps {
  readonly model: Model;
  readonly found: FoundModel;
  readonly name: string;
  readonly onRun: (run: string) => void;
  readonly isFullScreen: boolean;
  readonly drawn: RefObject<ModelDrawing | undefined>;
}

/** The graph with what is opened, chosen and searched in it. */
function Explorer({ model, found, name, onRun, isFullScreen, drawn }: ExplorerProps): ReactElement {
  const [open, setOpen] = useState(() => openAtFirst(model));
  const [chosen, setChosen] = useState<Layer | undefined>(undefined);
  const [text, setText] = useState('');
  const [fitted, setFitted] = useState(0);
  const { ref, drawing, fault, isDrawing } = useDrawing(model, open, fitted);
  useEffect(() => {
    drawn.current = drawing?.picture;
    return () => {
      drawn.current = undefined;
    };
  }, [drawing, drawn]);
  const openAll = (ids: readonly string[]): void => {
    setOpen(new Set(ids));
    setChosen(undefined);
    setFitted(fitted + 1);
  };
  const matches = useMemo(() => findLayers(model, text), [model, text]);
  const shownMatches = useMemo(
    () => (text.trim() === '' ? undefined : new Set(matches.map((one) => one.id))),
    [matches, text],
  );
  const modules = useMemo(() => modulesOf(model), [model]);
  const toggle = (layer: Layer): void =>
    setOpen((old) => {
      const next = new Set(old);
      if (!next.delete(layer.id)) next.add(layer.id);
      return next;
    });
  const choose = (layer: Layer): void => {
    setChosen(layer);
    if (layer.children.length > 0) toggle(layer);
  };
  const at = matches.findIndex((one) => one.id === chosen?.id);
  // What a search goes to is seen, whatever module it is in.
  const goTo = (layer: Layer | undefined): void => {
    if (layer === undefined) return;
    setOpen((old) => new Set([...old, ...aroundOf(model, layer.id)]));
    setChosen(layer);
  };
  const [first] = matches;
  useEffect(() => {
    if (first !== undefined) goTo(first);
    // Only a new search leads somewhere by itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [first]);
  return (
    <>
      <div className={styles.tools}>
        <SearchField
          label={strings.search}
          size="small"
          className={styles.search}
          value={text}
          onValue={setText}
          count={text.trim() === '' ? undefined : strings.found(at + 1, matches.length)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || matches.length === 0) return;
            event.preventDefault();
            const by = event.shiftKey ? -1 : 1;
            goTo(matches[(at + by + matches.length) % matches.length]);
          }}
        />
        {found.choices.length > 1 ? (
          <Select
            label={strings.run}
            size="small"
            options={found.choices.map(({ run, more }) => ({
              value: run.path.run,
              label: strings.sameIn(run.label, more),
            }))}
            value={found.run?.path.run ?? ''}
            onValue={onRun}
          />
        ) : undefined}
        {modules.length === 0 ? undefined : (
          <>
            <IconButton label={strings.openAll} size="small" onClick={() => openAll(modules)}>
              <ChevronsUpDown size={14} aria-hidden />
            </IconButton>
            <IconButton label={strings.closeAll} size="small" onClick={() => openAll([])}>
              <ChevronsDownUp size={14} aria-hidden />
            </IconButton>
          </>
        )}
        {model.hasEdges ? undefined : <span className={styles.note}>{strings.noEdges}</span>}
      </div>
      <div ref={ref} className={styles.place} aria-busy={isDrawing}>
        {fault !== undefined ? (
          <ErrorNotice title={strings.broken(fault)} />
        ) : drawing === undefined ? (
          <div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />
        ) : (
          <ModelGraph
            drawing={drawing.picture}
            fitted={drawing.fitted}
            label={strings.graph(name, model.layerCount)}
            chosen={chosen?.id}
            onChoose={choose}
            found={shownMatches}
            isFullScreen={isFullScreen}
          />
        )}
        {chosen === undefined ? undefined : (
          <Details
            layer={chosen}
            total={model.parameterCount}
            isOpen={open.has(chosen.id)}
            onToggle={() => toggle(chosen)}
            onClose={() => setChosen(undefined)}
          />
        )}
      </div>
    </>
  );
}
