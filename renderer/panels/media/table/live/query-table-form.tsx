import { useMemo, type ReactElement } from 'react';
import { useArtifacts } from '#ui/data';
import { Checkbox, SegmentedControl, Select, TextField } from '#ui/widgets';
import { FormRow, TitleRow } from '../../../frame/settings-form.tsx';
import formStyles from '../../../columns/form.module.css';
import type { PanelFormProps } from '../../../registry.ts';
import {
  DOCS,
  ON_ARTIFACTS,
  ON_RUNS,
  PARTS,
  readQueryTableConfig,
  sparseQueryTableConfig,
  standingOn,
  type StandsOn,
} from './config.ts';
import { strings } from './strings.ts';
import tableStyles from '../table.module.css';

const KINDS = (['runs', 'artifacts'] as const).map((value) => ({ value, label: strings.on[value] }));

/** What a query table stands on: the visible runs, or versions of artifacts; and what it is called. */
export function QueryTableForm({ project, saved, onSave }: PanelFormProps): ReactElement {
  const config = useMemo(() => readQueryTableConfig(saved), [saved]);
  const { on } = config;
  const stand = (next: StandsOn): void => onSave(sparseQueryTableConfig(standingOn(config, next)));
  return (
    <div className={formStyles.form}>
      <FormRow label={strings.rows}>
        <div className={formStyles.stack}>
          <SegmentedControl
            label={strings.rows}
            items={KINDS}
            value={on.kind}
            onValue={(kind) => stand(kind === 'runs' ? ON_RUNS : ON_ARTIFACTS)}
          />
          <p className={tableStyles.help}>{on.kind === 'runs' ? strings.runsNote : strings.artifactsNote}</p>
        </div>
      </FormRow>
      {on.kind === 'runs' ? <RunRows on={on} onStand={stand} /> : <ArtifactRows {...{ project, on }} onStand={stand} />}
      <TitleRow title={config.title} onTitle={(title) => onSave(sparseQueryTableConfig({ ...config, title }))} />
    </div>
  );
}

interface RowsProps<Kind> {
  readonly on: Extract<StandsOn, { readonly kind: Kind }>;
  readonly onStand: (on: StandsOn) => void;
}

/** Which columns a run has. */
function RunRows({ on, onStand }: RowsProps<'runs'>): ReactElement {
  return (
    <>
      <FormRow label={strings.columns}>
        <div className={tableStyles.parts} role="group" aria-label={strings.columns}>
          {PARTS.map((part) => (
            <Checkbox
              key={part}
              label={strings.parts[part]}
              state={on.parts.includes(part)}
              onToggle={(isOn) => {
                const parts = PARTS.filter((one) => (one === part ? isOn : on.parts.includes(one)));
                onStand({ ...on, parts });
              }}
            />
          ))}
        </div>
      </FormRow>
      {on.parts.includes('config') || on.parts.includes('summary') ? (
        <FormRow label={strings.keys}>
          <TextField
            label={strings.keys}
            isLabelHidden
            size="small"
            placeholder={strings.allKeys}
            maxLength={1000}
            value={on.keys}
            onValue={(keys) => onStand({ ...on, keys })}
          />
        </FormRow>
      ) : undefined}
    </>
  );
}

/** Of which type and collection the versions are. */
function ArtifactRows({
  project,
  on,
  onStand,
}: RowsProps<'artifacts'> & Pick<PanelFormProps, 'project'>): ReactElement {
  const list = useArtifacts(project).data ?? [];
  const types = withOwn([...new Set(list.map(({ type }) => type))], on.type);
  const ofType = list.filter(({ type }) => on.type === '' || type === on.type);
  const names = withOwn(
    ofType.map(({ name }) => name),
    on.collection,
  );
  return (
    <>
      <FormRow label={strings.type}>
        <Select
          label={strings.type}
          size="small"
          value={on.type}
          options={[{ value: '', label: strings.anyType }, ...types.map((value) => ({ value, label: value }))]}
          onValue={(type) => onStand({ ...on, type, collection: '' })}
        />
      </FormRow>
      <FormRow label={strings.collection}>
        <Select
          label={strings.collection}
          size="small"
          value={on.collection}
          options={[{ value: '', label: strings.anyCollection }, ...names.map((value) => ({ value, label: value }))]}
          onValue={(collection) => onStand({ ...on, collection })}
        />
      </FormRow>
      <FormRow label={strings.ofRun}>
        <div className={tableStyles.parts} role="group" aria-label={strings.ofRun}>
          {DOCS.map((doc) => (
            <Checkbox
              key={doc}
              label={strings.ofRunParts[doc]}
              state={on.ofRun.includes(doc)}
              onToggle={(isOn) =>
                onStand({ ...on, ofRun: DOCS.filter((one) => (one === doc ? isOn : on.ofRun.includes(one))) })
              }
            />
          ))}
        </div>
      </FormRow>
    </>
  );
}

/** A choice that is gone, or not here yet, is still shown as what was chosen. */
function withOwn(names: readonly string[], own: string): readonly string[] {
  return own === '' || names.includes(own) ? names : [own, ...names];
}
