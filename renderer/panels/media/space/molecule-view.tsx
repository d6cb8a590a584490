import { Maximize, RotateCw } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { resolveColor, useTheme } from '#ui/widgets';
import { strings } from '../strings.ts';
import { Broken } from '../trouble.tsx';
import { drawMolecule, hasRoom, type Molecule } from './molecule.ts';
import type { ObjectViewProps } from './object-view.tsx';
import styles from './space.module.css';

/** Larger files are not read into the page. */
const MOST_BYTES = 100 * 1024 * 1024;
const TURN_DEGREES = 8;

/** A molecule to be turned; where many are on the page, those beyond the browser's bound wait for a click. */
export function MoleculeView({ item, href, sizeBytes, config, save }: ObjectViewProps): ReactElement {
  const [isAwake, setAwake] = useState(hasRoom);
  const [fault, setFault] = useState<string | undefined>(undefined);
  if (sizeBytes > MOST_BYTES) return <Broken tip={strings.brokenSpace('the file is larger than 100 MB')} save={save} />;
  if (fault !== undefined)
    return <Broken tip={fault === 'no atoms' ? strings.noAtoms : strings.brokenSpace(fault)} save={save} />;
  if (!isAwake) {
    return (
      <button type="button" className={styles.wake} onClick={() => setAwake(true)}>
        {strings.wake}
      </button>
    );
  }
  return <Drawn name={item.file} label={item.caption ?? ''} href={href} style={config.molecule} onFault={setFault} />;
}

interface DrawnProps {
  readonly name: string;
  readonly label: string;
  readonly href: string;
  readonly style: ObjectViewProps['config']['molecule'];
  readonly onFault: (fault: string) => void;
}

function Drawn({ name, label, href, style, onFault }: DrawnProps): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const [molecule, setMolecule] = useState<Molecule | undefined>(undefined);
  const [isSpinning, setSpinning] = useState(false);
  const theme = useTheme();
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let isWanted = true;
    let made: Molecule | undefined;
    drawMolecule(element, name, href, resolveColor('var(--surface-2)')).then(
      (drawn) => {
        if (!isWanted) return drawn.end();
        made = drawn;
        setMolecule(drawn);
      },
      (error: unknown) => {
        if (isWanted) onFault(error instanceof Error ? error.message : String(error));
      },
    );
    const observer = new ResizeObserver(() => made?.resize());
    observer.observe(element);
    return () => {
      isWanted = false;
      observer.disconnect();
      made?.end();
    };
  }, [name, href, onFault]);
  useEffect(() => molecule?.setStyle(style), [molecule, style]);
  useEffect(() => molecule?.setGround(resolveColor('var(--surface-2)')), [molecule, theme]);
  useEffect(() => molecule?.spin(isSpinning), [molecule, isSpinning]);
  const atoms = molecule === undefined ? '' : strings.atoms(molecule.atomCount);
  return (
    <div className={styles.space}>
      <div
        ref={place}
        className={styles.molecule}
        role="img"
        aria-label={`${label === '' ? (name.split('/').at(-1) ?? name) : label}: ${atoms}`}
        data-drawn={molecule === undefined ? undefined : ''}
        data-style={style}
        tabIndex={0}
        onKeyDown={(event) => pressKey(event, molecule)}
      />
      <div className={styles.facts}>{atoms}</div>
      <button
        type="button"
        className={styles.reset}
        style={{ right: 32 }}
        aria-label={strings.spin}
        aria-pressed={isSpinning}
        title={strings.spin}
        onClick={() => setSpinning(!isSpinning)}
      >
        <RotateCw size={13} aria-hidden />
      </button>
      <button
        type="button"
        className={styles.reset}
        aria-label={strings.resetCamera}
        title={strings.resetCamera}
        onClick={() => molecule?.reset()}
      >
        <Maximize size={13} aria-hidden />
      </button>
    </div>
  );
}

function pressKey(event: KeyboardEvent, molecule: Molecule | undefined): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  switch (event.key) {
    case 'ArrowLeft':
      molecule?.turn(-TURN_DEGREES, 'y');
      break;
    case 'ArrowRight':
      molecule?.turn(TURN_DEGREES, 'y');
      break;
    case 'ArrowUp':
      molecule?.turn(-TURN_DEGREES, 'x');
      break;
    case 'ArrowDown':
      molecule?.turn(TURN_DEGREES, 'x');
      break;
    case '+':
      molecule?.zoom(1.2);
      break;
    case '-':
      molecule?.zoom(1 / 1.2);
      break;
    case '0':
      molecule?.reset();
      break;
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}
