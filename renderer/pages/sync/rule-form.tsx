import { useMemo, useState, type ReactElement } from 'react';
import type { RunFilter, SyncRemote, SyncRule, SyncRuleRequest } from '#shared/api';
import { asProblem } from '#shared/errors';
import type { ProjectPath } from '#shared/units';
import { useProjectKeys, useProjects, useRuleCount, useSyncAct } from '#ui/data';
import { Button, Checkbox, Dialog, ErrorNotice, Select, TextField } from '#ui/widgets';
import { allColumns } from '../runs/columns.ts';
import { FilterButton } from '../runs/filter-button.tsx';
import { printFilter } from '../runs/filter-text.ts';
import { strings } from './strings.ts';
import styles from './sync.module.css';

interface RuleFormProps {
  readonly rule?: SyncRule;
  readonly remotes: readonly SyncRemote[];
  readonly onClose: () => void;
}

const EVERY = '';

/** Says which runs go where by themselves, and how many that are now. */
export function RuleForm({ rule, remotes, onClose }: RuleFormProps): ReactElement {
  const [draft, setDraft] = useState<SyncRuleRequest>(() => draftOf(rule, remotes));
  const act = useSyncAct();
  const error = act.error;
  const problem = error === null ? undefined : asProblem(error).toData();
  const put = (part: Partial<SyncRuleRequest>): void => {
    setDraft({ ...draft, ...part });
    act.reset();
  };
  const save = (): void => {
    const options = { onSuccess: onClose };
    if (rule === undefined) act.mutate({ kind: 'addRule', rule: draft }, options);
    else act.mutate({ kind: 'changeRule', id: rule.id, rule: draft }, options);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={rule === undefined ? strings.addRuleTitle : strings.changeRuleTitle}
      actions={
        <>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button kind="primary" disabled={act.isPending} onClick={save}>
            {rule === undefined ? strings.addRule : strings.save}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Labelled label={strings.remote}>
          <Select
            label={strings.remote}
            value={draft.remoteId}
            onValue={(remoteId) => put({ remoteId })}
            options={remotes.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Labelled>
        <WhichRuns draft={draft} onDraft={setDraft} />
        <Labelled label={strings.whenLabel}>
          <Select<SyncRuleRequest['when']>
            label={strings.whenLabel}
            value={draft.when}
            onValue={(when) => put({ when })}
            options={(['finished', 'live'] as const).map((value) => ({ value, label: strings.when[value] }))}
          />
        </Labelled>
        <Checkbox label={strings.forAll} state={draft.isForAll} onToggle={(isForAll) => put({ isForAll })} />
        <Count draft={draft} />
        {problem === undefined ? undefined : <ErrorNotice title={problem.message} tip={problem.tip} />}
      </div>
    </Dialog>
  );
}

interface WhichProps {
  readonly draft: SyncRuleRequest;
  readonly onDraft: (draft: SyncRuleRequest) => void;
}

function WhichRuns({ draft, onDraft }: WhichProps): ReactElement {
  const projects = useProjects().data ?? [];
  const paths = projects.map(({ path }) => path);
  const { project, filter, tag } = draft;
  const choose = (key: string): void => {
    const { project: _, filter: __, ...rest } = draft;
    const path = paths.find((one) => keyOf(one) === key);
    onDraft(path === undefined ? rest : { ...rest, project: path });
  };
  const setTag = (text: string): void => {
    const { tag: _, ...rest } = draft;
    onDraft(text === '' ? rest : { ...rest, tag: text });
  };
  const setFilter = (next: RunFilter | undefined): void => {
    const { filter: _, ...rest } = draft;
    onDraft(next === undefined ? rest : { ...rest, filter: next });
  };
  const names = new Map(paths.map((path) => [keyOf(path), nameOf(path, paths)]));
  if (project !== undefined && !names.has(keyOf(project))) names.set(keyOf(project), project.project);
  return (
    <>
      <Labelled label={strings.project}>
        <Select<string>
          label={strings.project}
          value={project === undefined ? EVERY : keyOf(project)}
          onValue={choose}
          options={[
            { value: EVERY, label: strings.everyProject },
            ...[...names].map(([value, label]) => ({ value, label })),
          ]}
        />
      </Labelled>
      <TextField label={strings.tag} placeholder={strings.tagAny} value={tag ?? ''} onValue={setTag} />
      {project === undefined ? undefined : <FilterField project={project} filter={filter} onFilter={setFilter} />}
    </>
  );
}

interface FilterFieldProps {
  readonly project: ProjectPath;
  readonly filter: RunFilter | undefined;
  readonly onFilter: (filter: RunFilter | undefined) => void;
}

function FilterField({ project, filter, onFilter }: FilterFieldProps): ReactElement {
  const keys = useProjectKeys(project);
  const columns = useMemo(() => allColumns(keys.data), [keys.data]);
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={styles.row}>
      <FilterButton
        key={keyOf(project)}
        project={project}
        columns={columns}
        filter={filter}
        onFilter={onFilter}
        isOpen={isOpen}
        onOpen={setOpen}
        size="small"
      />
      <span className={styles.chosen}>{filter === undefined ? strings.filterNone : printFilter(filter)}</span>
    </div>
  );
}

function Count({ draft }: { readonly draft: SyncRuleRequest }): ReactElement {
  const all = useRuleCount({ ...draft, isForAll: true });
  const problem = all.error === null ? undefined : asProblem(all.error).toData();
  if (problem !== undefined) return <ErrorNotice title={problem.message} tip={problem.tip} />;
  return (
    <p className={styles.note} role="status">
      {all.data === undefined ? strings.counting : strings.matching(all.data.runs, draft.isForAll)}
    </p>
  );
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactElement }): ReactElement {
  return (
    <div className={styles.labelled}>
      <span className={styles.label} aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}

function draftOf(rule: SyncRule | undefined, remotes: readonly SyncRemote[]): SyncRuleRequest {
  if (rule === undefined) return { remoteId: remotes[0]?.id ?? 0, isOn: true, when: 'finished', isForAll: false };
  const { id: _, madeAt: __, ...request } = rule;
  return request;
}

function keyOf({ entity, project }: ProjectPath): string {
  return `${entity}/${project}`;
}

/** Names of entities only where there are several. */
function nameOf(path: ProjectPath, all: readonly ProjectPath[]): string {
  return all.some(({ entity }) => entity !== path.entity) ? keyOf(path) : path.project;
}
