import { Eye, EyeOff } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { DEFAULT_TRASH_DAYS } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useSaveSettings, useSession, useSettings } from '#ui/data';
import {
  Button,
  chooseNameCut,
  chooseTheme,
  CopyButton,
  cx,
  ErrorNotice,
  IconButton,
  SegmentedControl,
  Skeleton,
  Switch,
  TextField,
  useNameCut,
  useThemeChoice,
} from '#ui/widgets';
import { PointAll } from '../connect/point-all.tsx';
import page from '../page.module.css';
import { RunColorsChoice } from '../run-colors-choice.tsx';
import { strings } from '../strings.ts';
import { ChartPresets } from './chart-presets.tsx';
import styles from './settings.module.css';

/** `/settings` */
export function SettingsPage(): ReactElement {
  return (
    <div className={cx(page.page, page.narrow)}>
      <h1 className={page.title}>{strings.settings}</h1>
      <Look />
      <Recording />
      <ChartPresets />
      <Place />
      <section className={page.section}>
        <h2 className={page.sectionTitle}>{strings.connectTitle}</h2>
        <PointAll />
      </section>
    </div>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>{title}</h2>
      <div className={page.card}>{children}</div>
    </section>
  );
}

function Row({
  name,
  note,
  children,
}: {
  readonly name: string;
  readonly note?: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <p className={styles.name}>{name}</p>
        {note === undefined ? undefined : <p className={styles.note}>{note}</p>}
      </div>
      <div className={styles.control}>{children}</div>
    </div>
  );
}

const NAME_CUTS = [
  { value: 'middle', label: strings.nameCuts.middle },
  { value: 'end', label: strings.nameCuts.end },
  { value: 'wrap', label: strings.nameCuts.wrap },
] as const;

function Look(): ReactElement {
  const choice = useThemeChoice();
  const cut = useNameCut();
  const words = strings.themes;
  return (
    <Group title={strings.look}>
      <Row name={strings.theme} note={strings.themeNote}>
        <SegmentedControl
          label={strings.theme}
          value={choice}
          onValue={chooseTheme}
          items={[
            { value: 'system', label: words.system },
            { value: 'light', label: words.light },
            { value: 'dark', label: words.dark },
          ]}
        />
      </Row>
      <Row name={strings.runColors} note={strings.runColorsNote}>
        <RunColorsChoice />
      </Row>
      <Row name={strings.names} note={strings.namesNote}>
        <SegmentedControl label={strings.names} value={cut} onValue={chooseNameCut} items={NAME_CUTS} />
      </Row>
    </Group>
  );
}

function Recording(): ReactElement {
  const settings = useSettings();
  const save = useSaveSettings();
  const current = settings.data;
  const error = save.error ?? settings.error;
  return (
    <Group title={strings.recording}>
      {error === null ? undefined : (
        <div className={styles.row}>
          <ErrorNotice
            title={asProblem(error).toData().message}
            tip={asProblem(error).toData().tip}
            onRetry={() => void settings.refetch()}
          />
        </div>
      )}
      <Row name={strings.codeSaving} note={strings.codeSavingNote}>
        <Switch
          label={strings.codeSaving}
          isLabelHidden
          isOn={current?.isCodeSavingEnabled === true}
          isDisabled={current === undefined}
          onToggle={(isOn) => {
            if (current === undefined) return;
            // Off means no preference at all, so that a script's own wish counts.
            const { isCodeSavingEnabled: _before, ...rest } = current;
            save.mutate(isOn ? { ...rest, isCodeSavingEnabled: true } : rest);
          }}
        />
      </Row>
      <Row name={strings.crashAfter} note={strings.crashAfterNote}>
        {current === undefined ? (
          <Skeleton width="6rem" height="1.75rem" />
        ) : (
          <NumberField
            key={current.crashAfterSeconds}
            label={strings.crashAfter}
            value={current.crashAfterSeconds}
            range={[30, 86_400]}
            fault={strings.crashAfterError}
            unit={strings.seconds}
            onSave={(crashAfterSeconds) => save.mutate({ ...current, crashAfterSeconds })}
          />
        )}
      </Row>
      <Row name={strings.trashDays} note={strings.trashDaysNote}>
        {current === undefined ? (
          <Skeleton width="6rem" height="1.75rem" />
        ) : (
          <NumberField
            key={current.trashDays}
            label={strings.trashDays}
            value={current.trashDays ?? DEFAULT_TRASH_DAYS}
            range={[1, 3650]}
            fault={strings.trashDaysError}
            unit={strings.days}
            onSave={(trashDays) => save.mutate({ ...current, trashDays })}
          />
        )}
      </Row>
    </Group>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly range: readonly [from: number, to: number];
  /** Said of what is not in the range. */
  readonly fault: string;
  readonly unit: string;
  readonly onSave: (value: number) => void;
}

/** A whole number with its unit, saved by a button. */
function NumberField({ label, value: saved, range, fault, unit, onSave }: NumberFieldProps): ReactElement {
  const [text, setText] = useState(String(saved));
  const value = Number(text);
  const isGood = Number.isInteger(value) && value >= range[0] && value <= range[1];
  const isChanged = text !== String(saved);
  return (
    <form
      className={styles.seconds}
      onSubmit={(event) => {
        event.preventDefault();
        if (isGood && isChanged) onSave(value);
      }}
    >
      <TextField
        label={label}
        isLabelHidden
        inputMode="numeric"
        value={text}
        onValue={setText}
        error={isGood ? undefined : fault}
        after={unit}
        className={styles.secondsField}
      />
      <Button type="submit" disabled={!isGood || !isChanged}>
        {strings.save}
      </Button>
    </form>
  );
}

function Place(): ReactElement {
  const session = useSession();
  const info = session.data;
  const [isKeyShown, setKeyShown] = useState(false);
  if (info === undefined && session.error !== null) {
    const problem = asProblem(session.error).toData();
    return (
      <Group title={strings.place}>
        <div className={styles.row}>
          <ErrorNotice title={problem.message} tip={problem.tip} onRetry={() => void session.refetch()} />
        </div>
      </Group>
    );
  }
  return (
    <Group title={strings.place}>
      <Row name={strings.address} note={strings.addressNote}>
        <Fact text={info?.address} copy={strings.copyAddress} />
      </Row>
      <Row name={strings.dataDir} note={strings.dataDirNote}>
        <Fact text={info?.dataDir} copy={strings.copyPath} />
      </Row>
      <Row name={strings.key} note={info?.isKeyNeeded === true ? strings.keyNeededNote : strings.keyNote}>
        <Fact text={info?.apiKey} shown={isKeyShown ? undefined : '•'.repeat(16)} copy={strings.copyKey} />
        <IconButton
          label={isKeyShown ? strings.hideKey : strings.showKey}
          size="small"
          onClick={() => setKeyShown(!isKeyShown)}
        >
          {isKeyShown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
        </IconButton>
      </Row>
      <Row name={strings.user}>
        <Fact text={info?.username} />
      </Row>
      <Row name={strings.version}>
        <Fact text={info?.version} />
      </Row>
    </Group>
  );
}

function Fact({
  text,
  shown,
  copy,
}: {
  readonly text: string | undefined;
  readonly shown?: string | undefined;
  readonly copy?: string;
}): ReactElement {
  if (text === undefined) return <Skeleton width="12rem" />;
  return (
    <>
      <span className={cx(page.mono, styles.fact)}>{shown ?? text}</span>
      {copy === undefined ? undefined : <CopyButton text={text} label={copy} />}
    </>
  );
}
