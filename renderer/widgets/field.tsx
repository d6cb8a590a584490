import { Search, X } from 'lucide-react';
import { useId, type ComponentPropsWithRef, type ReactElement, type ReactNode } from 'react';
import { cx } from './classes.ts';
import styles from './field.module.css';
import { strings } from './strings.ts';

export interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'size' | 'onChange' | 'value'> {
  readonly label?: string;
  /** Keeps the label for screen readers only. */
  readonly isLabelHidden?: boolean;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly note?: ReactNode;
  readonly error?: string | undefined;
  readonly size?: 'small' | 'medium';
  readonly isMono?: boolean;
  readonly before?: ReactNode;
  readonly after?: ReactNode;
}

/** A one-line field with its label, note and error. */
export function TextField(props: TextFieldProps): ReactElement {
  const { label, isLabelHidden, value, onValue, note, error, size, isMono, before, after, className, ...rest } = props;
  const noteId = useId();
  const hasNote = error !== undefined || note !== undefined;
  return (
    <label className={cx(styles.label, className)}>
      {label === undefined ? undefined : (
        <span className={isLabelHidden === true ? 'visually-hidden' : styles.name}>{label}</span>
      )}
      <span
        className={cx(styles.box, size === 'small' && styles.small)}
        data-invalid={error === undefined ? undefined : ''}
      >
        {before}
        <input
          autoComplete="off"
          spellCheck={false}
          {...rest}
          className={cx(styles.input, isMono === true && styles.mono)}
          value={value}
          aria-invalid={error !== undefined}
          aria-describedby={hasNote ? noteId : undefined}
          onChange={(event) => onValue(event.target.value)}
        />
        {after}
      </span>
      {hasNote ? (
        <span id={noteId} className={error === undefined ? styles.note : styles.error}>
          {error ?? note}
        </span>
      ) : undefined}
    </label>
  );
}

export interface TextAreaProps extends Omit<ComponentPropsWithRef<'textarea'>, 'onChange' | 'value'> {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** A field of several lines. */
export function TextArea({ label, isLabelHidden, value, onValue, className, ...rest }: TextAreaProps): ReactElement {
  return (
    <label className={cx(styles.label, className)}>
      <span className={isLabelHidden === true ? 'visually-hidden' : styles.name}>{label}</span>
      <span className={styles.box}>
        <textarea
          rows={4}
          {...rest}
          className={cx(styles.input, styles.area)}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      </span>
    </label>
  );
}

export interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** Shows a `.*` toggle when given. */
  readonly isRegex?: boolean;
  readonly onRegex?: (isRegex: boolean) => void;
  readonly error?: string | undefined;
  /** Shown at the end, e.g. a count of results. */
  readonly count?: ReactNode;
  readonly size?: 'small' | 'medium';
  readonly className?: string | undefined;
  readonly inputRef?: React.Ref<HTMLInputElement>;
  readonly onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
}

/** A search field: Escape empties it, an optional toggle reads the text as a regular expression. */
export function SearchField(props: SearchFieldProps): ReactElement {
  const { label, placeholder = label, value, onValue, isRegex, onRegex, error, count, size, className } = props;
  return (
    <TextField
      type="search"
      label={label}
      isLabelHidden
      placeholder={placeholder}
      value={value}
      onValue={onValue}
      error={error}
      isMono={isRegex === true}
      {...(size === undefined ? {} : { size })}
      {...(props.inputRef === undefined ? {} : { ref: props.inputRef })}
      className={cx(styles.floating, className)}
      onKeyDown={(event) => {
        props.onKeyDown?.(event);
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        if (value === '') {
          // Nothing to empty: the press is for what the field stands in, a popover for example.
          event.currentTarget.blur();
          return;
        }
        onValue('');
        event.stopPropagation();
      }}
      before={<Search size={14} aria-hidden />}
      after={
        <>
          {count === undefined ? undefined : <span className={styles.count}>{count}</span>}
          {value === '' ? undefined : (
            <button type="button" className={styles.toggle} aria-label={strings.clear} onClick={() => onValue('')}>
              <X size={13} aria-hidden />
            </button>
          )}
          {onRegex === undefined ? undefined : (
            <button
              type="button"
              className={styles.toggle}
              aria-pressed={isRegex === true}
              aria-label={strings.regex}
              title={strings.regex}
              onClick={() => onRegex(isRegex !== true)}
            >
              .*
            </button>
          )}
        </>
      }
    />
  );
}
