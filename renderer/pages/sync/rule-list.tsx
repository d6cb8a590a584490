import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { SyncRemote, SyncRule } from '#shared/api';
import { useSyncAct } from '#ui/data';
import { Button, cx, IconButton, Switch } from '#ui/widgets';
import page from '../page.module.css';
import { printFilter } from '../runs/filter-text.ts';
import { RuleForm } from './rule-form.tsx';
import { strings } from './strings.ts';
import styles from './sync.module.css';

interface RuleListProps {
  readonly rules: readonly SyncRule[];
  readonly remotes: readonly SyncRemote[];
}

/** Which runs go by themselves. */
export function RuleList({ rules, remotes }: RuleListProps): ReactElement {
  const [edited, setEdited] = useState<SyncRule | 'new'>();
  return (
    <section className={page.section} aria-label={strings.rules}>
      <div className={styles.head}>
        <h2 className={page.sectionTitle}>{strings.rules}</h2>
        <Button size="small" icon={<Plus size={13} aria-hidden />} onClick={() => setEdited('new')}>
          {strings.addRule}
        </Button>
      </div>
      {rules.length === 0 ? (
        <p className={page.quiet}>{strings.noRules}</p>
      ) : (
        <ul className={cx(page.card, styles.list)}>
          {rules.map((rule) => (
            <RuleRow key={rule.id} rule={rule} remotes={remotes} onEdit={() => setEdited(rule)} />
          ))}
        </ul>
      )}
      {edited === undefined ? undefined : (
        <RuleForm
          {...(edited === 'new' ? {} : { rule: edited })}
          remotes={remotes}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

interface RuleRowProps {
  readonly rule: SyncRule;
  readonly remotes: readonly SyncRemote[];
  readonly onEdit: () => void;
}

function RuleRow({ rule, remotes, onEdit }: RuleRowProps): ReactElement {
  const act = useSyncAct();
  const { id, madeAt: _, ...request } = rule;
  const words = wordsOf(rule, remotes);
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <Switch
          label={strings.ruleOn(words)}
          isLabelHidden
          isOn={rule.isOn}
          onToggle={(isOn) => act.mutate({ kind: 'changeRule', id, rule: { ...request, isOn } })}
        />
        <div className={styles.words}>
          <p className={styles.name}>{words}</p>
          {rule.filter === undefined ? undefined : (
            <p className={cx(styles.line, page.mono)}>{printFilter(rule.filter)}</p>
          )}
          <p className={styles.line}>{[strings.when[rule.when], strings.whose(rule.isForAll)].join(' · ')}</p>
        </div>
        <IconButton label={strings.changeRule(words)} size="small" onClick={onEdit}>
          <Pencil size={14} aria-hidden />
        </IconButton>
        <IconButton
          label={strings.removeRule(words)}
          size="small"
          onClick={() => act.mutate({ kind: 'removeRule', id })}
        >
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </div>
    </li>
  );
}

function wordsOf({ project, tag, remoteId }: SyncRule, remotes: readonly SyncRemote[]): string {
  const remote = remotes.find(({ id }) => id === remoteId)?.name ?? '';
  return strings.ruleWords(project?.project, tag, remote);
}
