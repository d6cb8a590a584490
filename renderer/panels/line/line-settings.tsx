import { Plus, RotateCcw, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { XAxis } from '#shared/api';
import { parseExpression } from '#shared/metrics';
import type { ChartLine } from '#ui/charts';
import { Button, Checkbox, IconButton, resolveColor, Switch, TextField } from '#ui/widgets';
import { KeyPicker } from '../frame/key-picker.tsx';
import { SettingRow, SettingsForm } from '../frame/settings-form.tsx';
import type { PanelViewProps } from '../registry.ts';
import { strings as panelStrings } from '../strings.ts';
import { strip } from '../strip.ts';
import type { LineConfig, LineLook, LineOverrides } from './config.ts';
import styles from './line-panel.module.css';
import type { Curve } from './series.ts';
import { strings } from './strings.ts';

export interface LineSettingsProps extends Pick<
  PanelViewProps,
  'keys' | 'onKeys' | 'allSources' | 'sources' | 'xKeys' | 'groups' | 'fault'
> {
  readonly config: LineConfig;
  readonly own: LineOverrides;
  readonly defaultX: XAxis;
  readonly placeholder: string;
  readonly lines: readonly ChartLine[];
  readonly curves: readonly Curve[];
  readonly onChange: (own: LineOverrides) => void;
}

/** More lines than this are not set one by one. */
const MOST_LOOKS = 40;

/** All settings of one line panel. An own setting has a dot and a button that gives it back. */
export function LineSettings(props: LineSettingsProps): ReactElement {
  const { config, own, defaultX, xKeys, placeholder, groups, onChange } = props;
  const set = (part: LineOverrides): void => onChange(strip({ ...own, ...part }));
  return (
    <div className={styles.settings}>
      <SettingRow label={panelStrings.title} isOwn={own.title !== undefined} onReset={() => set({ title: undefined })}>
        <TextField
          label={panelStrings.title}
          isLabelHidden
          size="small"
          placeholder={placeholder}
          value={own.title ?? ''}
          onValue={(title) => set({ title: title === '' ? undefined : title })}
        />
      </SettingRow>
      <Keys {...props} set={set} />
      <Expressions own={own} set={set} hasKeys={props.sources.length > 0} />
      <SettingsForm
        config={config}
        own={own}
        defaultX={defaultX}
        xKeys={xKeys}
        isGrouped={groups !== undefined}
        onChange={(part) => set(part as LineOverrides)}
      />
      <Looks {...props} set={set} />
      {Object.keys(own).length === 0 ? undefined : (
        <Button size="small" onClick={() => onChange({})}>
          {panelStrings.resetAll}
        </Button>
      )}
    </div>
  );
}

type Set = (part: LineOverrides) => void;

/** Which keys are drawn: a list, or a pattern that also takes what is logged later. */
function Keys({ keys, onKeys, allSources, sources, fault }: LineSettingsProps & { readonly set: Set }): ReactElement {
  const isPattern = keys.pattern !== undefined;
  const chosen = keys.keys ?? sources.map((source) => source.key);
  return (
    <SettingRow label={strings.keys} isOwn={keys.keys !== undefined || isPattern} onReset={() => onKeys({})}>
      <div className={styles.looks}>
        {isPattern ? (
          <TextField
            label={strings.pattern}
            isLabelHidden
            isMono
            size="small"
            placeholder="^layers/(\d+)/grad$"
            value={keys.pattern ?? ''}
            error={fault}
            note={fault === undefined ? strings.patternMatches(sources.length) : undefined}
            onValue={(pattern) => onKeys({ pattern })}
          />
        ) : (
          <KeyPicker sources={allSources} chosen={chosen} onChosen={(next) => onKeys({ keys: next })} />
        )}
        <Switch
          label={strings.byPattern}
          isOn={isPattern}
          onToggle={(isOn) => onKeys(isOn ? { pattern: patternOf(chosen) } : { keys: sources.map((one) => one.key) })}
        />
      </div>
    </SettingRow>
  );
}

/** A pattern to begin with: the keys as they are. */
function patternOf(keys: readonly string[]): string {
  const plain = keys.slice(0, 5).map((key) => key.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return plain.length === 1 ? `^${plain[0] ?? ''}$` : `^(${plain.join('|')})$`;
}

function Expressions({
  own,
  set,
  hasKeys,
}: {
  readonly own: LineOverrides;
  readonly set: Set;
  readonly hasKeys: boolean;
}): ReactElement {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const list = own.expressions ?? [];
  const save = (next: readonly string[]): void => set({ expressions: next.length === 0 ? undefined : next });
  const add = (): void => {
    if (draft === undefined || parseExpression(draft).kind === 'error') return;
    save([...list, draft.trim()]);
    setDraft(undefined);
  };
  return (
    <SettingRow label={strings.expressions} isOwn={list.length > 0} onReset={() => set({ expressions: undefined })}>
      <div className={styles.looks}>
        {list.map((text, i) => (
          <ExpressionField
            key={i}
            text={text}
            onText={(next) => save(list.map((one, at) => (at === i ? next : one)))}
            onRemove={() => save(list.filter((_, at) => at !== i))}
          />
        ))}
        {draft === undefined ? (
          <Button size="small" kind="ghost" icon={<Plus size={13} aria-hidden />} onClick={() => setDraft('')}>
            {strings.addExpression}
          </Button>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              add();
            }}
          >
            <TextField
              autoFocus
              label={strings.newExpression}
              isLabelHidden
              isMono
              size="small"
              placeholder={strings.expressionSample}
              value={draft}
              onValue={setDraft}
              onBlur={add}
              error={draft.trim() === '' ? undefined : faultOf(draft)}
              note={strings.enterAdds}
            />
          </form>
        )}
        {list.length > 0 && hasKeys ? (
          <Switch
            label={strings.onlyExpressions}
            isOn={own.areKeysHidden === true}
            onToggle={(isOn) => set({ areKeysHidden: isOn ? true : undefined })}
          />
        ) : undefined}
      </div>
    </SettingRow>
  );
}

function ExpressionField({
  text,
  onText,
  onRemove,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onRemove: () => void;
}): ReactElement {
  // What cannot be read yet is kept in the field; the chart shows the last that could.
  const [typed, setTyped] = useState(text);
  return (
    <div className={styles.pairRow}>
      <TextField
        label={strings.expression}
        isLabelHidden
        isMono
        size="small"
        value={typed}
        error={faultOf(typed)}
        onValue={(next) => {
          setTyped(next);
          if (faultOf(next) === undefined) onText(next);
        }}
      />
      <IconButton label={strings.removeExpression} size="small" onClick={onRemove}>
        <Trash2 size={13} aria-hidden />
      </IconButton>
    </div>
  );
}

function faultOf(text: string): string | undefined {
  const parsed = parseExpression(text);
  return parsed.kind === 'error' ? strings.faultAt(parsed.at + 1, parsed.reason) : undefined;
}

/** Colour, title and axis of single lines. */
function Looks({ own, lines, curves, set }: LineSettingsProps & { readonly set: Set }): ReactElement | undefined {
  if (lines.length === 0) return undefined;
  const look = (id: string, part: LineLook | undefined): void => {
    const { [id]: before, ...others } = own.looks ?? {};
    const next = part === undefined ? others : { ...others, [id]: strip({ ...before, ...part }) };
    set({ looks: Object.keys(next).length === 0 ? undefined : next });
  };
  const names = [...new Set(curves.map((curve) => curve.name))];
  const right = own.right ?? [];
  return (
    <div className={styles.looks}>
      <h4 className={styles.settingsHead}>{strings.rightAxis}</h4>
      {names.slice(0, MOST_LOOKS).map((name) => (
        <Checkbox
          key={name}
          label={name}
          state={right.includes(name)}
          onToggle={(isOn) => {
            const next = isOn ? [...right, name] : right.filter((one) => one !== name);
            set({ right: next.length === 0 ? undefined : next });
          }}
        />
      ))}
      <h4 className={styles.settingsHead}>{strings.lines}</h4>
      {lines
        .slice(-MOST_LOOKS)
        .reverse()
        .map((line) => (
          <div key={line.id} className={styles.look}>
            <input
              type="color"
              aria-label={strings.colorOf(line.label)}
              value={hexOf(line.color)}
              onChange={(event) => look(line.id, { color: event.target.value })}
            />
            <TextField
              label={strings.nameOf(line.label)}
              isLabelHidden
              size="small"
              placeholder={line.label}
              value={own.looks?.[line.id]?.title ?? ''}
              onValue={(title) => look(line.id, { title })}
            />
            <span />
            {own.looks?.[line.id] === undefined ? (
              <span />
            ) : (
              <IconButton label={panelStrings.inherit} size="small" onClick={() => look(line.id, undefined)}>
                <RotateCcw size={13} aria-hidden />
              </IconButton>
            )}
          </div>
        ))}
    </div>
  );
}

function hexOf(color: string): string {
  const resolved = resolveColor(color);
  return /^#[0-9a-f]{6}$/i.test(resolved) ? resolved : '#000000';
}
