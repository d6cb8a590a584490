import { useRef, type ReactElement, type RefObject } from 'react';
import { Button, type ButtonProps } from './button.tsx';

export interface FileInputProps {
  /** What the file is, for screen readers. */
  readonly label: string;
  /** Endings and media types that are offered, as `<input accept>` takes them; another file may be chosen all the same. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
}

/** Opens the dialog in which one file is chosen, when `ref` is clicked; it is not seen itself. */
export function FileInput({
  ref,
  label,
  accept,
  onFile,
}: FileInputProps & { readonly ref: RefObject<HTMLInputElement | null> }): ReactElement {
  return (
    <input
      ref={ref}
      type="file"
      accept={accept}
      aria-label={label}
      hidden
      onChange={(event) => {
        const [file] = event.target.files ?? [];
        // The same file may be chosen again.
        event.target.value = '';
        if (file !== undefined) onFile(file);
      }}
    />
  );
}

export type FileButtonProps = FileInputProps & Pick<ButtonProps, 'size' | 'icon' | 'disabled' | 'children'>;

/** A button that asks for a file. */
export function FileButton({ label, accept, onFile, ...rest }: FileButtonProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...rest} onClick={() => input.current?.click()} />
      <FileInput ref={input} label={label} accept={accept} onFile={onFile} />
    </>
  );
}
