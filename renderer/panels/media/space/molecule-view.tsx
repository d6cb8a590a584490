import { Maximize, RotateCw } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTheme } from '#ui/widgets';
import type { Ground } from '../config.ts';
import { strings } from '../strings.ts';
import { Broken } from '../trouble.tsx';
import { useCameras } from './cameras.tsx';
import { groundColors } from './ground.ts';
import { drawMolecule, type Molecule, moleculeSlots } from './molecule.ts';
import type { ObjectViewProps } from './object-view.tsx';
import styles from './space.module.css';

/** Larger files are not read into the page. */
const MOST_BYTES = 100 * 1024 * 1024;
const TURN_DEGREES = 8;

/** A molecule to be turned; where many are on the page, those beyond the browser's bound wait for a click or a free place. */
export function MoleculeView({ item, href, sizeBytes, config, save }: ObjectViewProps): ReactElement {
  const [fault, setFault] = useState<string | undefined>(undefined);
  const isTooLarge = sizeBytes > MOST_BYTES;
  const [isAwake, wake] = useSlot(!isTooLarge && fault === undefined);
  if (isTooLarge) return <Broken tip={strings.brokenSpace(strings.moleculeTooLarge)} save={save} />;
  if (fault !== undefined)
    return <Broken tip={fault === strings.noAtoms ? strings.noAtoms : strings.brokenSpace(fault)} save={save} />;
  if (!isAwake) {
    return (
      <button type="button" className={styles.wake} onClick={wake}>
        {strings.wake}
      </button>
    );
  }
  return (
    <Drawn
      name={item.file}
      label={item.caption ?? ''}
      href={href}
      style={config.molecule}
      colors={config.moleculeColors}
      ground={config.ground}
      onFault={setFault}
    />
  );
}

/** A place among the molecules that are drawn, from before the first paint; and what takes one in any case. */
function useSlot(isWanted: boolean): readonly [isHeld: boolean, claim: () => void] {
  const [isHeld, setHeld] = useState(false);
  const [holder] = useState(() => ({ onChange: setHeld }));
  useLayoutEffect(() => {
    if (!isWanted) return undefined;
    moleculeSlots.ask(holder);
    return () => {
      moleculeSlots.leave(holder);
      setHeld(false);
    };
  }, [holder, isWanted]);
  return [isHeld, () => moleculeSlots.claim(holder)];
}

interface DrawnProps {
  readonly name: string;
  readonly label: string;
  readonly href: string;
  readonly style: ObjectViewProps['config']['molecule'];
  readonly colors: ObjectViewProps['config']['moleculeColors'];
  readonly ground: Ground;
  readonly onFault: (fault: string) => void;
}

function Drawn({ name, label, href, style, colors, ground, onFault }: DrawnProps): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const [molecule, setMolecule] = useState<Molecule | undefined>(undefined);
  const [isSpinning, setSpinning] = useState(false);
  const theme = useTheme();
  const { molecules } = useCameras();
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const ending = new AbortController();
    let made: Molecule | undefined;
    drawMolecule(element, name, href, groundColors('auto').ground, molecules, ending.signal).then(
      (drawn) => {
        if (ending.signal.aborted) return drawn.end();
        made = drawn;
        setMolecule(drawn);
      },
      (error: unknown) => {
        if (!ending.signal.aborted) onFault(error instanceof Error ? error.message : String(error));
      },
    );
    const observer = new ResizeObserver(() => made?.resize());
    observer.observe(element);
    return () => {
      ending.abort();
      observer.disconnect();
      made?.end();
    };
  }, [name, href, molecules, onFault]);
  useEffect(() => molecule?.setStyle(style, colors), [molecule, style, colors]);
  useEffect(() => molecule?.setGround(groundColors(ground).ground), [molecule, ground, theme]);
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
        data-colors={colors}
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
